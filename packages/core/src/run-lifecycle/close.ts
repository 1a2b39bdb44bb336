import * as z from "zod";
import { step } from "../step/index.ts";
import type { RunDeps } from "./deps.ts";
import { failRun } from "./fail.ts";
import { executionName } from "./retry.ts";

export const CloseRunInput = z.object({
  runId: z.string(),
  /** The name of the execution that ended. */
  execution: z.string(),
  /** Why, in Step Functions' own shape. */
  error: z.object({ Error: z.string(), Cause: z.string() }),
});

/**
 * Closes the record of a run whose execution ended without closing it: stopped by hand, out of time, or failed where no
 * Catch reaches. A run that has ended, or has another execution meanwhile, stays as it is.
 */
export const closeRun = step(CloseRunInput, async ({ runId, execution, error }, deps: RunDeps) => {
  const run = await deps.runs.get({ runId });
  if (run === null || executionName(runId, run.attempt) !== execution) {
    return { runId, status: run?.status ?? null };
  }
  const { status } = await failRun({ runId, error }, deps);
  return { runId, status: status ?? run.status };
});
