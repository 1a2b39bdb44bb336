import type { Json } from "@millrace/asl";
import { systemClock } from "@millrace/aws/system";
import type { Queue } from "@millrace/core/queue";
import type { FauxqsServer } from "fauxqs";
import * as z from "zod";
import { type App, queues } from "../equipment/stacks.ts";

/** Makes the app's queues, with the settings they are synthesised with. */
export function createQueues(server: FauxqsServer, app: App): void {
  const arns = new Map<string, string>();
  const create = ([, queue]: ReturnType<typeof queues>[number]) => {
    const { redrivePolicy, messageRetentionSeconds } = queue;
    const attributes: Record<string, string> = {
      VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    };
    if (messageRetentionSeconds !== undefined) {
      attributes.MessageRetentionPeriod = String(messageRetentionSeconds);
    }
    if (redrivePolicy !== undefined) {
      const { deadLetterTargetArn, maxReceiveCount } = redrivePolicy;
      const target = arns.get(deadLetterTargetArn);
      if (target === undefined) throw new Error(`${queue.name} has dead letters in no queue of the app`);
      attributes.RedrivePolicy = JSON.stringify({ deadLetterTargetArn: target, maxReceiveCount });
    }
    arns.set(queue.arn, server.createQueue(queue.name, { attributes }).queueArn);
  };
  // A queue of dead letters has none itself, and must be there first.
  const hasDeadLetters = ([, { redrivePolicy }]: ReturnType<typeof queues>[number]) =>
    redrivePolicy !== undefined;
  for (const queue of queues(app)) if (!hasDeadLetters(queue)) create(queue);
  for (const queue of queues(app)) if (hasDeadLetters(queue)) create(queue);
}

/** Not the queue's own minutes: what comes back is awaited. */
const VISIBILITY_SECONDS = 1;

const PartialAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** Gives a function what is in a queue, as Lambda's mapping does, until the queue is empty. */
export async function deliver(input: {
  queue: Queue;
  /** Messages of one invocation. */
  batchSize: number;
  invoke: (event: Json) => Promise<Json>;
}): Promise<void> {
  const { queue, batchSize, invoke } = input;
  let comesBack = false;
  while (comesBack || (await queue.depth()) > 0) {
    const messages = await queue.receive({ limit: batchSize, visibilitySeconds: VISIBILITY_SECONDS });
    // The last that came back were moved to the dead letters.
    if (messages.length === 0) return;
    const Records = messages.map(({ id, body }) => ({ messageId: id, body, eventSource: "aws:sqs" }));
    // What fails comes back when its visibility ends.
    const { batchItemFailures: failed } = PartialAnswer.parse(await invoke({ Records }));
    for (const { id, receipt } of messages) {
      if (!failed.some(({ itemIdentifier }) => itemIdentifier === id)) await queue.delete({ receipt });
    }
    comesBack = failed.length > 0;
    if (comesBack) await systemClock.sleep(1_000 * VISIBILITY_SECONDS);
  }
}

/**
 * Sends messages back to the queue they came from, as SQS's own redrive does (`StartMessageMoveTask`): received, sent as new
 * ones, deleted.
 */
export async function moveMessages({ from, to }: { from: Queue; to: Queue }): Promise<void> {
  for (;;) {
    const messages = await from.receive({ limit: 10, visibilitySeconds: 60 });
    if (messages.length === 0) return;
    for (const { body, receipt } of messages) {
      await to.send({ body });
      await from.delete({ receipt });
    }
  }
}
