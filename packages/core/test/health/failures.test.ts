import { inOrderOfUrgency, MOST_ERRORS, recentFailures } from "@millrace/core/health";
import type { Run, RunStatus } from "@millrace/core/run";
import { describe, expect, it } from "vitest";
import { batch, run } from "../../../../test/contract/samples.ts";

const REASON = { name: "Model.Unavailable", message: "the model does not answer" };

/** Runs with a failed batch each, newest first, and a store that notes whose batches it was asked for. */
function world(statuses: readonly RunStatus[]) {
  const runs = statuses.map(
    (status, n): Run => run({ tenantId: "t", upload: 1, runId: `run-${n}`, status, finishedAt: 1_000 - n }),
  );
  const asked: string[] = [];
  const store = {
    async batches({ runId }: { runId: string }) {
      asked.push(runId);
      return [batch({ runId, batchId: "1", status: "FAILED" as const, error: REASON, finishedAt: 2_000 })];
    },
  };
  return { runs, asked, failures: () => recentFailures({ runs }, { runs: store }) };
}

describe("recent failures", () => {
  it.each<[RunStatus, boolean]>([
    ["RUNNING", true],
    ["PAUSED", true],
    ["COMPLETED_WITH_ERRORS", true],
    ["COMPLETED", false],
    ["CANCELLED", false],
    ["FAILED", false],
    ["UNDONE", false],
  ])("batches of a run that is %s are looked into: %s", async (status, looked) => {
    const { asked, failures } = world([status]);
    expect((await failures()).map(({ name }) => name)).toEqual(looked ? [REASON.name] : []);
    expect(asked).toEqual(looked ? ["run-0"] : []);
  });

  it("a store is asked for the batches of ten runs at most; others with errors are told all the same", async () => {
    const { asked, failures } = world(Array<RunStatus>(15).fill("COMPLETED_WITH_ERRORS"));
    const found = await failures();
    expect(asked).toHaveLength(10);
    expect(new Set(found.map(({ runId }) => runId)).size).toBe(15);
    expect(found.filter(({ name }) => name === "Batch.Failed").map(({ runId }) => runId)).toEqual(
      [10, 11, 12, 13, 14].map((n) => `run-${n}`),
    );
  });

  it("are as many as a page shows, the newest of them", async () => {
    const { runs } = world(Array<RunStatus>(80).fill("FAILED"));
    const failed = runs.map((one) => ({ ...one, error: REASON }));
    const found = await recentFailures({ runs: failed }, { runs: { batches: async () => [] } });
    expect(found.map(({ at }) => at)).toEqual(Array.from({ length: MOST_ERRORS }, (_, n) => 1_000 - n));
  });
});

it("alarms that ring come first, then those that know nothing, by name", () => {
  const rest = { description: "", reason: "", since: null, consoleUrl: null };
  const alarms = (["ok", "unknown", "alarm"] as const).flatMap((state) =>
    ["b", "a"].map((name) => ({ name, state, ...rest })),
  );
  expect(inOrderOfUrgency(alarms).map(({ name, state }) => `${state} ${name}`)).toEqual([
    ...["alarm a", "alarm b", "unknown a", "unknown b", "ok a", "ok b"],
  ]);
});
