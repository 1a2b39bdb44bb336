import type { BatchTotals, ModelUsage, Run, RunStatus } from "../run/index.ts";

/** A run in numbers. rows = created + updated + unchanged + superseded + duplicates + rejected + failed + pending. */
export interface RunSummary {
  runId: string;
  status: RunStatus;
  rows: number;
  created: number;
  updated: number;
  unchanged: number;
  superseded: number;
  duplicates: number;
  rejected: number;
  /** Rows of failed batches. */
  failed: number;
  /** Rows nothing has been decided on yet. */
  pending: number;
  /** Blank, preamble and repeated header rows: no data, outside the sum. */
  skipped: number;
  batches: number;
  failedBatches: number;
  seconds: number;
  model: ModelUsage;
}

/** Sums up a run from its record and its batches; before its file is parsed all counts are zero. */
export function summaryOf(input: { run: Run; totals: BatchTotals; now: number }): RunSummary {
  const { run, totals, now } = input;
  const { rows = 0, duplicates = 0, rejected = 0, batches = 0 } = run.parse ?? {};
  const { created, updated, unchanged, superseded, failedRows: failed } = totals;
  const { blank, preamble, repeatedHeader } = run.parse?.skipped ?? {
    blank: 0,
    preamble: 0,
    repeatedHeader: 0,
  };
  const elapsed = run.startedAt === null ? 0 : (run.finishedAt ?? now) - run.startedAt;
  return {
    runId: run.runId,
    status: run.status,
    rows,
    created,
    updated,
    unchanged,
    superseded,
    duplicates,
    rejected,
    failed,
    pending: rows - created - updated - unchanged - superseded - duplicates - rejected - failed,
    skipped: blank + preamble + repeatedHeader,
    batches,
    failedBatches: totals.failed,
    seconds: elapsed / 1000,
    model: run.model,
  };
}
