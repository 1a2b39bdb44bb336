import { createServer, type IncomingMessage } from "node:http";
import type { ExecutionEvent } from "@millrace/asl";
import * as z from "zod";
import { listen } from "./loopback.ts";
import { historyEvent, mapRunCounts } from "./sfn-history.ts";

/** An execution somebody asked for. */
export interface Execution {
  machineArn: string;
  name: string;
  /** JSON. */
  input: string;
}

/** An execution under way. */
export interface Running {
  result: Promise<"SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED">;
  /** @param reason - as StopExecution was told */
  stop(reason: { error?: string | undefined; cause?: string | undefined }): void;
  /** What it and the children of its Maps did so far, in order. Who asks for no history need not tell. */
  events?: readonly ExecutionEvent[];
}

/** A running Step Functions server. */
export interface SfnServer {
  endpoint: string;
  close(): Promise<void>;
}

interface Known extends Execution {
  status: string;
  running: Running;
}

const Start = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const OfExecution = z.object({ executionArn: z.string() });
const Describe = OfExecution.extend({
  includedData: z.enum(["ALL_DATA", "METADATA_ONLY"]).default("ALL_DATA"),
});
const GetHistory = OfExecution.extend({
  includeExecutionData: z.boolean().default(true),
  maxResults: z.int().min(0).max(1_000).default(100),
  nextToken: z.string().optional(),
});
const OfMapRun = z.object({ mapRunArn: z.string() });
const Stop = OfExecution.extend({ error: z.string().optional(), cause: z.string().optional() });

/** When an execution is said to have started that tells no events. */
const START_MS = 1_700_000_000_000;

/** Step Functions' own rule for names. */
const NAME = /^[0-9A-Za-z_-]{1,80}$/;

class SfnError extends Error {}

/**
 * The part of Step Functions that Flows and ExecutionHistory use: StartExecution with its rule for names, DescribeExecution,
 * StopExecution, GetExecutionHistory by pages, and DescribeMapRun.
 *
 * @param run - executes
 */
export async function startStepFunctions(run: (execution: Execution) => Running): Promise<SfnServer> {
  const known = new Map<string, Known>();
  const operations: Record<string, (input: unknown) => object> = {
    StartExecution(given) {
      const { stateMachineArn: machineArn, name, input } = Start.parse(given);
      if (!NAME.test(name)) throw new SfnError("InvalidName");
      const executionArn = `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
      const answer = { executionArn, startDate: START_MS / 1000 };
      const before = known.get(executionArn);
      if (before?.status === "RUNNING" && before.input === input) return answer;
      if (before !== undefined) throw new SfnError("ExecutionAlreadyExists");
      const execution = { machineArn, name, input };
      const one: Known = { ...execution, status: "RUNNING", running: run(execution) };
      known.set(executionArn, one);
      one.running.result.then(
        (status) => {
          if (one.status === "RUNNING") one.status = status;
        },
        () => {
          one.status = "FAILED";
        },
      );
      return answer;
    },
    DescribeExecution(given) {
      const { executionArn, includedData } = Describe.parse(given);
      const { machineArn: stateMachineArn, name, status, input, running } = find(executionArn);
      const own = ownEvents(running);
      const ending = status === "RUNNING" ? undefined : own.at(-1);
      const { output, error, cause } = ending?.details ?? {};
      const shows = includedData === "ALL_DATA";
      return {
        ...{ executionArn, stateMachineArn, name, status },
        startDate: (own[0]?.timestamp ?? START_MS) / 1000,
        ...(ending === undefined ? {} : { stopDate: ending.timestamp / 1000, error, cause }),
        ...(shows ? { input, inputDetails: { included: true } } : {}),
        ...(shows && output !== undefined ? { output: JSON.stringify(output) } : {}),
      };
    },
    GetExecutionHistory(given) {
      const { executionArn, includeExecutionData, maxResults, nextToken } = GetHistory.parse(given);
      const { running, machineArn } = find(executionArn);
      const events = ownEvents(running);
      const from = Number(nextToken ?? 0);
      const to = from + (maxResults || 100);
      return {
        events: events
          .slice(from, to)
          .map((event) => historyEvent(event, { machineArn, includeExecutionData })),
        ...(to < events.length ? { nextToken: String(to) } : {}),
      };
    },
    DescribeMapRun(given) {
      const { mapRunArn } = OfMapRun.parse(given);
      for (const [executionArn, { running, machineArn }] of known) {
        const counts = mapRunCounts(running.events ?? [], { machineArn, mapRunArn });
        if (counts === null) continue;
        return { mapRunArn, executionArn, itemCounts: counts, executionCounts: counts };
      }
      throw new SfnError("ResourceNotFound");
    },
    StopExecution(given) {
      const { executionArn, ...reason } = Stop.parse(given);
      const one = find(executionArn);
      if (one.status === "RUNNING") {
        one.status = "ABORTED";
        one.running.stop(reason);
      }
      return { stopDate: START_MS / 1000 };
    },
  };
  const find = (executionArn: string): Known => {
    const one = known.get(executionArn);
    if (one === undefined) throw new SfnError("ExecutionDoesNotExist");
    return one;
  };

  const server = createServer((request, response) => {
    answer(request, operations).then(
      ({ status, body }) => {
        response
          .writeHead(status, { "content-type": "application/x-amz-json-1.0" })
          .end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });
  return listen(server);
}

function ownEvents({ events = [] }: Running): readonly ExecutionEvent[] {
  return events.filter(({ execution }) => execution.mapRunArn === undefined);
}

async function answer(
  request: IncomingMessage,
  operations: Record<string, (input: unknown) => object>,
): Promise<{ status: number; body: object }> {
  const operation = String(request.headers["x-amz-target"]).replace("AWSStepFunctions.", "");
  try {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const work = operations[operation];
    if (work === undefined) throw new SfnError("UnknownOperationException");
    return { status: 200, body: work(JSON.parse(Buffer.concat(pieces).toString())) };
  } catch (error) {
    const type = error instanceof SfnError ? error.message : "ValidationException";
    return { status: 400, body: { __type: type, message: String(error) } };
  }
}
