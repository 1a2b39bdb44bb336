import { createHash } from "node:crypto";
import { StatesError } from "../error.ts";
import type { Runtime } from "../execution.ts";
import { isJsonObject, type Json } from "../json.ts";
import { httpMetadata } from "./envelope.ts";
import { noRunner, serviceFailure, stringArgument } from "./failure.ts";
import type { TaskCall } from "./runner.ts";

/** `sqs:sendMessage`. */
export async function sendMessage(options: { runtime: Runtime; call: TaskCall; args: Json }): Promise<Json> {
  const { runtime, call, args } = options;
  if (!runtime.tasks.sendMessage) throw noRunner("sendMessage");
  if (!isJsonObject(args))
    throw new StatesError("States.Runtime", "sqs:sendMessage needs an object of arguments.");
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
