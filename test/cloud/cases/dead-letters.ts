import { expect, it } from "vitest";
import type { Fault } from "../../equipment/proxy.ts";
import { resultsOf } from "../comparison.ts";
import { moveMessages } from "../delivery.ts";
import { example, generated } from "../files.ts";
import type { Setting } from "../setting.ts";

const REFUSED: Fault = { kind: "answer", status: 403, body: JSON.stringify({ __type: "AccessDenied" }) };

/** What cannot be done for now, and where it waits. */
export function deadLetterCases(setting: () => Setting): void {
  /** Imports a file whose second batch cannot be written, and ends the trouble. */
  async function poisoned(tenantId: string, file: ReturnType<typeof generated>): Promise<void> {
    const { cloud, imported } = setting();
    cloud.troubles.request = ({ principal, resource }) =>
      principal === "UpsertLeads" && resource.endsWith("/b0000002.jsonl") ? REFUSED : null;
    await imported(tenantId, file);
    cloud.calm();
    const [result] = await resultsOf(tenantId, cloud.deps);
    expect(result?.counts).toMatchObject({ status: "COMPLETED_WITH_ERRORS", failedBatches: 1, pending: 0 });
    expect(await cloud.deadLetters.depth()).toBe(1);
  }

  it("sends a batch that cannot be done to the dead letters, harms no other, and does it when it is redriven", async () => {
    const { cloud, newestRun, onOneMachine, expectSame } = setting();
    const files = generated("poison.csv", 30);
    await poisoned("poison", files);
    const { runId } = await newestRun("poison");
    expect(await cloud.invoke("Redriver", {})).toMatchObject({ retried: [runId] });
    await cloud.settle();
    expect(await cloud.deadLetters.depth()).toBe(0);
    await onOneMachine("poison", files);
    await expectSame("poison");
  });

  it("does such a batch when an operator retries its run, after which its dead letter starts nothing", async () => {
    const { cloud, newestRun, operate, onOneMachine, expectSame } = setting();
    const files = generated("by-hand.csv", 30);
    await poisoned("by-hand", files);
    const { runId } = await newestRun("by-hand");
    expect(await operate({ action: "retry", runId })).toEqual({
      runId,
      execution: `${runId}-r1`,
      batches: 1,
    });
    await onOneMachine("by-hand", files);
    await expectSame("by-hand");
    expect(await cloud.invoke("Redriver", {})).toMatchObject({ retried: [], settled: [runId] });
    expect(await cloud.deadLetters.depth()).toBe(0);
    expect((await newestRun("by-hand")).attempt).toBe(2);
  });

  it("hands out an upload's event five times, keeps it among the dead letters, and imports the upload when it is sent back", async () => {
    const { cloud, uploaded, onOneMachine, expectSame } = setting();
    const files = [example("crm-export.csv")];
    const [event = ""] = await uploaded("dead-upload", files);
    let tries = 0;
    cloud.troubles.invocation = (id) => {
      if (id === "Starter") tries++;
      return null;
    };
    cloud.troubles.request = ({ principal, action }) =>
      principal === "Starter" && action.startsWith("dynamodb:") ? REFUSED : null;
    await cloud.uploads.send({ body: event });
    await cloud.settle();
    expect(cloud.uploadTries).toBe(5);
    expect(tries).toBe(5);
    expect(await cloud.uploads.depth()).toBe(0);
    expect(await cloud.uploadDeadLetters.depth()).toBe(1);
    expect(await cloud.deps.runs.list({ tenantId: "dead-upload", limit: 1 })).toEqual([]);

    cloud.calm();
    await moveMessages({ from: cloud.uploadDeadLetters, to: cloud.uploads });
    await cloud.settle();
    expect(await cloud.uploadDeadLetters.depth()).toBe(0);
    await onOneMachine("dead-upload", files);
    await expectSame("dead-upload");
  });
}
