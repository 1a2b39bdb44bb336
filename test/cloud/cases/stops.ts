import { expect, it } from "vitest";
import { resultsOf, tableOf } from "../comparison.ts";
import { generated } from "../files.ts";
import type { Files, Setting } from "../setting.ts";

/** Runs that are ended half-way. */
export function stopCases(setting: () => Setting): void {
  /** Imports a file, and does something to its run when its third batch is being written. */
  async function interrupted(input: {
    tenantId: string;
    files: Files;
    interrupt: (runId: string) => Promise<unknown>;
  }): Promise<void> {
    const { cloud, imported, newestRun } = setting();
    let writes = 0;
    let interrupting: Promise<unknown> | undefined;
    cloud.troubles.request = ({ principal, action }) => {
      if (principal === "UpsertLeads" && action === "dynamodb:BatchWriteItem" && ++writes === 3) {
        interrupting = newestRun(input.tenantId).then(({ runId }) => input.interrupt(runId));
      }
      return null;
    };
    await imported(input.tenantId, input.files);
    await interrupting;
    await cloud.settle();
    cloud.calm();
  }

  /** Some batches have ended; what they wrote is there, and every row is counted once. */
  async function expectHalfDone(tenantId: string): Promise<void> {
    const { cloud } = setting();
    const [result] = await resultsOf(tenantId, cloud.deps);
    if (result === undefined) throw new Error(`${tenantId} has no run`);
    const { rows, created, updated, unchanged, superseded, duplicates, rejected, failed, pending } =
      result.counts;
    expect(created).toBeGreaterThan(0);
    expect(failed + pending).toBeGreaterThan(0);
    expect(Math.min(failed, pending)).toBeGreaterThanOrEqual(0);
    const decided = created + updated + unchanged + superseded + duplicates + rejected;
    expect(rows).toBe(decided + failed + pending);
    expect(await tableOf(tenantId, cloud.deps)).toHaveLength(created);
  }

  it("closes the record of a run whose execution was stopped; what it wrote stays, and a retry completes it", async () => {
    const { cloud, newestRun, operate, onOneMachine, expectSame } = setting();
    const files = generated("stopped.csv", 150);
    await interrupted({ tenantId: "stopped", files, interrupt: cloud.stop });
    const { runId, status, error } = await newestRun("stopped");
    expect([status, error?.name]).toEqual(["FAILED", "Run.Aborted"]);
    await expectHalfDone("stopped");

    expect(await operate({ action: "retry", runId })).toMatchObject({ execution: `${runId}-r1` });
    await onOneMachine("stopped", files);
    await expectSame("stopped");
  });

  it("keeps a run cancelled that its owner has cancelled, until the owner retries it", async () => {
    const { cloud, newestRun, operate, onOneMachine, expectSame } = setting();
    const files = generated("cancelled.csv", 150);
    const cancel = (runId: string) => cloud.invoke("Operate", { action: "cancel", runId });
    await interrupted({ tenantId: "cancelled", files, interrupt: cancel });
    const { runId, status } = await newestRun("cancelled");
    expect(status).toBe("CANCELLED");
    await expectHalfDone("cancelled");

    expect(await operate({ action: "retry", runId })).toMatchObject({ execution: `${runId}-r1` });
    await onOneMachine("cancelled", files);
    await expectSame("cancelled");
  });
}
