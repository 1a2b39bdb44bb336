import * as z from "zod";
import { isError } from "../error.ts";
import type { Flows } from "../flow/index.ts";
import type { Queue } from "../queue/index.ts";
import { step } from "../step/index.ts";
import type { RunDeps } from "./deps.ts";
import { ensureStarted, retryRun } from "./retry.ts";

/** What the flow sends about a batch that failed. */
const DeadLetter = z.object({ runId: z.string(), batchId: z.string() });

/** How many messages SQS gives at once. */
const RECEIVE_LIMIT = 10;
/** Messages that are left come back after this time: long enough for one redrive, short enough to start another. */
const VISIBILITY_SECONDS = 300;

export const RedriveInput = z.object({
  /** Messages taken in one go. */
  limit: z.number().int().min(1).max(10_000).default(1000),
});

/** What a redrive did. */
export interface Redrive {
  /** Messages that were taken. */
  messages: number;
  /** Runs whose failed batches were started again. */
  retried: string[];
  /** Runs that are under way: their messages stay. */
  waiting: string[];
  /** Runs that need no retry any more: their messages were deleted. */
  settled: string[];
  /** Messages that are none of ours: they stay. */
  unreadable: number;
}

/**
 * Retries each run that the dead-letter queue names, once, and deletes its messages. A run that is under way keeps its
 * messages: redrive again when it has ended. Doing it twice starts nothing twice.
 */
export const redriveDeadLetters = step(
  RedriveInput,
  async ({ limit }, deps: RunDeps & { flows: Flows; deadLetters: Queue }): Promise<Redrive> => {
    const { deadLetters, log } = deps;
    const { receipts, unreadable, messages } = await readDeadLetters(deadLetters, limit);
    const redrive: Redrive = { messages, retried: [], waiting: [], settled: [], unreadable };
    for (const [runId, ofRun] of receipts) {
      const outcome = await redriveRun(runId, deps);
      redrive[outcome].push(runId);
      if (outcome !== "waiting") for (const receipt of ofRun) await deadLetters.delete({ receipt });
      log.info("dead letters redriven", { runId, action: outcome, batches: ofRun.length });
    }
    return redrive;
  },
);

async function readDeadLetters(queue: Queue, limit: number) {
  const receipts = new Map<string, string[]>();
  let unreadable = 0;
  let taken = 0;
  while (taken < limit) {
    const messages = await queue.receive({
      limit: Math.min(RECEIVE_LIMIT, limit - taken),
      visibilitySeconds: VISIBILITY_SECONDS,
    });
    if (messages.length === 0) break;
    taken += messages.length;
    for (const { body, receipt } of messages) {
      const runId = runOf(body);
      if (runId === null) unreadable++;
      else receipts.set(runId, [...(receipts.get(runId) ?? []), receipt]);
    }
  }
  return { receipts, unreadable, messages: taken };
}

function runOf(body: string): string | null {
  try {
    return DeadLetter.parse(JSON.parse(body)).runId;
  } catch {
    return null;
  }
}

async function redriveRun(
  runId: string,
  deps: RunDeps & { flows: Flows },
): Promise<"retried" | "waiting" | "settled"> {
  const run = await deps.runs.get({ runId });
  if (run?.status === "REGISTERED" || run?.status === "RUNNING") {
    // An earlier redrive may have died between recording the retry and starting it.
    await ensureStarted({ runId }, deps);
    return "waiting";
  }
  // What its owner has stopped, only its owner starts again.
  if (run?.status === "CANCELLED") return "settled";
  try {
    await retryRun({ runId }, deps);
    return "retried";
  } catch (error) {
    if (isError(error, "Run.Conflict") || isError(error, "Run.NotFound")) return "settled";
    throw error;
  }
}
