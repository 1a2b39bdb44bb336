import { MillraceError } from "../error.ts";
import { isCatalogRun } from "../run/index.ts";
import { BatchFailureInput } from "../run-lifecycle/batch.ts";
import { failureOf } from "../run-lifecycle/failure.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import { leaveOpen } from "./batch.ts";
import type { CatalogDeps } from "./deps.ts";

/** A provider that has failed a batch through all its calls would fail every other one as slowly. */
const PROVIDER_IS_DOWN = new Set(["Keepa.OutOfTokens", "Keepa.Unavailable"]);

/**
 * Records that a batch failed and why; what of it was answered stays, the rest is pending and `retry` finds it. Where the provider
 * is down, later batches wait and do not ask.
 */
export const recordCatalogFailure = step(BatchFailureInput, async (input, deps: CatalogDeps) => {
  const { runId, batch, error } = input;
  const run = await deps.runs.get({ runId });
  if (run === null || !isCatalogRun(run))
    throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  const reason = failureOf(error);
  if (PROVIDER_IS_DOWN.has(reason.name)) await deps.runs.update({ runId, set: { halted: reason } });
  await leaveOpen({ run, input, status: "FAILED", reason, deps });
  deps.log.warn(say("log.batch"), {
    runId,
    batchId: batch.batchId,
    errorName: reason.name,
    rows: batch.rows,
  });
  return { runId, batchId: batch.batchId, errorName: reason.name };
});
