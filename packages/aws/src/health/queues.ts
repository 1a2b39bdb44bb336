import {
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { QueueHealth } from "@millrace/core/health";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";

/** A queue that is watched, as the stack names it. */
export const WatchedQueue = z.object({
  name: z.string(),
  url: z.string(),
  kind: z.enum(["work", "dead-letters"]),
  /**
   * How its messages are tried again: `runs`, by retrying the runs that they name; `to`, by SQS moving them to the queue with this ARN,
   * which it does for the dead letters of queues alone; null, not from here.
   */
  redrive: z.union([z.literal("runs"), z.object({ to: z.string() })]).nullable(),
});
export type WatchedQueue = z.infer<typeof WatchedQueue>;

const Attributes = z.object({
  QueueArn: z.string(),
  ApproximateNumberOfMessages: z.coerce.number(),
  ApproximateNumberOfMessagesNotVisible: z.coerce.number(),
});

/** How a queue stands, by SQS's own estimates. */
export async function queueHealth(input: { sqs: SQSClient; queue: WatchedQueue }): Promise<QueueHealth> {
  const { name, kind, redrive } = input.queue;
  const { waiting, inFlight } = await attributesOf(input);
  return { name, kind, waiting, inFlight, redrivable: redrive !== null };
}

/**
 * Has SQS move all messages of a dead-letter queue, which it goes on with by itself. Where it is moving them already, that goes on: it
 * knows one task for a queue at a time.
 *
 * @param input.to - ARN of the queue they go to
 * @returns how many waited, by SQS's estimate
 */
export async function moveBack(input: { sqs: SQSClient; queue: WatchedQueue; to: string }): Promise<number> {
  const { sqs, to } = input;
  const { arn, waiting } = await attributesOf(input);
  const newest = new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 1 });
  const { Results: [last] = [] } = await throttledByName(() => sqs.send(newest));
  if (last?.Status !== "RUNNING") {
    const command = new StartMessageMoveTaskCommand({ SourceArn: arn, DestinationArn: to });
    await throttledByName(() => sqs.send(command));
  }
  return waiting;
}

async function attributesOf({ sqs, queue }: { sqs: SQSClient; queue: WatchedQueue }) {
  const command = new GetQueueAttributesCommand({
    QueueUrl: queue.url,
    AttributeNames: ["QueueArn", "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
  });
  const answer = await throttledByName(() => sqs.send(command));
  const {
    QueueArn: arn,
    ApproximateNumberOfMessages: waiting,
    ApproximateNumberOfMessagesNotVisible: inFlight,
  } = Attributes.parse(answer.Attributes);
  return { arn, waiting, inFlight };
}
