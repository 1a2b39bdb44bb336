import { type CatalogSummary, catalogProgress } from "@millrace/core/catalog-enrichment";
import { type RunSummary, summaryOf } from "@millrace/core/lead-import";
import { type CatalogRun, isCatalogRun, isLeadRun, type LeadRun, UNDER_WAY } from "@millrace/core/run";
import type { Forecast } from "@millrace/core/token-ledger";
import { SingleBar } from "cli-progress";
import type { App } from "../app.ts";
import { tokenWords } from "./catalog-report.ts";
import { plain, remark } from "./output.ts";

/** Often enough to look alive; a sum over 100,000 batches takes some ten milliseconds. */
const POLL_MS = 250;
/** Plain lines, for logs: one at every tenth. */
const PLAIN_STEPS = 10;

/** A run and its numbers, read together; a catalog's with the account's tokens. */
export type Seen =
  | { kind: "leads"; run: LeadRun; summary: RunSummary }
  | { kind: "catalog"; run: CatalogRun; summary: CatalogSummary; tokens: Forecast };

export async function summarise(runId: string, app: App): Promise<Seen> {
  const { runs, keepaTokens, clock } = app.deps;
  const totals = await runs.totals({ runId });
  const run = await runs.get({ runId });
  if (run === null) throw new Error(`run ${runId} is gone`);
  if (isLeadRun(run)) return { kind: "leads", run, summary: summaryOf({ run, totals, now: clock.now() }) };
  if (!isCatalogRun(run)) throw new Error(`run ${runId} is of no flow`);
  const { summary, tokens } = await catalogProgress({ run, totals }, { keepaTokens, clock });
  return { kind: "catalog", run, summary, tokens };
}

/** What a shell calls the end by Ctrl-C: 128 and the signal's number. */
const INTERRUPTED = 130;

/**
 * Shows a run's progress until it has ended: a bar on a terminal, plain lines elsewhere. Ctrl-C leaves the run for the next command.
 *
 * @param input.interrupted - called by Ctrl-C where nothing is left; says so
 */
export async function watchRun(input: {
  runId: string;
  app: App;
  interrupted?: (() => string) | undefined;
}): Promise<Seen> {
  const { runId, app } = input;
  const left = () =>
    `run ${runId} is interrupted: the next command of its kind, or millrace start, goes on with it`;
  const { interrupted = left } = input;
  const show = process.stderr.isTTY ? terminalBar(app) : plainLines(app);
  const interrupt = () => {
    show.end();
    remark(`\n${interrupted()}`);
    process.exit(INTERRUPTED);
  };
  process.once("SIGINT", interrupt);
  try {
    return await followRun({ runId, app, show });
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** Shows a run's progress in plain lines, beside that of others; null where the signal aborts before it has ended. */
export async function watchRunAmongOthers(input: {
  runId: string;
  app: App;
  signal: AbortSignal;
}): Promise<Seen | null> {
  const { signal } = input;
  try {
    return await followRun({ ...input, show: plainLines(input.app) });
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
}): Promise<Seen> {
  const { runId, app, show, signal } = input;
  try {
    for (;;) {
      const seen = await summarise(runId, app);
      show.update(seen);
      if (!UNDER_WAY.includes(seen.run.status)) return seen;
      await Promise.race([app.clock.sleep(POLL_MS, signal), app.flows.idle()]);
    }
  } finally {
    show.end();
  }
}

interface Display {
  update(seen: Seen): void;
  end(): void;
}

/** How far a run is, in the things it is about. */
function progressOf(seen: Seen): { total: number; done: number; unit: string } {
  if (seen.kind === "catalog") {
    const { products, pending } = seen.summary;
    return { total: products, done: products - pending, unit: "products" };
  }
  const { rows, pending } = seen.summary;
  return { total: rows, done: rows - pending, unit: "rows" };
}

function detailOf(seen: Seen, app: App): string {
  if (seen.kind === "catalog") {
    const { tokens, summary } = seen;
    return tokenWords({ tokens, pending: summary.pending, now: app.clock.now() });
  }
  const { created, updated, failed } = seen.summary;
  return `${created} created, ${updated} updated, ${failed} failed`;
}

function terminalBar(app: App): Display {
  const bar = new SingleBar({
    format: "{file} [{bar}] {percentage} % | {value}/{total} {unit} | {detail}",
    barsize: 30,
    hideCursor: true,
    stopOnComplete: false,
  });
  let started = false;
  return {
    update(seen) {
      const { run } = seen;
      const { total, done, unit } = progressOf(seen);
      const file = plain(run.sourceFile);
      if (!started) bar.start(Math.max(1, total), 0, { file, unit, detail: "reading the file" });
      started = true;
      if (run.parse === null) return;
      bar.setTotal(Math.max(1, total));
      bar.update(done, { file, unit, detail: detailOf(seen, app) });
    },
    end: () => bar.stop(),
  };
}

function plainLines(app: App): Display {
  let parsed = false;
  let step = 0;
  return {
    update(seen) {
      const { run, summary } = seen;
      const { total, done, unit } = progressOf(seen);
      if (run.parse === null || total === 0) return;
      if (!parsed) {
        const size = run.options.batchSize === null ? "" : ` of at most ${run.options.batchSize}`;
        remark(`${run.sourceFile}: ${summary.rows} rows read, in ${summary.batches} batches${size}`);
      }
      parsed = true;
      const reached = Math.floor((done / total) * PLAIN_STEPS);
      if (reached <= step) return;
      step = reached;
      const tokens = seen.kind === "catalog" ? `; ${detailOf(seen, app)}` : "";
      remark(`${run.sourceFile}: ${reached * (100 / PLAIN_STEPS)} % (${done} of ${total} ${unit})${tokens}`);
    },
    end() {},
  };
}
