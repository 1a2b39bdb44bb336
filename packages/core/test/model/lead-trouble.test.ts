import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answer } from "../../../../test/equipment/chat-answers.ts";
import { type Behaviour, type ChatServer, startChatServer } from "../../../../test/equipment/chat-server.ts";
import { leadModel, retryModel } from "../../src/model/index.ts";
import type { ModelUsage } from "../../src/run/index.ts";
import { memoryCache, modelAt, standardised, testClock, unsureRow } from "./equipment.ts";

const NAMES = [
  "ANA RUIZ",
  "LUIS VEGA",
  "EVA MORA",
  "JUAN PAZ",
  "SARA GIL",
  "HUGO LEAL",
  "INES SOTO",
  "RAUL CANO",
  "OLGA RICO",
  "IVAN LUNA",
];
const rows = NAMES.map((name, index) => unsureRow({ row: index + 2, name }));
const good = ["Ana", "Luis", "Eva", "Juan", "Sara", "Hugo", "Ines", "Raul", "Olga", "Ivan"];

let server: ChatServer;
beforeEach(async () => {
  server = await startChatServer();
});
afterEach(() => server.close());

const firstNames = (answered: { fields: { firstName: string } }[]) =>
  answered.map(({ fields }) => fields.firstName);

describe("a bad answer is repaired once", () => {
  it.each<[Behaviour, number]>([
    ["blank", 10],
    ["truncated", 10],
    ["shifted", 10],
    ["swapped", 10],
    ["wrongCount", 1],
    ["inventedEmail", 10],
    [{ content: () => "I am sorry, Dave" }, 10],
    [{ content: () => "null" }, 10],
    [{ content: () => '{"rows":[{"i":0,"set":{}},{"i":0,"set":{}}]}' }, 10],
    [{ content: () => '{"rows":[{"i":-1,"set":{}}]}' }, 10],
    [{ content: (question) => answer(question, () => ({ firstName: "Napoleon" })) }, 10],
    [{ content: (question) => answer(question, () => ({ firstName: "⟦E1⟧" })) }, 10],
    [{ content: (question) => answer(question, () => ({ firstName: "Ana ".repeat(40) })) }, 10],
    [{ content: (question) => answer(question, () => ({ __proto__: "x", constructor: "y" })) }, 10],
  ])("%o", async (behaviour, asked) => {
    server.script(behaviour);
    const { rows: answered, usage } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(firstNames(answered)).toEqual(good);
    expect(usage.calls).toBe(2);
    const repair = server.questions()[1];
    expect(repair?.rows).toHaveLength(asked);
    expect(repair?.problems).toHaveLength(asked);
  });

  it("and accepted when it comes in a fence", async () => {
    server.script({ content: (question) => `\`\`\`json\n${answer(question, () => ({}))}\n\`\`\`` });
    const { usage, rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(usage.calls).toBe(1);
    expect(firstNames(answered)).toEqual(NAMES);
  });

  it.each<Behaviour>(["blank", "truncated", "shifted", "inventedEmail", "length"])(
    "then the rules' result stands, flagged: %s",
    async (behaviour) => {
      await server.close();
      server = await startChatServer({ otherwise: behaviour });
      const cache = memoryCache();
      const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), cache, rows });
      expect(answered.map(({ fields }) => fields)).toEqual(rows.map(({ rules }) => rules.fields));
      for (const row of answered) {
        expect(row).toMatchObject({ by: { firstName: "rule:test" }, modelKey: null });
        expect(row.issues).toMatchObject([{ code: "model.rejected" }]);
      }
      expect(cache.entries.size).toBe(0);
    },
  );

  it("for the bad row alone: the others keep their answer", async () => {
    const wrongForEva: Behaviour = {
      content: (question) =>
        answer(question, ({ now }) =>
          now.firstName === "EVA MORA"
            ? { firstName: "Adam" }
            : { firstName: now.firstName?.split(" ")[0] ?? "" },
        ),
    };
    server.script(wrongForEva, wrongForEva);
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(answered.filter(({ issues }) => issues.length > 0).map(({ row }) => row)).toEqual([4]);
    expect(server.questions()[1]).toMatchObject({ rows: [{ i: 0 }], problems: [{ i: 0 }] });
  });
});

