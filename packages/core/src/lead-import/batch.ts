import { MillraceError } from "../error.ts";
import { type BatchRecord, isLeadRun, type LeadRun, NO_USAGE } from "../run/index.ts";
import { type BatchInput, emptyRecord } from "../run-lifecycle/batch.ts";
import { say } from "../sentence/index.ts";
import type { ImportDeps } from "./deps.ts";

/**
 * The run a batch belongs to, if it may still write.
 *
 * @throws Run.NotFound; Run.Cancelled when the run was cancelled or is being undone
 */
export async function runOfBatch({ runId }: BatchInput, { runs }: ImportDeps): Promise<LeadRun> {
  const run = await runs.get({ runId });
  if (run === null || !isLeadRun(run))
    throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  if (run.status !== "RUNNING") throw new MillraceError("Run.Cancelled", say("run.stopped", { run: runId }));
  return run;
}

/** The record a try of a batch begins with: nothing is written, and what earlier tries have cost is not forgotten. */
export async function openRecord(input: BatchInput, { runs, clock }: ImportDeps): Promise<BatchRecord> {
  const before = await runs.getBatch({ runId: input.runId, batchId: input.batch.batchId });
  return { ...emptyRecord(input, clock.now()), model: before?.model ?? NO_USAGE };
}
