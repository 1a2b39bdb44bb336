import {
  CutPayload,
  type ExecutionDetail,
  type ExecutionHistory,
  type FlowEvent,
  type FlowName,
  type Flows,
} from "@millrace/core/flow";
import { runOfExecution } from "@millrace/core/run-lifecycle";
import { systemClock } from "@millrace/local/system";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BATCHES, openWorld, type World } from "../equipment/flow-world.ts";
import { PATIENCE } from "../equipment/patience.ts";

/** What {@link executionHistoryContract} asks of an adapter: the flows of `stacks/flows`, run on what it is given, and their history. */
export type MakeHistory = (world: World) => Promise<{
  flows: Flows;
  history: ExecutionHistory;
  close(): Promise<void>;
}>;

const PHONE = "3001234567";
const FAULTY = "b0000002";

const choice = ["ChoiceStateEntered", "ChoiceStateExited"];
const task = ["TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskStateExited"];
const map = [
  "MapStateEntered",
  "MapStateStarted",
  "MapRunStarted",
  "MapRunSucceeded",
  "MapStateSucceeded",
  "MapStateExited",
];
const MAIN_PATH = ["ParseFile", "AnyRows?", "ProcessBatches", "SummarizeRun"];

/** What every {@link ExecutionHistory} does. */
export function executionHistoryContract(name: string, make: MakeHistory): void {
  describe(`${name}: the contract of ExecutionHistory`, () => {
    let world: ReturnType<typeof openWorld>;
    let made: Awaited<ReturnType<MakeHistory>>;
    let flows: Flows;
    let history: ExecutionHistory;

    beforeEach(async () => {
      world = openWorld();
      made = await make(world.world);
      ({ flows, history } = made);
    });
    afterEach(async () => {
      await made.close();
      world.close();
    });

    async function detailOf(flow: FlowName, execution: string): Promise<ExecutionDetail> {
      const detail = await history.detail({ flow, name: execution });
      if (detail === null) throw new Error(`there is no execution ${execution}`);
      return detail;
    }
    async function ended(flow: FlowName, execution: string): Promise<ExecutionDetail> {
      return vi.waitUntil(
        async () => {
          const detail = await detailOf(flow, execution);
          return detail.status === "RUNNING" ? null : detail;
        },
        { ...PATIENCE, interval: 20 },
      );
    }
    const eventsOf = (flow: FlowName, execution: string): Promise<FlowEvent[]> =>
      history.events({ flow, name: execution, limit: 1_000 });
    const types = (events: FlowEvent[]) => events.map(({ type }) => type);
    const stateIn = (detail: ExecutionDetail, which: string) =>
      detail.states.find((state) => state.name === which);

    describe("of an import", () => {
      it("tells each state of the main path once, in its order, and the Map's children", async () => {
        const before = systemClock.now();
        const one = await world.startImport(flows);
        const detail = await ended("lead-import", one);
        expect(detail).toMatchObject({
          ...{ flow: "lead-import", name: one, status: "SUCCEEDED", error: null, cause: null },
          input: { runId: runOfExecution(one) },
          output: { status: "COMPLETED" },
        });
        expect(detail.startedAt).toBeGreaterThanOrEqual(before);
        expect(detail.stoppedAt).toBeGreaterThanOrEqual(detail.startedAt);
        expect(detail.states.filter((state) => MAIN_PATH.includes(state.name))).toEqual(
          MAIN_PATH.map((state) => ({ name: state, running: 0, done: 1, failed: 0 })),
        );
        expect(detail.mapRun).toMatchObject({
          ...{ state: "ProcessBatches", total: BATCHES, pending: 0, running: 0 },
          ...{ succeeded: BATCHES, failed: 0 },
        });
      });

      it("tells its events in their order, each with its state, and what the state was given and gave", async () => {
        const one = await world.startImport(flows);
        const { startedAt, stoppedAt } = await ended("lead-import", one);
        const events = await eventsOf("lead-import", one);
        expect(types(events)).toEqual([
          "ExecutionStarted",
          ...[...task, ...choice, ...map, ...task],
          "ExecutionSucceeded",
        ]);
        expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
        expect([events[0]?.at, events.at(-1)?.at]).toEqual([startedAt, stoppedAt]);
        const ofStates = events.slice(1, -1);
        expect(new Set(ofStates.map(({ state }) => state))).toEqual(new Set(MAIN_PATH));
        expect([events[0]?.state, events.at(-1)?.state]).toEqual([null, null]);
        const parse = ofStates.filter(({ state }) => state === "ParseFile");
        const runId = runOfExecution(one);
        expect(parse.map(({ input, output }) => ({ input, output }))).toMatchObject([
          { input: { runId } },
          { input: { Payload: { runId } } },
          {},
          { output: { Payload: { batches: BATCHES } } },
          { output: { runId, batches: BATCHES } },
        ]);
        expect(parse.filter(({ error, cause }) => error !== null || cause !== null)).toEqual([]);
      });

      it("tells its events by pages of any size", async () => {
        const one = await world.startImport(flows);
        await ended("lead-import", one);
        const all = await eventsOf("lead-import", one);
        for (const limit of [1, 7, all.length]) {
          const read: FlowEvent[] = [];
          for (let after = 0; ; after = read.at(-1)?.id ?? 0) {
            const page = await history.events({ flow: "lead-import", name: one, after, limit });
            if (page.length === 0) break;
            expect(page.length).toBeLessThanOrEqual(limit);
            read.push(...page);
          }
          expect(read).toEqual(all);
        }
      });

      it("counts a batch that failed and was recorded as a child that succeeded", async () => {
        world.troubles.batch = FAULTY;
        const detail = await ended("lead-import", await world.startImport(flows));
        expect(detail.status).toBe("SUCCEEDED");
        expect(detail.mapRun).toMatchObject({ total: BATCHES, succeeded: BATCHES, failed: 0 });
      });

      it("counts a child that failed, which the Map tolerates", async () => {
        Object.assign(world.troubles, { batch: FAULTY, unrecorded: true });
        const detail = await ended("lead-import", await world.startImport(flows));
        expect(detail.status).toBe("SUCCEEDED");
        expect(detail.mapRun).toMatchObject({
          total: BATCHES,
          succeeded: BATCHES - 1,
          failed: 1,
          running: 0,
        });
        expect(stateIn(detail, "ProcessBatches")).toMatchObject({ running: 0, done: 1, failed: 0 });
      });
    });

    it("counts a failure that was caught, and the state that ends the execution by it", async () => {
      const flow = "lead-undo";
      await flows.start({ flow, name: "one", input: { runId: "nobody" } });
      const detail = await ended(flow, "one");
      expect(detail).toMatchObject({
        ...{ status: "FAILED", output: null, error: "Run.NotFound", mapRun: null },
        cause: expect.stringContaining("undo it again"),
        states: [
          { name: "BeginUndo", running: 0, done: 0, failed: 1 },
          { name: "Failure", running: 0, done: 0, failed: 1 },
        ],
      });
      const events = await eventsOf(flow, "one");
      expect(types(events)).toEqual([
        ...["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted", "TaskFailed"],
        ...["TaskStateExited", "FailStateEntered", "ExecutionFailed"],
      ]);
      const [, , , , failed, exited, , last] = events;
      expect(failed).toMatchObject({ state: "BeginUndo", error: "Run.NotFound" });
      expect(exited).toMatchObject({
        state: "BeginUndo",
        error: null,
        output: { errorName: "Run.NotFound" },
      });
      expect(last).toMatchObject({ state: null, error: "Run.NotFound", cause: detail.cause });
    });

    it("cuts an input of more than 32 KiB, and says so", async () => {
      const flow = "lead-undo";
      const fits = { runId: "nobody", note: "é".repeat(16_000) };
      const long = { runId: "nobody", note: "é".repeat(17_000) };
      await flows.start({ flow, name: "fits", input: fits });
      await flows.start({ flow, name: "long", input: long });
      expect((await ended(flow, "fits")).input).toEqual(fits);
      const { input } = await ended(flow, "long");
      expect(input).toEqual({
        ...{ truncated: true, bytes: Buffer.byteLength(JSON.stringify(long)) },
        start: expect.stringMatching(/^\{"runId":"nobody","note":"é+$/),
      });
      const [started] = await eventsOf(flow, "long");
      expect(started?.input).toEqual(input);
      expect(Buffer.byteLength(CutPayload.parse(input).start)).toBeLessThanOrEqual(32 * 1024);
    });

    describe("of a refresh", () => {
      const flow = "customer-refresh";
      const start = () =>
        flows.start({ flow, name: "one", input: { phone: PHONE, environment: "development" } });

      it("tells where it stands while it runs, and when it was stopped", async () => {
        await start();
        await vi.waitUntil(() => world.unanswered.length > 0, PATIENCE);
        const running = await vi.waitUntil(async () => {
          const detail = await detailOf(flow, "one");
          return detail.states.length === 4 ? detail : null;
        }, PATIENCE);
        expect(running).toMatchObject({ status: "RUNNING", stoppedAt: null, output: null });
        expect(stateIn(running, "RequestMetrics")).toMatchObject({ running: 1, done: 0, failed: 0 });
        await flows.stop({ flow, name: "one", cause: "nobody wants it" });
        const stopped = await ended(flow, "one");
        expect(stopped.status).toBe("ABORTED");
        await vi.waitUntil(
          async () => types(await eventsOf(flow, "one")).at(-1) === "ExecutionAborted",
          PATIENCE,
        );
        expect(stateIn(await detailOf(flow, "one"), "RequestMetrics")).toMatchObject({
          running: 0,
          failed: 1,
        });
      });

      it("shows nothing of what it was given, gave and asked: that is a person's", async () => {
        await start();
        const answer = await vi.waitUntil(() => world.unanswered.shift(), PATIENCE);
        answer(new Response(`no ${PHONE}`, { status: 401 }));
        const detail = await ended(flow, "one");
        expect(detail).toMatchObject({
          input: null,
          output: null,
          error: "Refresh.Unauthorized",
          cause: null,
        });
        const events = await eventsOf(flow, "one");
        expect(types(events)).toContain("TaskFailed");
        expect(
          events.filter((event) => "input" in event || "output" in event || event.cause !== null),
        ).toEqual([]);
        expect(JSON.stringify([detail, events])).not.toContain(PHONE);
      });
    });

    it("knows nothing of an execution that never was, nor of another flow's", async () => {
      await flows.start({ flow: "lead-undo", name: "one", input: { runId: "nobody" } });
      for (const id of [
        { flow: "lead-undo", name: "two" },
        { flow: "lead-import", name: "one" },
      ] as const) {
        expect(await history.detail(id)).toBeNull();
        expect(await history.events({ ...id, limit: 10 })).toEqual([]);
      }
      await ended("lead-undo", "one");
    });
  });
}
