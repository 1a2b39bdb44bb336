import type { FlowEvent } from "@millrace/core/flow";
import { silentLog } from "@millrace/core/log";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BATCHES, openWorld } from "../../../../test/equipment/flow-world.ts";
import { PATIENCE } from "../../../../test/equipment/patience.ts";
import { localFlows } from "../../src/flow/flows.ts";
import type { HistoryRecord } from "../../src/store/execution-history.ts";
import { random, systemClock, uuid } from "../../src/system.ts";
import { temporaryFolders } from "../store/folder.ts";

// What every adapter does is in test/contract/execution-history.ts.

const { folder, open } = temporaryFolders();
const flow = "customer-refresh";
const INPUT = { phone: "3001234567", environment: "development" };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A process that runs flows in a data folder; its requests are answered by nobody. */
function processIn(dataDir: string) {
  const stores = open(dataDir);
  const deps = { ...stores, clock: systemClock, log: silentLog, model: null, keepa: null, keepaSetting: "" };
  const flows = localFlows({
    ...{ stores, deps, random, uuid },
    clock: systemClock,
    api: ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  });
  closing.push(flows.close);
  return { stores, flows };
}

const RECORD: HistoryRecord = {
  ...{ status: "SUCCEEDED", startedAt: 1, stoppedAt: 2, input: null, output: null, error: null, cause: null },
  ...{ states: [], mapRun: null },
};
const EVENT: FlowEvent = { id: 1, at: 1, type: "ExecutionStarted", state: null, error: null, cause: null };

describe("the history of an execution", () => {
  it("is there for another process as soon as the execution is started, and follows it", async () => {
    const dataDir = folder();
    const { flows } = processIn(dataDir);
    const other = open(dataDir).history;
    await flows.start({ flow, name: "one", input: INPUT });
    expect(await other.detail({ flow, name: "one" })).toMatchObject({ status: "RUNNING", stoppedAt: null });
    await vi.waitUntil(async () => {
      const detail = await other.detail({ flow, name: "one" });
      return detail?.states.some(({ name, running }) => name === "RequestMetrics" && running === 1);
    }, PATIENCE);
  });

  it("goes on where a process that ended left it: later events, states counted anew, the first start", async () => {
    const dataDir = folder();
    const first = processIn(dataDir);
    await first.flows.start({ flow, name: "one", input: INPUT });
    const reader = open(dataDir).history;
    const waiting = async () => {
      const detail = await reader.detail({ flow, name: "one" });
      return detail?.states.length === 4 ? detail : null;
    };
    const before = await vi.waitUntil(waiting, PATIENCE);
    await first.flows.close();
    const left = await reader.events({ flow, name: "one", limit: 100 });
    expect(await waiting()).toEqual(before);

    const second = processIn(dataDir);
    await second.flows.resume();
    await vi.waitUntil(
      async () => (await reader.events({ flow, name: "one", limit: 100 })).length > left.length + 1,
      PATIENCE,
    );
    const added = await reader.events({ flow, name: "one", after: left.length, limit: 100 });
    expect(added[0]).toMatchObject({ id: left.length + 1, type: "ExecutionStarted" });
    expect(added.map(({ id }) => id)).toEqual(added.map((_, index) => left.length + 1 + index));
    const after = await vi.waitUntil(waiting, PATIENCE);
    expect(after.startedAt).toBe(before.startedAt);
    expect(after.states).toEqual(before.states);
  });
});

describe("the states within a Map", () => {
  it("count its children, with the failures that were caught", async () => {
    const world = openWorld();
    const { stores, deps } = world.world;
    const flows = localFlows({ ...{ stores, deps, random, uuid }, clock: systemClock });
    world.troubles.batch = "b0000002";
    const name = await world.startImport(flows);
    await flows.idle();
    const detail = await stores.history.detail({ flow: "lead-import", name });
    const inner = ["StandardizeLeads", "UpsertLeads", "RecordBatchFailure", "SendToDeadLetters", "Failed"];
    expect(detail?.states.filter((state) => inner.includes(state.name))).toEqual(
      expect.arrayContaining([
        { name: "StandardizeLeads", running: 0, done: BATCHES - 1, failed: 1 },
        { name: "UpsertLeads", running: 0, done: BATCHES - 1, failed: 0 },
        { name: "RecordBatchFailure", running: 0, done: 1, failed: 0 },
        { name: "SendToDeadLetters", running: 0, done: 1, failed: 0 },
        { name: "Failed", running: 0, done: 1, failed: 0 },
      ]),
    );
    await flows.close();
    world.close();
  });
});

describe("of each flow", () => {
  it("the newest 1,000 histories are kept, and those of executions that run", async () => {
    const { history, executions } = open(folder());
    executions.add({ flow, name: "0", input: {} });
    for (let n = 0; n < 1_003; n++) {
      history.write([
        { execution: { flow, name: String(n) }, record: { ...RECORD, startedAt: n }, events: [EVENT] },
      ]);
    }
    history.write([{ execution: { flow: "lead-undo", name: "0" }, record: RECORD, events: [EVENT] }]);
    const isKept = async (name: string, of: "customer-refresh" | "lead-undo" = flow) => [
      (await history.detail({ flow: of, name })) !== null,
      (await history.events({ flow: of, name, limit: 1 })).length,
    ];
    expect(await Promise.all(["0", "1", "2", "3", "1002"].map((name) => isKept(name)))).toEqual([
      [true, 1],
      [false, 0],
      [false, 0],
      [true, 1],
      [true, 1],
    ]);
    expect(await isKept("0", "lead-undo")).toEqual([true, 1]);
  });
});
