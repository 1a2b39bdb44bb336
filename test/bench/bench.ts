import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printTable } from "@millrace/local/command/output";
import { type Figures, measure, medianOf } from "./figures.ts";

const HELP = `Usage: npm run bench -- [--full] [--runs N]

Measures reading, importing and the engine, each in a process of its own, on files it makes itself.
  --full    import 1,000,000 leads as well: some minutes and some GB of disk
  --runs N  give the median of N runs (default 3); the 1,000,000 leads are imported once`;

const { values: flags } = parseArgs({
  options: { full: { type: "boolean" }, runs: { type: "string" }, help: { type: "boolean" } },
});
const runs = Number(flags.runs ?? 3);
if (flags.help || !Number.isInteger(runs) || runs < 1) console.log(HELP);
else {
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

async function bench({ folder, full }: { folder: string; full: boolean }): Promise<void> {
  const file = (name: string) => join(folder, name);
  const made = { csv: file("1m.csv"), xlsx: file("300k.xlsx"), leads: file("100k.csv") };
  await measure(["csv", made.csv, "", "1000000"]);
  await measure(["xlsx", made.xlsx, "", "300000"]);
  await measure(["csv", made.leads, "", "100000"]);
  const mb = (path: string) => `${(statSync(path).size / 1e6).toFixed(0)} MB`;

  const lines: Line[] = [];
  const line = async (what: string, unit: string, target: string, words: string[], times = runs) => {
    const figures = await repeated({ words, times, data: file("data") });
    lines.push({ what, figures, unit, target });
    console.error(`${what}: ${rateOf(figures)} ${unit}/s, ${figures.peakMb.toFixed(0)} MB`);
    return figures;
  };
  const data = file("data");
  await line(`read 1,000,000-row CSV (${mb(made.csv)})`, "rows", "120,000 in 150 MB", ["reading", made.csv]);
  await line(`read 300,000-row .xlsx (${mb(made.xlsx)})`, "rows", "in 400 MB", ["reading", made.xlsx]);
  await line("engine alone, 10,000 batches", "batches", "", ["map", "", data, "10000"]);
  const more = await line("engine alone, 100,000 batches", "batches", "", ["map", "", data, "100000"]);
  const whole = await line("import 100,000 leads", "leads", "5,000 in 400 MB", ["import", made.leads, data]);
  const seed = await line("the seed's way, 100,000 leads", "leads", "", ["seed-way", made.leads, data]);
  await line("killed with SIGKILL, and gone on", "leads", "", ["killed", made.leads, data]);
  const million = full
    ? await line("import 1,000,000 leads", "leads", "100 MB more", ["import", made.csv, data], 1)
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
  console.log(
    `\nThe engine takes ${((more.seconds / more.count) * 1e6).toFixed(0)} µs a batch of two steps.`,
  );
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

/** The median of several runs, each of which finds no data folder. */
async function repeated(input: { words: string[]; times: number; data: string }): Promise<Figures> {
  const all: Figures[] = [];
  for (let time = 0; time < input.times; time++) {
    all.push(await measure(input.words));
    rmSync(input.data, { recursive: true, force: true });
  }
  return medianOf(all);
}

function rateOf({ count, seconds }: Figures): string {
  return Math.round(count / seconds).toLocaleString("en");
}

function ratio(part: Figures, whole: Figures): string {
  return (part.seconds / whole.seconds).toFixed(2);
}
