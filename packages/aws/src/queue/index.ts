import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Queue } from "@millrace/core/queue";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";

/** SQS hands out no more in one request. */
const MOST_RECEIVED = 10;

/** Any wait makes SQS ask all of its servers: without one, an answer of nothing says little. */
const WAIT_S = 1;

const Message = z.object({
  MessageId: z.string(),
  Body: z.string(),
  ReceiptHandle: z.string(),
  Attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
});

const Sent = z.object({ MessageId: z.string() });
const Attributes = z.object({ ApproximateNumberOfMessages: z.coerce.number() });

/** A standard SQS queue. @param input.client - made by `sqsClient` */
export function sqsQueue({ client, url }: { client: SQSClient; url: string }): Queue {
  return {
    async send({ body }) {
      const command = new SendMessageCommand({ QueueUrl: url, MessageBody: body });
      return { id: Sent.parse(await throttledByName(() => client.send(command))).MessageId };
    },

    async receive({ limit, visibilitySeconds }) {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: Math.min(limit, MOST_RECEIVED),
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: WAIT_S,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      });
      const answer = await throttledByName(() => client.send(command));
      return z
        .array(Message)
        .parse(answer.Messages ?? [])
        .map(({ MessageId, Body, ReceiptHandle, Attributes: { ApproximateReceiveCount } }) => ({
          id: MessageId,
          body: Body,
          receipt: ReceiptHandle,
          receives: ApproximateReceiveCount,
        }));
    },

    async delete({ receipt }) {
      const command = new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receipt });
      await throttledByName(() => client.send(command));
    },

    async depth() {
      const command = new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: ["ApproximateNumberOfMessages"],
      });
      const answer = await throttledByName(() => client.send(command));
      return Attributes.parse(answer.Attributes).ApproximateNumberOfMessages;
    },
  };
}