describe("an answer that is too long", () => {
  it.each([
    [5, [10, 5, 5]],
    [4, [10, 5, 3, 2, 5, 3, 2]],
    [1, [10, 5, 3, 2, 1, 1, 1, 2, 1, 1, 5, 3, 2, 1, 1, 1, 2, 1, 1]],
  ])("is asked for in halves until %d rows fit", async (lengthOver, sizes) => {
    await server.close();
    server = await startChatServer({ otherwise: { lengthOver } });
    const { rows: answered, usage } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(firstNames(answered)).toEqual(good);
    expect(server.questions().map((question) => question.rows.length)).toEqual(sizes);
    expect(usage.calls).toBe(sizes.length);
  });

  it("keeps the problems with their rows", async () => {
    await server.close();
    server = await startChatServer({ otherwise: { lengthOver: 5 } });
    server.script({ content: () => "" });
    await standardised({ model: modelAt({ url: server.url }), rows });
    expect(
      server
        .questions()
        .slice(2)
        .map(({ problems }) => problems?.map(({ i }) => i)),
    ).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
  });
});

describe("an error of the provider", () => {
  it.each([
    [401, "Model.Unauthorized", 1],
    [402, "Model.OutOfCredit", 1],
    [429, "Model.RateLimited", 3],
    [503, "Model.Unavailable", 3],
  ])("%d leaves as %s after %d calls", async (status, name, calls) => {
    await server.close();
    server = await startChatServer({ otherwise: { status } });
    const model = retryModel({ model: modelAt({ url: server.url }), clock: testClock(), random: () => 0 });
    await expect(standardised({ model, rows })).rejects.toMatchObject({ name });
    expect(server.bodies).toHaveLength(calls);
  });

  it("is survived when it passes", async () => {
    const clock = testClock();
    server.script({ status: 429, headers: { "retry-after": "3" } }, { status: 500 });
    const model = retryModel({ model: modelAt({ url: server.url }), clock, random: () => 0 });
    expect(firstNames((await standardised({ model, rows })).rows)).toEqual(good);
    expect(clock.waits).toEqual([3000, 0]);
  });

  it("loses nothing that was paid for: what was answered is cached and counted", async () => {
    const cache = memoryCache();
    const model = modelAt({ url: server.url });
    const many = Array.from({ length: 20 }, (_, index) =>
      unsureRow({ row: index + 2, name: `ANA R${index}X` }),
    );
    server.script("good", { status: 402 });
    await expect(standardised({ model, cache, rows: many })).rejects.toMatchObject({
      name: "Model.OutOfCredit",
    });
    const { usage } = await standardised({ model, cache, rows: many });
    expect(usage.calls).toBe(1);
    expect(server.questions().map((question) => question.rows.length)).toEqual([10, 10, 10]);
    expect(server.bodies[2]).toBe(server.bodies[1]);
  });

  it("is told what was spent before it, once", async () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      unsureRow({ row: index + 2, name: `ANA R${index}X` }),
    );
    server.script("good", { status: 402 });
    const spent: ModelUsage[] = [];
    const ask = leadModel({ model: modelAt({ url: server.url }), cache: memoryCache() });
    const asked = ask({
      tenantId: "acme",
      country: null,
      rows: many,
      onUsage: async (usage) => {
        spent.push(usage);
      },
    });
    await expect(asked).rejects.toMatchObject({ name: "Model.OutOfCredit" });
    expect(spent).toMatchObject([{ calls: 1 }]);
    expect(spent[0]?.costUsd).toBeGreaterThan(0);
  });

  it("about one row's content costs only that row the model's help", async () => {
    await server.close();
    server = await startChatServer({ otherwise: { status: 400, onlyFor: "HUGO" } });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(answered.filter(({ issues }) => issues.length > 0).map(({ row }) => row)).toEqual([7]);
    expect(firstNames(answered)).toEqual(good.with(5, "HUGO LEAL"));
  });

  it("about every row is about the settings, and leaves", async () => {
    await server.close();
    server = await startChatServer({ otherwise: { status: 400 } });
    await expect(standardised({ model: modelAt({ url: server.url }), rows })).rejects.toMatchObject({
      name: "Model.Rejected",
    });
  });
});

describe("an aborted question", () => {
  it("ends with the signal's reason, and nothing is asked any more", async () => {
    server.script("hang");
    const controller = new AbortController();
    const asked = standardised({ model: modelAt({ url: server.url }), rows, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
    expect(server.bodies.length).toBeLessThanOrEqual(1);
  });
});
