import { randomUUID } from "node:crypto";
import { Worker } from "node:worker_threads";
import { type Json, StatesError } from "@millrace/asl";
import { systemClock } from "@millrace/aws/system";
import * as z from "zod";
import { COMPILE_CACHE } from "../equipment/compile-cache.ts";
import { LOCAL_CREDENTIALS } from "../equipment/dynamo-server.ts";

/** A function as it is deployed. */
export interface Deployed {
  /** Its name in the stacks, and that of its role without `Role`. */
  id: string;
  /** Its bundle. */
  file: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  /** Invocations at once; null where nothing is reserved. */
  reserved: number | null;
}

/** What befalls an invocation: it is refused; its work is done and nobody hears of it, or nobody ever answers. */
export type Misfortune = "throttled" | "timeout" | "exit" | "unanswered";

/** Lambda, with containers that are threads. */
export interface Lambda {
  /** @throws StatesError by the name that Step Functions gives the failure */
  invoke(call: { functionName: string; payload: Json }): Promise<Json>;
  /** Ends a container at once, whatever it is doing. */
  kill(container: string): void;
  /** How many invocations have not ended; those among them that nobody waits for any more. */
  underWay(): number;
  /** What every container wrote to its log. */
  logs(): string;
  close(): Promise<void>;
}

const Answer = z.object({
  result: z.string().optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});

interface Container {
  name: string;
  worker: Worker;
  /** Its bundle is loaded. */
  ready: Promise<unknown>;
}

/**
 * Invokes functions as Lambda does: a container for each invocation under way, used again when it is idle, with the
 * function's own environment and credentials that name the container.
 *
 * @param input.functions - by their names in the account
 * @param input.environment - what Lambda itself tells every function
 * @param input.misfortune - asked for every invocation
 * @param input.limit - how long an invocation may take here that Lambda gives so many ms
 * @param input.network - a port of this machine that is all they reach by TLS, whatever the address; what they reach they ask without it
 */
export function startLambda(input: {
  functions: ReadonlyMap<string, Deployed>;
  environment: Record<string, string>;
  network?: number | undefined;
  misfortune: (id: string) => Misfortune | null;
  limit: (ms: number, call: { id: string; payload: Json }) => number;
}): Lambda {
  const idle = new Map<string, Container[]>();
  const busy = new Map<string, number>();
  const containers = new Map<string, Container>();
  let started = 0;
  let logs = "";

  function start(functionName: string, { id, file, environment }: Deployed): Container {
    // DynamoDB Local takes letters and digits only.
    const name = `${id}${++started}`;
    const worker = new Worker(new URL("./lambda-worker.ts", import.meta.url), {
      workerData: { file, network: input.network },
      stdout: true,
      stderr: true,
      env: {
        ...environment,
        ...input.environment,
        ...COMPILE_CACHE,
        AWS_LAMBDA_FUNCTION_NAME: functionName,
        AWS_ACCESS_KEY_ID: name,
        AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.credentials.secretAccessKey,
        // A role's credentials are temporary: forms and addresses that are signed with them carry it.
        AWS_SESSION_TOKEN: "a token of a test",
      },
    });
    for (const stream of [worker.stdout, worker.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        logs += text;
      });
    }
    const container = { name, worker, ready: nextMessage(worker) };
    containers.set(name, container);
    worker.once("exit", () => {
      containers.delete(name);
      idle.set(
        functionName,
        (idle.get(functionName) ?? []).filter((one) => one !== container),
      );
    });
    return container;
  }

  async function run(functionName: string, fn: Deployed, payload: Json): Promise<Json> {
    const container = idle.get(functionName)?.pop() ?? start(functionName, fn);
    // What a function does before its first invocation does not count.
    await container.ready;
    const requestId = randomUUID();
    const context = { functionName, awsRequestId: requestId, functionVersion: "$LATEST" };
    const timeoutMs = fn.timeoutSeconds * 1000;
    const ended = new AbortController();
    const tooLong = systemClock
      .sleep(input.limit(timeoutMs, { id: fn.id, payload }), ended.signal)
      .then(() => TOO_LONG);
    const answer = await Promise.race([
      ask(container.worker, { event: payload, context, timeoutMs }),
      tooLong,
    ]).finally(() => {
      tooLong.catch(() => {});
      ended.abort();
    });
    if (answer === TOO_LONG) {
      void container.worker.terminate();
      const message = `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`;
      throw failure("Sandbox.Timedout", `RequestId: ${requestId} Error: ${message}`);
    }
    idle.set(functionName, [...(idle.get(functionName) ?? []), container]);
    const { result, error } = Answer.parse(answer);
    if (error !== undefined) throw failure(error.name, error.message);
    return z.json().parse(JSON.parse(result ?? "null"));
  }

  return {
    async invoke({ functionName, payload }) {
      const fn = input.functions.get(functionName);
      if (fn === undefined) throw failure("Lambda.ResourceNotFoundException", functionName);
      const running = busy.get(functionName) ?? 0;
      const misfortune = input.misfortune(fn.id);
      if (misfortune === "throttled" || (fn.reserved !== null && running >= fn.reserved)) {
        throw failure("Lambda.TooManyRequestsException", "Rate Exceeded.");
      }
      busy.set(functionName, running + 1);
      try {
        const result = await run(functionName, fn, payload);
        if (misfortune === "unanswered") return Promise.withResolvers<Json>().promise;
        if (misfortune === "timeout") throw failure("Sandbox.Timedout", "Task timed out");
        if (misfortune === "exit") throw failure("Runtime.ExitError", "exit status 1");
        return result;
      } finally {
        busy.set(functionName, (busy.get(functionName) ?? 1) - 1);
      }
    },
    kill(container) {
      void containers.get(container)?.worker.terminate();
    },
    underWay: () => [...busy.values()].reduce((sum, count) => sum + count, 0),
    logs: () => logs,
    async close() {
      await Promise.all([...containers.values()].map(({ worker }) => worker.terminate()));
    },
  };
}

const TOO_LONG = Symbol("too long");

function ask(worker: Worker, call: object): Promise<unknown> {
  const answer = nextMessage(worker);
  worker.postMessage(call);
  return answer;
}

function nextMessage(worker: Worker): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const ended = () => reject(failure("Runtime.ExitError", "the container ended"));
  worker.once("message", resolve).once("error", ended).once("exit", ended);
  return promise.finally(() => worker.off("message", resolve).off("error", ended).off("exit", ended));
}

function failure(error: string, errorMessage: string): StatesError {
  return new StatesError(error, JSON.stringify({ errorType: error, errorMessage }));
}
