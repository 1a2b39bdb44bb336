import type { Runtime } from "../execution.ts";
import type { Json } from "../json.ts";
import { objectArguments, stringArgument } from "./arguments.ts";
import { httpMetadata } from "./envelope.ts";
import { functionFailure, noRunner } from "./failure.ts";
import { functionNameOf } from "./resource.ts";
import type { TaskCall, TaskRunner } from "./runner.ts";

/** A Task whose Resource is a function's ARN: input is the payload, output what the function answers. */
export async function callFunction(options: {
  tasks: TaskRunner;
  call: TaskCall;
  functionName: string;
  payload: Json;
}): Promise<Json> {
  const { tasks, call, functionName, payload } = options;
  if (!tasks.invokeFunction) throw noRunner("invokeFunction");
  try {
    return (await tasks.invokeFunction({ ...call, functionName, payload })) ?? null;
  } catch (error) {
    throw functionFailure(error);
  }
}

/** `lambda:invoke`: the answer is the Payload of what the service says of the call. */
export async function invokeLambda(options: { runtime: Runtime; call: TaskCall; args: Json }): Promise<Json> {
  const { runtime, call } = options;
  const args = objectArguments({ args: options.args, resource: "lambda:invoke" });
  const payload = await callFunction({
    tasks: runtime.tasks,
    call,
    functionName: functionNameOf(stringArgument({ args, name: "FunctionName" })),
    payload: sentPayload(args.Payload ?? {}),
  });
  const requestId = runtime.uuid();
  return {
    ExecutedVersion: "$LATEST",
    Payload: payload,
    ...httpMetadata({
      now: runtime.clock.now(),
      requestId,
      contentType: "application/json",
      contentLength: Buffer.byteLength(JSON.stringify(payload)),
      headers: {
        Connection: "keep-alive",
        "X-Amz-Executed-Version": "$LATEST",
        "x-amzn-Remapped-Content-Length": "0",
        "X-Amzn-Trace-Id": `root=1-${requestId}`,
      },
    }),
    StatusCode: 200,
  };
}

/** A text is sent as it is, so the function gets what JSON it holds. */
function sentPayload(payload: Json): Json {
  if (typeof payload !== "string") return payload;
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
