import { Agent } from "node:https";
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import * as z from "zod";

/** A container of one function, as `lambda.ts` starts it: its bundle is loaded once and has one invocation at a time. */
const { file, network } = z.object({ file: z.string(), network: z.number().optional() }).parse(workerData);
if (network !== undefined) Agent.prototype.createConnection = () => connect(network, "127.0.0.1");

const { handler } = z
  .object({ handler: z.custom<(event: unknown, context: object) => Promise<unknown>>() })
  .parse(await import(file));

parentPort?.postMessage("ready");

const Call = z.object({
  event: z.unknown(),
  context: z.record(z.string(), z.unknown()),
  timeoutMs: z.number(),
});

parentPort?.on("message", async (message) => {
  const { event, context, timeoutMs } = Call.parse(message);
  try {
    const answer = await handler(event, { ...context, getRemainingTimeInMillis: () => timeoutMs });
    parentPort?.postMessage({ result: JSON.stringify(answer ?? null) });
  } catch (error) {
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    parentPort?.postMessage({ error: { name, message: text } });
  }
});
