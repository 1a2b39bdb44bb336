import { createHash } from "node:crypto";
import type { Runtime } from "../execution.ts";
import type { Json } from "../json.ts";
import { objectArguments, stringArgument } from "./arguments.ts";
import { httpMetadata } from "./envelope.ts";
import { noRunner, serviceFailure } from "./failure.ts";
import type { TaskCall } from "./runner.ts";

/** `sqs:sendMessage`. */
export async function sendMessage(options: { runtime: Runtime; call: TaskCall; args: Json }): Promise<Json> {
  const { runtime, call } = options;
  if (!runtime.tasks.sendMessage) throw noRunner("sendMessage");
  const args = objectArguments({ args: options.args, resource: "sqs:sendMessage" });
  const body = args.MessageBody ?? null;
  const messageBody = typeof body === "string" ? body : JSON.stringify(body);
  const queueUrl = stringArgument({ args, name: "QueueUrl" });
  try {
    const { messageId } = await runtime.tasks.sendMessage({
      ...call,
      queueUrl,
      messageBody,
      arguments: args,
    });
    const answer = {
      MD5OfMessageBody: createHash("md5").update(messageBody).digest("hex"),
      MessageId: messageId,
    };
    return {
      ...answer,
      ...httpMetadata({
        now: runtime.clock.now(),
        requestId: runtime.uuid(),
        contentType: "application/x-amz-json-1.0",
        contentLength: JSON.stringify(answer).length,
        headers: { connection: "keep-alive" },
      }),
    };
  } catch (error) {
    throw serviceFailure({ service: "SQS", error });
  }
}
