import { availableParallelism } from "node:os";
import { printTable } from "@millrace/local/command/output";
import { browserIsMissing, startBrowser } from "../../equipment/browser.ts";
import { startConsoleApp } from "../../equipment/console-app.ts";
import { buildConsole } from "../../equipment/console-build.ts";
import { openConsole } from "../../equipment/console-page.ts";
import { type GridFigures, measureGrid, prepareMeasuring } from "../../equipment/grid-measurement.ts";
import { largeRun } from "../../equipment/large-run.ts";

const BATCHES = 10_000;
const DONE_BEFORE = 6_000;
/** What nobody takes for waiting, and what nobody takes for being stuck. */
const AIMS = { painted: 500, longestTask: 200 } as const;

/**
 * Measures the page of a large run in a real browser: how soon its grid is there, and how long the page is busy at a stretch while batches end.
 *
 * @param input.runs - the median of so many is given
 */
export async function benchConsole({ runs }: { runs: number }): Promise<void> {
  const missing = browserIsMissing();
  if (missing !== null) {
    console.log(`Left out: the console (${missing}).`);
    if (process.env.CI === "true") process.exitCode = 1;
    return;
  }
  await buildConsole();
  const app = await startConsoleApp();
  const browser = await startBrowser();
  const all: GridFigures[] = [];
  try {
    for (let upload = 1; upload <= runs; upload++) {
      const run = await largeRun({ data: app.data, batches: BATCHES, upload });
      await run.record({ count: DONE_BEFORE });
      const { page } = await openConsole({ browser, app, path: "/runs", init: prepareMeasuring });
      all.push(await measureGrid({ browser, page, run }));
      await page.context().close();
      run.close();
    }
  } finally {
    await browser.close();
    await app.close();
  }
  console.log(`\nNode ${process.version}, ${availableParallelism()} cores, median of ${runs}\n`);
  printTable(
    ["A run of 10,000 batches in the console", "ms", "of processor", "to reach", ""],
    [
      line("from the click on the run to its grid", "painted", all),
      line("longest task while 100 batches a second end", "longestTask", all),
    ],
  );
}

/** Of the run in the middle. What somebody waits is what counts; where others use the machine, the time on a processor says how much of it is ours. */
function line(what: string, name: keyof GridFigures, all: readonly GridFigures[]): string[] {
  const sorted = all.map((figures) => figures[name]).toSorted((left, right) => left.wallMs - right.wallMs);
  const { wallMs, cpuMs } = sorted[Math.floor(sorted.length / 2)] ?? { wallMs: 0, cpuMs: 0 };
  const isReached = wallMs <= AIMS[name];
  if (!isReached) process.exitCode = 1;
  return [what, wallMs.toFixed(0), cpuMs.toFixed(0), String(AIMS[name]), isReached ? "" : "missed"];
}
