import type { Flows } from "@millrace/core/flow";
import { type Health, HealthReport } from "@millrace/core/health";
import type { Queue } from "@millrace/core/queue";
import type { RunStore } from "@millrace/core/run";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { batch, run, unique } from "./samples.ts";

/** What {@link healthContract} asks of an adapter: a health, and what it looks at. */
export type MakeHealth = (flows: Flows) => Promise<{
  health: Health;
  runs: RunStore;
  /** The queue of batches that failed, and what the health calls it. */
  deadLetters: Queue;
  name: string;
  /** Another queue, which cannot be redriven. */
  work: string;
  close(): Promise<void>;
}>;

/** Flows that only note what was started. */
function notedFlows(): { flows: Flows; started: string[] } {
  const started: string[] = [];
  const flows: Flows = {
    async start({ name }) {
      if (started.includes(name)) return "exists";
      started.push(name);
      return "started";
    },
    describe: async () => null,
    stop: async () => {},
  };
  return { flows, started };
}

/** What every {@link Health} does. */
export function healthContract(name: string, make: MakeHealth): void {
  describe(`${name}: the contract of Health`, () => {
    let made: Awaited<ReturnType<MakeHealth>>;
    let started: string[];
    let tenantId: string;

    beforeEach(async () => {
      const noted = notedFlows();
      ({ started } = noted);
      made = await make(noted.flows);
      tenantId = unique("tenant");
    });
    afterEach(() => made.close());

    const report = async () => HealthReport.parse(await made.health.report({ tenantId }));
    const deadLetters = async () => (await report()).queues.find((queue) => queue.name === made.name);
    const letter = (runId: string, batchId: string) =>
      made.deadLetters.send({ body: JSON.stringify({ runId, batchId, errorName: "Model.Unavailable" }) });
    const registered = (upload: number, more: Parameters<typeof run>[0] | object = {}) =>
      made.runs.register(run({ tenantId, upload, ...more }));

    it("has every queue once, and nothing to tell of an installation that did nothing", async () => {
      const { queues, errors } = await report();
      expect(new Set(queues.map((queue) => queue.name)).size).toBe(queues.length);
      expect(queues.every(({ waiting }) => waiting === 0)).toBe(true);
      expect(queues.find((queue) => queue.name === made.name)).toMatchObject({
        ...{ kind: "dead-letters", redrivable: true, inFlight: 0 },
      });
      expect(queues.find((queue) => queue.name === made.work)).toMatchObject({
        ...{ kind: "work", redrivable: false },
      });
      expect(errors).toEqual([]);
    });

    it("counts dead letters; a redrive retries their run once, and they are gone", async () => {
      const { runId } = await registered(1, { status: "COMPLETED_WITH_ERRORS" });
      for (const batchId of ["1", "2", "3"]) await letter(runId, batchId);
      expect(await deadLetters()).toMatchObject({ waiting: 3 });
      expect(await made.health.redrive({ queue: made.name })).toEqual({
        ...{ messages: 3, moving: false, retried: [runId], waiting: [], settled: [] },
      });
      expect(started).toEqual([`${runId}-r1`]);
      expect(await deadLetters()).toMatchObject({ waiting: 0, inFlight: 0 });
      expect(await made.health.redrive({ queue: made.name })).toMatchObject({ messages: 0, retried: [] });
    });

    it("dead letters of a run that is under way stay, and are told apart from those that wait", async () => {
      const { runId } = await registered(1, { status: "RUNNING" });
      await letter(runId, "1");
      expect(await made.health.redrive({ queue: made.name })).toMatchObject({
        messages: 1,
        waiting: [runId],
      });
      expect(await deadLetters()).toMatchObject({ waiting: 0, inFlight: 1 });
    });

    it("of a queue that is not there, or has nothing to be tried again, a redrive does nothing", async () => {
      expect(await made.health.redrive({ queue: "nobody's" })).toBeNull();
      expect(await made.health.redrive({ queue: made.work })).toBeNull();
      expect(started).toEqual([]);
    });

    it("tells why runs and batches failed, each reason of a run once, newest first", async () => {
      const failure = { name: "LeadFile.Empty", message: "the file holds no rows" };
      const paused = { name: "Model.OutOfCredit", message: "the model's account is empty" };
      const down = { name: "Model.Unavailable", message: "the model does not answer" };
      const failed = await registered(1, { status: "FAILED", error: failure, finishedAt: 3_000 });
      const halted = await registered(2, { status: "PAUSED", halted: paused, finishedAt: 9_000 });
      const partly = await registered(3, { status: "COMPLETED_WITH_ERRORS", finishedAt: 6_000 });
      await registered(4, { status: "COMPLETED", finishedAt: 7_000 });
      const { runId } = partly;
      for (const [batchId, finishedAt] of [["1", 4_000] as const, ["2", 5_000] as const])
        await made.runs.putBatch(batch({ runId, batchId, status: "FAILED", error: down, finishedAt }));
      await made.runs.putBatch(batch({ runId, batchId: "3" }));
      const of = { tenantId, requestId: null };
      expect((await report()).errors).toEqual([
        { at: 9_000, ...paused, ...of, runId: halted.runId },
        { at: 5_000, ...down, ...of, runId },
        { at: 3_000, ...failure, ...of, runId: failed.runId },
      ]);
    });
  });
}
