import { createServer } from "node:http";
import type { ExecutionEvent } from "@millrace/asl";
import { sfnClient } from "@millrace/aws/clients";
import { stepFunctions, stepFunctionsHistory } from "@millrace/aws/flows";
import type { ExecutionHistory } from "@millrace/core/flow";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { listen } from "../../../test/equipment/loopback.ts";
import { type Execution, type SfnServer, startStepFunctions } from "../../../test/equipment/sfn-server.ts";

// What every adapter does is in test/contract/flows.ts and test/contract/execution-history.ts.

const ARN = "arn:aws:states:us-east-1:123456789012:stateMachine";

let server: SfnServer;
let client: ReturnType<typeof sfnClient>;
const started: Execution[] = [];

beforeAll(async () => {
  server = await startStepFunctions((execution) => {
    started.push(execution);
    return { result: new Promise(() => {}), stop() {} };
  });
  client = sfnClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
});
afterAll(async () => {
  client.destroy();
  await server.close();
});

it("starts the flow's own machine, and no other where it does not know that", async () => {
  const flows = stepFunctions({
    client,
    machines: { "lead-import": `${ARN}:import`, "lead-undo": `${ARN}:undo` },
  });
  await flows.start({ flow: "lead-undo", name: "run-1", input: { runId: "é" } });
  expect(started).toEqual([{ machineArn: `${ARN}:undo`, name: "run-1", input: '{"runId":"é"}' }]);
  const unknown = flows.start({ flow: "customer-refresh", name: "run-1", input: {} });
  await expect(unknown).rejects.toThrow("customer-refresh");
  expect(started).toHaveLength(1);
});

describe("the history", () => {
  const NAME = "run-1";
  const EXECUTION = `arn:aws:states:us-east-1:123456789012:execution:import:${NAME}`;
  const MAP_RUN = "arn:aws:states:us-east-1:123456789012:mapRun:import/Batches:one";
  const PAGE_URL = `https://us-east-1.console.aws.amazon.com/states/home?region=us-east-1#/v2/executions/details/${EXECUTION}`;
  const identity = {
    executionArn: EXECUTION,
    name: NAME,
    stateMachineArn: `${ARN}:import`,
    type: "STANDARD",
  } as const;
  const told: ExecutionEvent[] = [];
  let historyServer: SfnServer;
  let asked: ReturnType<typeof sfnClient>;
  let history: ExecutionHistory;

  const tell = (type: ExecutionEvent["type"], details: ExecutionEvent["details"] = {}, child?: string) => {
    const execution =
      child === undefined ? identity : { ...identity, executionArn: child, mapRunArn: MAP_RUN };
    const own = told.filter((event) => event.execution.executionArn === execution.executionArn).length;
    const event = { id: own + 1, previousEventId: own, timestamp: 1_700_000_000_123 + own, type, details };
    told.push({ execution, ...event });
  };

  beforeAll(async () => {
    historyServer = await startStepFunctions(() => ({
      result: new Promise(() => {}),
      stop() {},
      events: told,
    }));
    asked = sfnClient({ endpoint: historyServer.endpoint, ...LOCAL_CREDENTIALS });
    const machines = { "lead-import": `${ARN}:import` };
    history = stepFunctionsHistory({ client: asked, machines });
    await stepFunctions({ client: asked, machines }).start({ flow: "lead-import", name: NAME, input: {} });
  });
  beforeEach(() => {
    told.length = 0;
  });
  afterAll(async () => {
    asked.destroy();
    await historyServer.close();
  });

  it("is read over all its pages, from any event on", async () => {
    tell("ExecutionStarted");
    for (let n = 0; n < 1_100; n++) {
      tell("PassStateEntered", { name: "Again", input: n });
      tell("PassStateExited", { name: "Again", output: n });
    }
    const { length } = told;
    const id = { flow: "lead-import", name: NAME } as const;
    const all = await history.events({ ...id, limit: 5_000 });
    expect(all.map((event) => event.id)).toEqual(told.map((event) => event.id));
    expect(await history.events({ ...id, after: length - 2, limit: 5 })).toEqual(all.slice(-2));
    expect(await history.events({ ...id, after: 1_500, limit: 3 })).toEqual(all.slice(1_500, 1_503));
    expect(await history.events({ ...id, after: length, limit: 5 })).toEqual([]);
    expect(await history.detail(id)).toMatchObject({ states: [{ name: "Again", running: 0, done: 1_100 }] });
  });

  it("counts as failed the children of a Map that were stopped or ran out of time, and leads to the console", async () => {
    tell("ExecutionStarted");
    tell("MapStateEntered", { name: "ProcessBatches" });
    tell("MapStateStarted");
    tell("MapRunStarted", { mapRunArn: MAP_RUN });
    for (const [child, ending] of [
      ["a", "ExecutionSucceeded"],
      ["b", "ExecutionFailed"],
      ["c", "ExecutionTimedOut"],
      ["d", "ExecutionAborted"],
      ["e", null],
    ] as const) {
      tell("ExecutionStarted", {}, child);
      if (ending !== null) tell(ending, {}, child);
    }
    expect(await history.detail({ flow: "lead-import", name: NAME })).toMatchObject({
      ...{ status: "RUNNING", startedAt: 1_700_000_000_123, stoppedAt: null, consoleUrl: PAGE_URL },
      mapRun: {
        ...{ state: "ProcessBatches", total: 5, pending: 0, running: 1, succeeded: 1, failed: 3 },
        consoleUrl: PAGE_URL,
      },
    });
  });

  it("that Step Functions has no time for is Store.Throttled", async () => {
    const busy = await listen(
      createServer((_, response) => {
        const body = { __type: "ThrottlingException", message: "Rate exceeded" };
        response.writeHead(400, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
      }),
    );
    const hasty = sfnClient({ endpoint: busy.endpoint, maxAttempts: 1, ...LOCAL_CREDENTIALS });
    const throttled = stepFunctionsHistory({ client: hasty, machines: { "lead-import": `${ARN}:import` } });
    const id = { flow: "lead-import", name: NAME } as const;
    const expected = { name: "Store.Throttled", retryable: true };
    await expect(throttled.detail(id)).rejects.toMatchObject(expected);
    await expect(throttled.events({ ...id, limit: 1 })).rejects.toMatchObject(expected);
    hasty.destroy();
    await busy.close();
  });
});
