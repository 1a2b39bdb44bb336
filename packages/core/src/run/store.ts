import type { BatchRecord, BatchStatus, BatchTotals, ModelUsage, Run, RunStatus } from "./run.ts";

/** What may change in a run after it was registered. */
export type RunChange = Partial<
  Pick<Run, "options" | "status" | "startedAt" | "finishedAt" | "attempt" | "parse" | "halted" | "error">
>;

/** How a batch stands. */
export type BatchState = Pick<BatchRecord, "batchId" | "status">;

/** Records of runs and their batches. */
export interface RunStore {
  /** Registers a run; one with that runId that is there already stays as it is, and is the answer. */
  register(run: Run): Promise<Run>;
  get(input: { runId: string }): Promise<Run | null>;
  /** Newest first, by order; `before` is the order of the last run of the page before. */
  list(input: { tenantId: string; before?: string; limit: number }): Promise<Run[]>;
  /**
   * Changes a run in one atomic step, if its status is one of `from` (any, where not given).
   *
   * @returns the run after the change, or null where there is none or its status is another
   */
  update(input: { runId: string; from?: readonly RunStatus[]; set: RunChange }): Promise<Run | null>;
  /** Adds what the model has cost to the run's sum, and answers the new sum. @throws Run.NotFound */
  spend(input: { runId: string; usage: ModelUsage }): Promise<ModelUsage>;
  /** Writes a batch's record over the one before; only a COMPLETED record may replace a COMPLETED one. */
  putBatch(record: BatchRecord): Promise<void>;
  getBatch(input: { runId: string; batchId: string }): Promise<BatchRecord | null>;
  /** In order of batchId, from just after `after` on. */
  batches(input: {
    runId: string;
    status?: BatchStatus;
    after?: string;
    limit: number;
  }): Promise<BatchRecord[]>;
  /** Statuses alone, in order of batchId, from just after `after` on: much less than the records, where all are wanted. */
  batchStatuses(input: { runId: string; after?: string; limit: number }): Promise<BatchState[]>;
  /** Outcomes of leads are summed over COMPLETED records only. */
  totals(input: { runId: string }): Promise<BatchTotals>;
}
