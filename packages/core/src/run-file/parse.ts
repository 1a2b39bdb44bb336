import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { Table } from "../file/index.ts";
import type { ParseReport, Run, RunStore } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { runKeys } from "./keys.ts";

/** What the rest of a flow needs to know of a parsed file, and the file in numbers. */
export interface ParseOutput {
  runId: string;
  rows: number;
  duplicates: number;
  rejected: number;
  batches: number;
  /** Key of the list of batches. */
  manifest: string;
  maxConcurrency: number;
}

/** {@link ParseOutput} of a run whose file is parsed. */
export function parseOutputOf(run: Pick<Run, "runId" | "options">, parse: ParseReport): ParseOutput {
  const { rows, duplicates, rejected, batches } = parse;
  const { maxConcurrency } = run.options;
  return {
    runId: run.runId,
    rows,
    duplicates,
    rejected,
    batches,
    manifest: runKeys.batches(run.runId),
    maxConcurrency,
  };
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
