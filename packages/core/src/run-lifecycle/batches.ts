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
import { say } from "../sentence/index.ts";
import { emptyRecord } from "./batch.ts";
import type { RunDeps } from "./deps.ts";

/** Records fetched at once: a few hundred kilobytes. */
const PAGE = 500;

/** How a run whose batches have all been recorded has ended. */
export function statusOf(totals: BatchTotals): RunStatus {
  if (totals.pending > 0) return "PAUSED";
  return totals.failed > 0 ? "COMPLETED_WITH_ERRORS" : "COMPLETED";
}

/** Records written at once: a run whose Map has lost many must be closed before its step runs out of time. */
const WRITTEN_AT_ONCE = 50;

/** Gives a FAILED record to every batch that never ended: its child execution died. */
export async function recordMissing(run: Run, deps: RunDeps): Promise<void> {
  const { objects, runs, clock } = deps;
  if (run.parse === null || run.parse.batches === 0) return;
  const error = { name: "Run.Interrupted", message: say("batch.interrupted") };
  const records = batchRecords({ runs, runId: run.runId });
  let record = await records.next();
  let writing: Promise<void>[] = [];
  for await (const line of readLines({ objects, key: runKeys.batches(run.runId) })) {
    const batch = BatchPointer.parse(JSON.parse(line));
    const known = !record.done && record.value.batchId === batch.batchId ? record.value : null;
    if (known !== null) record = await records.next();
    // PENDING for no reason: the model was asked, and then nothing more came.
    if (known !== null && (known.status !== "PENDING" || known.error !== null)) continue;
    const missing = known ?? emptyRecord({ runId: run.runId, batch }, clock.now());
    writing.push(runs.putBatch({ ...missing, status: "FAILED", error }));
    if (writing.length < WRITTEN_AT_ONCE) continue;
    await Promise.all(writing);
    writing = [];
  }
  await Promise.all(writing);
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
