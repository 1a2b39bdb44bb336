import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { Json } from "@millrace/asl";
import type { Queue, QueueMessage } from "@millrace/core/queue";
import * as z from "zod";

/** SQS hands out no more in one request. */
const RECEIVED_AT_ONCE = 10;
/** Longer than any test: a message comes back when this says so. */
const VISIBILITY_SECONDS = 600;

const PartialAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** What Lambda's mapping of a queue did. */
export interface Polled {
  invocations: number;
  /** The messages of each invocation. */
  batches: number[];
}

/**
 * Gives a function what is in a queue, as Lambda's mapping does, until the queue is empty or all that is left is among the dead
 * letters. What fails is handed out again at once: the queue's visibility timeout passes in a moment.
 *
 * @param input.queue - with the function's role
 * @param input.batchSize - messages of one invocation
 * @param input.concurrency - invocations at once
 * @param input.owner - makes time pass for messages
 */
export async function poll(input: {
  queue: Queue;
  url: string;
  batchSize: number;
  concurrency: number;
  owner: SQSClient;
  invoke: (event: Json) => Promise<Json>;
}): Promise<Polled> {
  const { queue, url, batchSize, concurrency, owner, invoke } = input;
  const polled: Polled = { invocations: 0, batches: [] };
  await queue.depth();
  for (;;) {
    const batches: QueueMessage[][] = [];
    while (batches.length < concurrency) {
      const batch = await collect(queue, batchSize);
      if (batch.length > 0) batches.push(batch);
      if (batch.length < batchSize) break;
    }
    if (batches.length === 0) return polled;
    polled.invocations += batches.length;
    polled.batches.push(...batches.map(({ length }) => length));
    for (const { receipt } of (await Promise.all(batches.map(work))).flat()) {
      const now = { QueueUrl: url, ReceiptHandle: receipt, VisibilityTimeout: 0 };
      await owner.send(new ChangeMessageVisibilityCommand(now));
    }
  }

  /** The messages that are to be tried again: all of them, where the function failed. */
  async function work(batch: QueueMessage[]): Promise<QueueMessage[]> {
    const Records = batch.map(({ id, body }) => ({ messageId: id, body, eventSource: "aws:sqs" }));
    const answer = await invoke({ Records }).catch(() => null);
    if (answer === null) return batch;
    const failed = new Set(
      PartialAnswer.parse(answer).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    );
    for (const { id, receipt } of batch) if (!failed.has(id)) await queue.delete({ receipt });
    return batch.filter(({ id }) => failed.has(id));
  }
}

/** As many messages as an invocation takes, which the mapping gathers for as long as its window is. */
async function collect(queue: Queue, batchSize: number): Promise<QueueMessage[]> {
  const batch: QueueMessage[] = [];
  while (batch.length < batchSize) {
    const limit = Math.min(batchSize - batch.length, RECEIVED_AT_ONCE);
    const some = await queue.receive({ limit, visibilitySeconds: VISIBILITY_SECONDS });
    batch.push(...some);
    if (some.length < limit) break;
  }
  return batch;
}
