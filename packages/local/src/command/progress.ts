import { type RunSummary, summaryOf } from "@millrace/core/lead-import";
import { type Run, UNDER_WAY } from "@millrace/core/run";
import { SingleBar } from "cli-progress";
import type { App } from "../app.ts";
import { plain, remark } from "./output.ts";

/** Often enough to look alive; a sum over 100,000 batches takes some ten milliseconds. */
const POLL_MS = 250;
/** Plain lines, for logs: one at every tenth. */
const PLAIN_STEPS = 10;

/** A run and its numbers, read together. */
export async function summarise(runId: string, app: App): Promise<{ run: Run; summary: RunSummary }> {
  const { runs, clock } = app.deps;
  const totals = await runs.totals({ runId });
  const run = await runs.get({ runId });
  if (run === null) throw new Error(`run ${runId} is gone`);
  return { run, summary: summaryOf({ run, totals, now: clock.now() }) };
}

/** Shows a run's progress until it has ended: a bar on a terminal, plain lines elsewhere. */
export function watchRun(runId: string, app: App): Promise<{ run: Run; summary: RunSummary }> {
  return followRun({ runId, app, show: process.stderr.isTTY ? terminalBar() : plainLines() });
}

/** Shows a run's progress in plain lines, beside that of others; null where the signal aborts before it has ended. */
export async function watchRunAmongOthers(input: {
  runId: string;
  app: App;
  signal: AbortSignal;
}): Promise<{ run: Run; summary: RunSummary } | null> {
  const { signal } = input;
  try {
    return await followRun({ ...input, show: plainLines() });
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

async function followRun(input: {
  runId: string;
  app: App;
  show: Display;
  signal?: AbortSignal;
}): Promise<{ run: Run; summary: RunSummary }> {
  const { runId, app, show, signal } = input;
  try {
    for (;;) {
      const { run, summary } = await summarise(runId, app);
      show.update(run, summary);
      if (!UNDER_WAY.includes(run.status)) return { run, summary };
      await Promise.race([app.clock.sleep(POLL_MS, signal), app.flows.idle()]);
    }
  } finally {
    show.end();
  }
}

interface Display {
  update(run: Run, summary: RunSummary): void;
  end(): void;
}

function terminalBar(): Display {
  const bar = new SingleBar({
    format: "{file} [{bar}] {percentage} % | {value}/{total} rows | {detail}",
    barsize: 30,
    hideCursor: true,
    stopOnComplete: false,
  });
  let started = false;
  return {
    update(run, summary) {
      const detail = `${summary.created} created, ${summary.updated} updated, ${summary.failed} failed`;
      const file = plain(run.sourceFile);
      if (!started) bar.start(Math.max(1, summary.rows), 0, { file, detail: "reading the file" });
      started = true;
      if (run.parse === null) return;
      bar.setTotal(Math.max(1, summary.rows));
      bar.update(summary.rows - summary.pending, { file, detail });
    },
    end: () => bar.stop(),
  };
}

function plainLines(): Display {
  let parsed = false;
  let step = 0;
  return {
    update(run, summary) {
      if (run.parse === null || summary.rows === 0) return;
      if (!parsed)
        remark(
          `${run.sourceFile}: ${summary.rows} rows read, in batches of at most ${run.options.batchSize}`,
        );
      parsed = true;
      const reached = Math.floor(((summary.rows - summary.pending) / summary.rows) * PLAIN_STEPS);
      if (reached <= step) return;
      step = reached;
      remark(
        `${run.sourceFile}: ${reached * (100 / PLAIN_STEPS)} % (${summary.rows - summary.pending} of ${summary.rows} rows)`,
      );
    },
    end() {},
  };
}
