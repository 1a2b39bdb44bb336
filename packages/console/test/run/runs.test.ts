import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunView } from "../../src/api/views.ts";
import { partsOf, progressOf, tookOf, wholeOf } from "../../src/component/run-counts.ts";
import { mergeRuns, type RunPages } from "../../src/pages/runs/merge.ts";

const RUN: RunView = {
  ...{ flow: "lead-import", runId: "a", status: "COMPLETED", sourceFile: "a.csv", bytes: 1, attempt: 1 },
  ...{ registeredAt: 1, startedAt: 1, finishedAt: 2, halted: null, error: null, seconds: 1, can: [] },
  ...{ reading: null, counts: null, batches: { all: 0, completed: 0, failed: 0, pending: 0 } },
  options: {
    ...{ country: null, mode: "rules", batchSize: 10, maxConcurrency: 5, columns: {}, maxCostUsd: null },
  },
  model: { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 },
};

const NO_COUNTS = {
  ...{ rows: 0, created: 0, updated: 0, unchanged: 0, superseded: 0 },
  ...{ duplicates: 0, rejected: 0, failed: 0, pending: 0, skipped: 0 },
};

function run(registeredAt: number, status: RunView["status"] = "COMPLETED"): RunView {
  return { ...RUN, runId: `run-${registeredAt}`, registeredAt, status };
}

function listOf(...pages: RunView[][]): RunPages {
  return {
    pages: pages.map((items) => ({ items, nextCursor: null })),
    pageParams: pages.map(() => undefined),
  };
}

const idsOf = (list: RunPages) => list.pages.map(({ items }) => items.map(({ runId }) => runId));

describe("a list of runs that is told of the newest", () => {
  it("has the new ones first and each one once, newest first", () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, fc.nat(30), fc.nat(30), (all, shown, told) => {
        const runs = all.toSorted((a, b) => b - a).map((time) => run(time));
        const list = listOf(runs.slice(Math.min(shown, runs.length - 1)));
        const merged = mergeRuns(list, runs.slice(0, told), {});
        const ids = idsOf(merged).flat();
        expect(new Set(ids).size).toBe(ids.length);
        const order = merged.pages.flatMap(({ items }) => items.map((each) => each.registeredAt));
        expect(order).toEqual(order.toSorted((a, b) => b - a));
      }),
    );
  });

  it("replaces those it has, on whatever page", () => {
    const list = listOf([run(3), run(2)], [run(1, "RUNNING")]);
    const merged = mergeRuns(list, [run(1, "FAILED")], {});
    expect(merged.pages[1]?.items[0]?.status).toBe("FAILED");
    expect(idsOf(merged)).toEqual([["run-3", "run-2"], ["run-1"]]);
  });

  it("takes up only what its filter lets through, and lets go what no longer matches", () => {
    const list = listOf([run(2, "RUNNING")]);
    const merged = mergeRuns(list, [run(4, "RUNNING"), run(3), run(2)], { status: "RUNNING" });
    expect(idsOf(merged)).toEqual([["run-4"]]);
  });

  it("does not mistake an older run that it has not come to for a new one", () => {
    expect(idsOf(mergeRuns(listOf([run(5)]), [run(5), run(1)], {}))).toEqual([["run-5"]]);
  });
});

describe("the counts of a run", () => {
  it("are those of its equation, and add up to its rows", () => {
    const names = [
      "created",
      "updated",
      "unchanged",
      "superseded",
      "duplicates",
      "rejected",
      "failed",
      "pending",
    ];
    const parts = Object.fromEntries(names.map((name, index) => [name, index + 1]));
    const counts = { ...NO_COUNTS, ...parts, rows: 36, skipped: 5 };
    const read: RunView = { ...RUN, counts };
    expect(partsOf(read).reduce((sum, { count }) => sum + count, 0)).toBe(wholeOf(read));
    expect(partsOf(RUN)).toEqual([]);
  });

  it("say that failed batches are done with, but those that a retry does again", () => {
    const batches = { all: 10, completed: 4, failed: 3, pending: 0 };
    expect(progressOf({ ...RUN, batches })).toEqual({ done: 7, all: 10 });
    expect(progressOf({ ...RUN, batches, attempt: 2 })).toEqual({ done: 4, all: 10 });
  });

  it("leave out how long it took once an undo has set another end", () => {
    expect(tookOf(RUN)).toBe(1_000);
    expect(tookOf({ ...RUN, status: "UNDONE" })).toBeNull();
    expect(tookOf({ ...RUN, startedAt: null })).toBeNull();
  });
});
