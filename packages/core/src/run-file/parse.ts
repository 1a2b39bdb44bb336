import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { Table } from "../file/index.ts";
import type { Log } from "../log/index.ts";
import type { ObjectStore } from "../object/index.ts";
import type { ParseReport, Run, RunStore } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { runKeys } from "./keys.ts";
import { listOpenBatches } from "./open-batches.ts";

/** What the rest of a flow needs to know of a parsed file, and the file in numbers. */
export interface ParseOutput {
  runId: string;
  /** False where an earlier execution has read the file: its rows are counted already. */
  isNew: boolean;
  rows: number;
  duplicates: number;
  rejected: number;
  /** Batches that this execution has to do. */
  batches: number;
  /** Key of the list of them. */
  manifest: string;
  maxConcurrency: number;
}

/**
 * Has a run's file read where no earlier execution has done it, and says what there is to do: every batch, in a retry those that are not completed.
 *
 * @param input.run - marked as running
 * @param input.read - reads the file
 */
export async function parseOnce(
  input: { run: Run; read: () => Promise<ParseReport> },
  deps: { objects: ObjectStore; runs: RunStore; log: Log },
): Promise<ParseOutput> {
  const { run, read } = input;
  const { runId, attempt, options } = run;
  const { rows, duplicates, rejected, batches } = run.parse ?? (await read());
  const numbers = { runId, isNew: run.parse === null, rows, duplicates, rejected };
  const { maxConcurrency } = options;
  if (attempt === 1) return { ...numbers, batches, manifest: runKeys.batches(runId), maxConcurrency };
  const manifest = runKeys.retry(runId, attempt);
  const open = await listOpenBatches({ runId, batches, key: manifest }, deps);
  deps.log.info("batches to be done again", { runId, batches: open });
  return { ...numbers, batches: open, manifest, maxConcurrency };
}

/**
 * Marks a run as running.
 *
 * @param input.isOurs - whether a run is one of the flow that asks
 * @throws Run.NotFound; Run.Cancelled where it has ended
 */
export async function beginRun<Ours extends Run>(
  input: { runId: string; isOurs: (run: Run) => run is Ours },
  { runs, clock }: { runs: RunStore; clock: Clock },
): Promise<Ours> {
  const { runId, isOurs } = input;
  const known = await runs.get({ runId });
  if (known === null || !isOurs(known))
    throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  const run = await runs.update({
    runId,
    from: ["REGISTERED", "RUNNING"],
    set: { status: "RUNNING", startedAt: known.startedAt ?? clock.now() },
  });
  if (run === null || !isOurs(run))
    throw new MillraceError("Run.Cancelled", say("run.stopped", { run: runId }));
  return run;
}

/** How a file was read, as its run reports it. */
export function readingOf(table: Table) {
  const { format, encoding, delimiter, sheet, headerRow, header } = table;
  return {
    format,
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...{ sheet, headerRow, header },
    skipped: table.skipped(),
  };
}

/** Enough rows to see what a column holds. */
const SAMPLE_ROWS = 100;

/** The cells of a table's first rows. */
export async function sampleOf(table: Table): Promise<string[][]> {
  const sample: string[][] = [];
  for await (const { cells } of table.rows()) {
    sample.push(cells);
    if (sample.length === SAMPLE_ROWS) break;
  }
  return sample;
}
