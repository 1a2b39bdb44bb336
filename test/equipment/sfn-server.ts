import { createServer, type IncomingMessage } from "node:http";
import * as z from "zod";
import { listen } from "./loopback.ts";

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
const Stop = OfExecution.extend({ error: z.string().optional(), cause: z.string().optional() });

/** Step Functions' own rule for names. */
const NAME = /^[0-9A-Za-z_-]{1,80}$/;

class SfnError extends Error {}

/**
 * The part of Step Functions that {@link Flows} uses: StartExecution with its rule for names, DescribeExecution and
 * StopExecution.
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
      const answer = { executionArn, startDate: 1_700_000_000 };
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
      const { executionArn } = OfExecution.parse(given);
      const { machineArn: stateMachineArn, status } = find(executionArn);
      return { executionArn, stateMachineArn, status, startDate: 1_700_000_000 };
    },
    StopExecution(given) {
      const { executionArn, ...reason } = Stop.parse(given);
      const one = find(executionArn);
      if (one.status === "RUNNING") {
        one.status = "ABORTED";
        one.running.stop(reason);
      }
      return { stopDate: 1_700_000_000 };
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
