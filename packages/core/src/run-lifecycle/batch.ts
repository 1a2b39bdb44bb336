import * as z from "zod";
import { BatchPointer, type BatchRecord, NO_USAGE } from "../run/index.ts";
import { CaughtError } from "./failure.ts";

/** What each batch step is given: the run and one line of its list of batches. */
export const BatchInput = z.object({ runId: z.string(), batch: BatchPointer });
export type BatchInput = z.infer<typeof BatchInput>;

/** What the step is given that records a batch's failure. */
export const BatchFailureInput = BatchInput.extend({ error: CaughtError });

/** The record of a batch that wrote nothing. */
export function emptyRecord({ runId, batch }: BatchInput, at: number): BatchRecord {
  return {
    runId,
    ...batch,
    status: "PENDING",
    created: 0,
    updated: 0,
    unchanged: 0,
    superseded: 0,
    model: NO_USAGE,
    error: null,
    actions: [],
    startedAt: at,
    finishedAt: at,
    duplicateDetectionMs: 0,
  };
}
