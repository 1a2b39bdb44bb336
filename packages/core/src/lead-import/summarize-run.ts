import * as z from "zod";
import { MillraceError } from "../error.ts";
import type { BatchTotals, Run } from "../run/index.ts";
import { writeRejects } from "../run-file/rejects.ts";
import { recordMissing, statusOf } from "../run-lifecycle/batches.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";

/** The seed's thresholds: more duplicates speak of bad data, more failed rows of bad infrastructure. */
const MANY_DUPLICATES = 0.5;
const MANY_FAILURES = 0.05;

export const SummarizeRunInput = z.object({ runId: z.string() });

/** Closes a run: every batch has a record, every row is counted, the rejects can be downloaded. */
export const summarizeRun = step(SummarizeRunInput, async ({ runId }, deps: ImportDeps) => {
  const { runs, clock, log } = deps;
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
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
