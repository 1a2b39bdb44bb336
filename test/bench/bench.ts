import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printTable } from "@millrace/local/command/output";
import { type Figures, measure, medianOf } from "./figures.ts";

const HELP = `Usage: npm run bench -- [--only leads|customers|console] [--full] [--runs N]

Measures reading, importing and the engine, each in a process of its own, on files it makes itself; preloading and
reading customers, on servers it starts itself; and the console, in a browser.
  --only P  one part of it
  --full    import 1,000,000 leads as well: some minutes and some GB of disk
  --runs N  give the median of N runs (default 3); the 1,000,000 leads are imported once`;

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    full: { type: "boolean" },
    runs: { type: "string" },
    help: { type: "boolean" },
  },
});
const runs = Number(flags.runs ?? 3);
const { only } = flags;
/** Each is loaded when its turn comes: the memory of processes that are measured is to be their own. */
const PARTS: Readonly<Record<string, () => Promise<unknown>>> = {
  leads: benchLeads,
  customers: () => import("./customers/bench.ts"),
  console: async () => (await import("./console/bench.ts")).benchConsole({ runs }),
};
const isKnown = only === undefined || Object.hasOwn(PARTS, only);
if (flags.help || !isKnown || !Number.isInteger(runs) || runs < 1) console.log(HELP);
else {
  for (const [name, part] of Object.entries(PARTS)) if (only === undefined || only === name) await part();
}

async function benchLeads(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-bench-"));
  try {
    await bench({ folder, full: flags.full ?? false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Line {
  what: string;
  figures: Figures;
  unit: string;
  target: string;
}

/** A measurement to take: its name in `measurement.ts`, its file, and how many there are where it makes its own input. */
interface Task {
  name: string;
  path?: string;
  count?: number;
  times?: number;
}

async function bench({ folder, full }: { folder: string; full: boolean }): Promise<void> {
  let folders = 0;
  /**
   * The median of several runs. Each gets a data folder of its own, and all are removed at the end: for some time after many
   * files were deleted, ext4 takes up to ten times as long to make new ones (measured).
   */
  const repeated = async ({ name, path = "", count = 0, times = runs }: Task): Promise<Figures> => {
    const all: Figures[] = [];
    for (let time = 0; time < times; time++) {
      all.push(await measure([name, path, join(folder, `data-${++folders}`), String(count)]));
    }
    return medianOf(all);
  };
  const csv = join(folder, "million.csv");
  const xlsx = join(folder, "workbook.xlsx");
  const leads = join(folder, "leads.csv");
  await repeated({ name: "csv", path: csv, count: 1_000_000, times: 1 });
  await repeated({ name: "xlsx", path: xlsx, count: 300_000, times: 1 });
  await repeated({ name: "csv", path: leads, count: 100_000, times: 1 });
  const mb = (path: string) => `${(statSync(path).size / 1e6).toFixed(0)} MB`;

  const lines: Line[] = [];
  const line = async (what: string, unit: string, target: string, task: Task) => {
    const figures = await repeated(task);
    lines.push({ what, figures, unit, target });
    console.error(`${what}: ${rateOf(figures)} ${unit}/s, ${figures.peakMb.toFixed(0)} MB`);
    return figures;
  };
  await line(`read 1,000,000-row CSV (${mb(csv)})`, "rows", "120,000 in 150 MB", {
    name: "reading",
    path: csv,
  });
  await line(`read 300,000-row .xlsx (${mb(xlsx)})`, "rows", "in 400 MB", { name: "reading", path: xlsx });
  await line("engine alone, 10,000 batches", "batches", "", { name: "map", count: 10_000 });
  const map = await line("engine alone, 100,000 batches", "batches", "", { name: "map", count: 100_000 });
  const whole = await line("import 100,000 leads", "leads", "5,000 in 400 MB", {
    name: "import",
    path: leads,
  });
  const seed = await line("the seed's way, 100,000 leads", "leads", "", { name: "seed-way", path: leads });
  await line("killed with SIGKILL, and gone on", "leads", "", { name: "killed", path: leads, times: 1 });
  const million = full
    ? await line("import 1,000,000 leads", "leads", "100 MB more", { name: "import", path: csv, times: 1 })
    : null;

  console.log(`\nNode ${process.version}, ${availableParallelism()} cores, median of ${runs}\n`);
  printTable(
    ["", "seconds", "CPU s", "a second", "peak MB", "to reach", ""],
    lines.map(({ what, figures, unit, target }) => [
      what,
      figures.seconds.toFixed(1),
      figures.cpuSeconds.toFixed(1),
      `${rateOf(figures)} ${unit}`,
      figures.peakMb.toFixed(0),
      target,
      figures.note,
    ]),
  );
  console.log(`\nThe engine takes ${((map.seconds / map.count) * 1e6).toFixed(0)} µs a batch of two steps.`);
  console.log(
    `The seed's way, row by row, takes ${ratio(seed, whole)} of the import's time: it keeps no versions to undo by, no counts that
survive a retry, and nothing to go on from after a crash.`,
  );
  console.log(
    "Every batch is committed on its own (SQLite, WAL): what a batch has reported as done survives kill -9, as shown above.",
  );
  if (million === null) console.log("Left out: the import of 1,000,000 leads (--full).");
  else
    console.log(
      `1,000,000 leads take ${(million.peakMb - whole.peakMb).toFixed(0)} MB more than 100,000 (to reach: at most 100).`,
    );
}

function rateOf({ count, seconds }: Figures): string {
  return Math.round(count / seconds).toLocaleString("en");
}

function ratio(part: Figures, whole: Figures): string {
  return (part.seconds / whole.seconds).toFixed(2);
}
