import * as z from "zod";
import { MillraceError } from "../error.ts";
import { readLines } from "../object/index.ts";
import {
  BatchPointer,
  type BatchRecord,
  type BatchTotals,
  type Run,
  type RunStatus,
  type RunStore,
} from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { step } from "../step/index.ts";
import { emptyRecord } from "./batch.ts";
import type { ImportDeps, RunDeps } from "./deps.ts";
import { writeRejects } from "./rejects.ts";

/** The seed's thresholds: more duplicates speak of bad data, more failed rows of bad infrastructure. */
const MANY_DUPLICATES = 0.5;
const MANY_FAILURES = 0.05;
/** Records fetched at once: a few hundred kilobytes. */
const PAGE = 500;

export const SummarizeRunInput = z.object({ runId: z.string() });

/** Closes a run: every batch has a record, every row is counted, the rejects can be downloaded. */
export const summarizeRun = step(SummarizeRunInput, async ({ runId }, deps: ImportDeps) => {
  const { runs, clock, log } = deps;
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
  await recordMissing(run, deps);
  await writeRejects(run, deps);
  const totals = await runs.totals({ runId });
  const status = statusOf(totals);
  const set = { status, finishedAt: clock.now() };
  const closed = await runs.update({ runId, from: ["RUNNING"], set });
  warn(run, totals, deps);
  const counts = {
    rows: run.parse?.rows ?? 0,
    created: totals.created,
    updated: totals.updated,
    unchanged: totals.unchanged,
    superseded: totals.superseded,
    duplicates: run.parse?.duplicates ?? 0,
    rejected: run.parse?.rejected ?? 0,
    failed: totals.failedRows,
    pending: totals.pendingRows,
    ms: clock.now() - (run.startedAt ?? run.registeredAt),
  };
  log.info("run finished", {
    runId,
    tenantId: run.tenantId,
    ...counts,
    modelCalls: run.model.calls,
    costUsd: run.model.costUsd,
  });
  return { runId, status: closed?.status ?? run.status, ...counts };
});

function statusOf(totals: BatchTotals): RunStatus {
  if (totals.pending > 0) return "PAUSED";
  return totals.failed > 0 ? "COMPLETED_WITH_ERRORS" : "COMPLETED";
}

function warn(run: Run, totals: BatchTotals, { log }: ImportDeps): void {
  const rows = run.parse?.rows ?? 0;
  const { runId, tenantId } = run;
  const duplicates = run.parse?.duplicates ?? 0;
  if (duplicates > rows * MANY_DUPLICATES) {
    log.warn("more than half of the rows are duplicates", { runId, tenantId, rows, duplicates });
  }
  const failed = totals.failedRows;
  if (failed > rows * MANY_FAILURES)
    log.warn("more than 5 % of the rows failed", { runId, tenantId, rows, failed });
}

/** Gives a FAILED record to every batch that never ended: its child execution was stopped, or died. */
export async function recordMissing(run: Run, deps: RunDeps): Promise<void> {
  const { objects, runs, clock } = deps;
  if (run.parse === null || run.parse.batches === 0) return;
  const records = batchRecords({ runs, runId: run.runId });
  let record = await records.next();
  for await (const line of readLines({ objects, key: runKeys.batches(run.runId) })) {
    const batch = BatchPointer.parse(JSON.parse(line));
    const known = !record.done && record.value.batchId === batch.batchId ? record.value : null;
    if (known !== null) record = await records.next();
    // PENDING for no reason: the model was asked, and then nothing more came.
    if (known !== null && (known.status !== "PENDING" || known.error !== null)) continue;
    const error = { name: "Run.Interrupted", message: "the batch never ended" };
    const missing = known ?? emptyRecord({ runId: run.runId, batch }, clock.now());
    await runs.putBatch({ ...missing, status: "FAILED", error });
  }
}

/** All records of a run, in order, a page at a time. */
export async function* batchRecords(input: {
  runs: RunStore;
  runId: string;
}): AsyncGenerator<BatchRecord, undefined> {
  let after = "";
  for (;;) {
    const page = await input.runs.batches({ runId: input.runId, after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return undefined;
    after = last.batchId;
  }
}
