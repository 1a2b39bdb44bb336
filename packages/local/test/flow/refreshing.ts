import { readFileSync } from "node:fs";
import {
  createEngine,
  type ExecutionEvent,
  type ExecutionResult,
  type HttpAnswer,
  type HttpCall,
  type Json,
  type StateMachine,
  virtualClock,
} from "@millrace/asl";

export const STATISTICS = {
  cantOrders: 7,
  cantReturOrders: 1,
  delivered: 5,
  canceled: 1,
  blockedBy: 0,
  percentageReturn: 16.67,
};

export const PATH = "/api/b2b/orderLogistics/customer/metrics/byPhone/";

/** What the definition's `${…}` stand for in these tests: staging is not known. */
const VALUES: Record<string, string> = {
  DevelopmentEndpoint: "https://dev.example",
  DevelopmentConnection: "arn:dev",
  StagingEndpoint: "none",
  StagingConnection: "",
  ProductionEndpoint: "https://prod.example",
  ProductionConnection: "arn:prod",
};

const FILE = new URL("../../../../stacks/flows/customer-refresh.asl.json", import.meta.url);
export const definition: StateMachine = JSON.parse(
  readFileSync(FILE, "utf8").replace(/\$\{(\w+)\}/g, (_, name: string) => VALUES[name] ?? "no such value"),
);

export function answer(statusCode: number, body: Json = {}): HttpAnswer {
  const headers = { "content-type": "application/json; charset=UTF-8" };
  return { statusCode, statusText: "", headers, body: JSON.stringify(body) };
}

/** One execution of the flow on a virtual clock. */
export interface Refreshing {
  result: ExecutionResult;
  calls: HttpCall[];
  /** When each request was made: virtual ms since the start. */
  at: number[];
  events: ExecutionEvent[];
}

/**
 * Runs the flow.
 *
 * @param input.http - the endpoint: told how many requests there were before; an error is one of the connection
 * @param input.random - chance, for the jitter; by default its upper bound, so that waits are as long as they get
 */
export async function refresh(input: {
  http: (before: number, call: HttpCall) => HttpAnswer | Error | Promise<HttpAnswer>;
  given?: Json;
  random?: () => number;
  clock?: ReturnType<typeof virtualClock>;
}): Promise<Refreshing> {
  const { http, given = { phone: "3001234567", environment: "production" }, random = () => 1 } = input;
  const clock = input.clock ?? virtualClock();
  const start = clock.now();
  const calls: HttpCall[] = [];
  const at: number[] = [];
  const events: ExecutionEvent[] = [];
  const engine = createEngine({
    ...{ clock, random, uuid: () => "id" },
    tasks: {
      async http(call) {
        calls.push(call);
        at.push(clock.now() - start);
        const got = await http(calls.length - 1, call);
        if (got instanceof Error) throw got;
        return got;
      },
    },
  });
  const handle = engine.startExecution({ definition, input: given, onEvent: (event) => events.push(event) });
  return { result: await handle.result, calls, at, events };
}
