import { BatchFailureInput } from "../run-lifecycle/batch.ts";
import { failureOf } from "../run-lifecycle/failure.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import { openRecord } from "./batch.ts";
import type { ImportDeps } from "./deps.ts";

/** A model that has failed a batch through all its retries would fail every other one as slowly. */
const MODEL_IS_DOWN = new Set(["Model.RateLimited", "Model.Unavailable"]);

/**
 * Records that a batch failed and why, so that its rows are counted and `retry` finds it. A batch that was completed
 * all the same (its answer came too late) keeps its record. Where the model is down, later batches wait and do not ask.
 */
export const recordBatchFailure = step(BatchFailureInput, async (input, deps: ImportDeps) => {
  const { runId, batch, error } = input;
  const failure = failureOf(error);
  await deps.runs.putBatch({
    ...(await openRecord(input, deps)),
    status: "FAILED",
    error: failure,
  });
  if (MODEL_IS_DOWN.has(failure.name)) await deps.runs.update({ runId, set: { halted: failure } });
  deps.log.warn(say("log.batch"), {
    runId,
    batchId: batch.batchId,
    errorName: failure.name,
    rows: batch.rows,
  });
  return { runId, batchId: batch.batchId, errorName: failure.name };
});
