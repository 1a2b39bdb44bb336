import { expect, it } from "vitest";
import type { Behaviour, ChatServer } from "../../equipment/chat-server.ts";
import { lambdas } from "../../equipment/stacks.ts";
import { tableOf } from "../comparison.ts";
import { generated } from "../files.ts";
import type { Setting } from "../setting.ts";

/**
 * Imports that ask the language model.
 *
 * @param setting - its `chat` is the model, whose `usual` answers are no others than on the one machine; `key` is its secret
 */
export function modelCases(
  setting: () => Setting & { chat: ChatServer; usual: Behaviour; key: string },
): void {
  it("asks it what rules leave open: tables, counts and tokens are those of one machine", async () => {
    const { cloud, chat, imported, onOneMachine, expectSame, newestRun } = setting();
    const files = generated("hybrid.csv", 60);
    cloud.takeCounts();
    await imported("hybrid", files);
    const { options, model } = await newestRun("hybrid");
    expect(options).toMatchObject({ mode: "hybrid" });
    expect(model.calls).toBe(chat.bodies.length);
    expect(model.calls).toBeGreaterThan(0);
    expect(model.costUsd).toBeGreaterThan(0);
    expect(cloud.gateway.costsOf(cloud.answersTable).writeUnits).toBeGreaterThan(0);
    const by = (await tableOf("hybrid", cloud.deps)).flatMap(({ versions }) =>
      versions.flatMap((version) => Object.values(version.by)),
    );
    expect(by.filter((source) => source?.startsWith("model")).length).toBeGreaterThan(0);
    await onOneMachine("hybrid", files);
    await expectSame("hybrid");
  });

  it("asks nothing again that it was asked before", async () => {
    const { cloud, chat, imported } = setting();
    const asked = chat.bodies.length;
    cloud.takeCounts();
    await imported("hybrid", generated("again.csv", 60));
    expect(chat.bodies).toHaveLength(asked);
    expect(cloud.gateway.costsOf(cloud.answersTable)).toMatchObject({ writeUnits: 0 });
    expect(cloud.gateway.costsOf(cloud.answersTable).readUnits).toBeGreaterThan(0);
  });

  it("has its key from a secret, which no environment and no log holds", () => {
    const { cloud, chat, key } = setting();
    expect([...chat.authorizations]).toEqual([`Bearer ${key}`]);
    const variables = lambdas(cloud.app).map(([, { environment }]) => environment.variables);
    expect(JSON.stringify(variables)).not.toContain(key);
    expect(cloud.lambda.logs()).not.toContain(key);
    const linked = cloud.app.builds.filter(({ links }) => JSON.stringify(links).includes(key));
    expect(linked.map(({ functionID }) => functionID)).toEqual(["StandardizeLeads"]);
  });

  it("pauses a run when the model has no credit, and completes it once it has", async () => {
    const { cloud, machine, chat, usual, imported, onOneMachine, newestRun, operate } = setting();
    const files = generated("no-credit.csv", 60);
    chat.behave({ status: 402 });
    await imported("no-credit", files);
    const { runId, status, halted } = await newestRun("no-credit");
    expect([status, halted?.name]).toEqual(["PAUSED", "Model.OutOfCredit"]);

    chat.behave(usual);
    await operate({ action: "retry", runId });
    expect((await newestRun("no-credit")).status).toBe("COMPLETED");
    await onOneMachine("no-credit", files);
    expect(await tableOf("no-credit", cloud.deps)).toEqual(await tableOf("no-credit", machine.deps));
  });
}
