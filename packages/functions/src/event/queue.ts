import * as z from "zod";
import { parseEvent } from "./parse.ts";

/**
 * What Lambda's mapping of an SQS queue invokes a function with.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
const QueueEvent = z.looseObject({
  Records: z
    .array(
      z.looseObject({
        // Empty, Lambda would take a failed message's id for "the whole batch failed".
        messageId: z.string().min(1),
        body: z.string(),
        eventSource: z.literal("aws:sqs"),
      }),
    )
    .min(1),
});
export type QueueEvent = z.infer<typeof QueueEvent>;

/** @throws Input.Invalid */
export function queueEvent(event: unknown): QueueEvent {
  return parseEvent({ schema: QueueEvent, event, what: "event of an SQS queue" });
}
