import * as z from "zod";
import { step } from "../step/index.ts";
import { BatchInput, openRecord } from "./batch.ts";
import type { ImportDeps, RunDeps } from "./deps.ts";

/** Step Functions' own shape of a caught error. */
export const CaughtError = z.object({ Error: z.string(), Cause: z.string() });

/** What Lambda puts into `Cause`. */
const LambdaCause = z.object({ errorMessage: z.string() });

/** @returns the sentence of an error as Step Functions caught it, without the stack Lambda adds */
export function messageOf({ Error: name, Cause: cause }: z.infer<typeof CaughtError>): string {
  try {
    return LambdaCause.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause === "" ? name : cause;
  }
}

/** A model that has failed a batch through all its retries would fail every other one as slowly. */
const MODEL_IS_DOWN = new Set(["Model.RateLimited", "Model.Unavailable"]);

export const RecordBatchFailureInput = BatchInput.extend({ error: CaughtError });

/**
 * Records that a batch failed and why, so that its rows are counted and `retry` finds it. A batch that was completed
 * all the same (its answer came too late) keeps its record. Where the model is down, later batches wait and do not ask.
 */
export const recordBatchFailure = step(RecordBatchFailureInput, async (input, deps: ImportDeps) => {
  const { runId, batch, error } = input;
  const failure = { name: error.Error, message: messageOf(error) };
  await deps.runs.putBatch({
    ...(await openRecord(input, deps)),
    status: "FAILED",
    error: failure,
  });
  if (MODEL_IS_DOWN.has(failure.name)) await deps.runs.update({ runId, set: { halted: failure } });
  deps.log.warn("batch failed", { runId, batchId: batch.batchId, errorName: failure.name, rows: batch.rows });
  return { runId, batchId: batch.batchId, errorName: failure.name };
});

export const FailRunInput = z.object({ runId: z.string(), error: CaughtError });

/** Closes a run whose file could not be processed at all. */
export const failRun = step(FailRunInput, async ({ runId, error }, deps: RunDeps) => {
  const failure = { name: error.Error, message: messageOf(error) };
  const run = await deps.runs.update({
    runId,
    from: ["REGISTERED", "RUNNING"],
    set: { status: "FAILED", finishedAt: deps.clock.now(), error: failure },
  });
  deps.log.warn("run failed", { runId, errorName: failure.name });
  return { runId, status: run?.status ?? null, errorName: failure.name };
});
