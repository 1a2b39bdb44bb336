import type { ImportDeps } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import type { Queue } from "@millrace/core/queue";
import { NO_USAGE, type Run, type RunStatus } from "@millrace/core/run";
import { closeRun, redriveDeadLetters } from "@millrace/core/run-lifecycle";
import { describe, expect, it } from "vitest";
import {
  emptyMemory,
  memoryLeads,
  memoryObjects,
  memoryRuns,
} from "../../../../test/equipment/memory-stores.ts";

const tick = async () => {};
const NOW = 1_800_000_000_000;

function world() {
  const memory = emptyMemory();
  const started: string[] = [];
  const messages = new Map<string, string>();
  const held = new Set<string>();
  let sent = 0;
  const deadLetters: Queue = {
    async send({ body }) {
      const id = String(++sent);
      messages.set(id, body);
      return { id };
    },
    async receive({ limit }) {
      const free = [...messages].filter(([id]) => !held.has(id)).slice(0, limit);
      for (const [id] of free) held.add(id);
      return free.map(([id, body]) => ({ id, body, receipt: id, receives: 1 }));
    },
    async delete({ receipt }) {
      messages.delete(receipt);
    },
    depth: async () => messages.size,
  };
  const deps: ImportDeps = {
    objects: memoryObjects(memory, tick),
    leads: memoryLeads(memory, tick),
    runs: memoryRuns(memory, tick),
    clock: { now: () => NOW, sleep: async () => {} },
    log: silentLog,
    model: null,
  };
  return {
    runs: deps.runs,
    started,
    messages,
    register: (runId: string, status: RunStatus) => deps.runs.register({ ...RUN, runId, status }),
    send: (runId: string, batchId: string) => deadLetters.send({ body: JSON.stringify({ runId, batchId }) }),
    deps: {
      ...deps,
      deadLetters,
      flows: {
        async start({ name }: { name: string }) {
          if (started.includes(name)) return "exists" as const;
          started.push(name);
          return "started" as const;
        },
        describe: async () => null,
        stop: async () => {},
      },
    },
    /** The visibility timeout has passed. */
    later: () => held.clear(),
  };
}

const RUN: Run = {
  runId: "",
  tenantId: "acme",
  order: "1",
  key: "uploads/acme/leads.csv",
  version: "v1",
  sourceFile: "leads.csv",
  bytes: 1,
  options: { country: null, mode: "rules", batchSize: 10, maxConcurrency: 5, columns: {}, maxCostUsd: null },
  status: "REGISTERED",
  registeredAt: NOW,
  startedAt: NOW,
  finishedAt: null,
  attempt: 1,
  parse: null,
  model: NO_USAGE,
  halted: null,
  error: null,
};

describe("redriving dead letters", () => {
  it("retries a run once, however many of its batches failed, and deletes their messages", async () => {
    const { register, send, deps, started, messages } = world();
    await register("a", "COMPLETED_WITH_ERRORS");
    for (let batch = 0; batch < 25; batch++) await send("a", `b${batch}`);
    expect(await redriveDeadLetters({}, deps)).toMatchObject({ retried: ["a"], waiting: [] });
    expect(started).toEqual(["a-r1"]);
    expect(messages.size).toBe(0);
  });

  it("leaves the messages of a run under way, and starts nothing twice", async () => {
    const { register, send, deps, started, messages, later } = world();
    await register("a", "COMPLETED_WITH_ERRORS");
    await send("a", "b1");
    await redriveDeadLetters({}, deps);
    await send("a", "b1");
    expect(await redriveDeadLetters({}, deps)).toMatchObject({ waiting: ["a"] });
    later();
    await redriveDeadLetters({}, deps);
    expect(started).toEqual(["a-r1"]);
    expect(messages.size).toBe(1);
  });

  it("starts a retry whose redrive died just before starting it", async () => {
    const { register, send, deps, started, runs } = world();
    await register("a", "REGISTERED");
    await runs.update({ runId: "a", set: { status: "RUNNING", attempt: 2 } });
    await send("a", "b1");
    expect(await redriveDeadLetters({}, deps)).toMatchObject({ waiting: ["a"] });
    expect(started).toEqual(["a-r1"]);
  });

  it.each<RunStatus>(["COMPLETED", "CANCELLED", "UNDONE"])(
    "deletes the messages of a run that is %s",
    async (status) => {
      const { register, send, deps, started, messages } = world();
      await register("a", status);
      await send("a", "b1");
      expect(await redriveDeadLetters({}, deps)).toMatchObject({ settled: ["a"] });
      expect([started, messages.size]).toEqual([[], 0]);
    },
  );

  it("leaves what is no pointer to a batch, and says so", async () => {
    const { deps, messages } = world();
    await deps.deadLetters.send({ body: "hello" });
    expect(await redriveDeadLetters({}, deps)).toMatchObject({ unreadable: 1 });
    expect(messages.size).toBe(1);
  });

  it("takes no more messages than it was told to", async () => {
    const { register, send, deps, messages } = world();
    await register("a", "COMPLETED_WITH_ERRORS");
    for (let batch = 0; batch < 25; batch++) await send("a", `b${batch}`);
    await redriveDeadLetters({ limit: 12 }, deps);
    expect(messages.size).toBe(13);
  });
});

describe("an execution that ended without closing its run", () => {
  const error = { Error: "Run.Aborted", Cause: "stopped by hand" };

  it("fails the run", async () => {
    const { register, deps, runs } = world();
    await register("a", "RUNNING");
    expect(await closeRun({ runId: "a", execution: "a", error }, deps)).toMatchObject({ status: "FAILED" });
    expect((await runs.get({ runId: "a" }))?.error).toEqual({
      name: "Run.Aborted",
      message: "stopped by hand",
    });
  });

  it("is no matter where the run has another execution meanwhile", async () => {
    const { register, deps, runs } = world();
    await register("a", "RUNNING");
    await runs.update({ runId: "a", set: { attempt: 2 } });
    expect(await closeRun({ runId: "a", execution: "a", error }, deps)).toMatchObject({ status: "RUNNING" });
  });

  it.each<RunStatus>(["CANCELLED", "COMPLETED", "PAUSED", "FAILED"])(
    "leaves a run that is %s",
    async (status) => {
      const { register, deps } = world();
      await register("a", status);
      expect(await closeRun({ runId: "a", execution: "a", error }, deps)).toMatchObject({ status });
    },
  );

  it("of a run nobody knows is no error", async () => {
    const { deps } = world();
    expect(await closeRun({ runId: "a", execution: "a", error }, deps)).toEqual({ runId: "a", status: null });
  });
});
