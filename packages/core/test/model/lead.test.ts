import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answer } from "../../../../test/equipment/chat-answers.ts";
import { type Behaviour, type ChatServer, startChatServer } from "../../../../test/equipment/chat-server.ts";
import { retryModel } from "../../src/model/index.ts";
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

describe("ten rows the model answers well", () => {
  it("cost one call, and every changed field names the model", async () => {
    const { rows: answered, usage } = await standardised({ model: modelAt({ url: server.url }), rows });
    expect(firstNames(answered)).toEqual(good);
    expect(answered.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(answered[0]).toMatchObject({
      fields: { firstName: "Ana", lastName: "Ruiz", remarks: "" },
      by: { firstName: "model:deepseek-flash", lastName: "model:deepseek-flash" },
      issues: [],
      modelKey: expect.stringMatching(/^lead-[0-9a-f]{64}$/),
    });
    expect(usage.calls).toBe(1);
    expect(usage.costUsd).toBeGreaterThan(0);
  });

  it("cost nothing the second time", async () => {
    const cache = memoryCache();
    const model = modelAt({ url: server.url });
    const first = await standardised({ model, cache, rows });
    const second = await standardised({ model, cache, rows });
    expect(second.rows).toEqual(first.rows);
    expect(second.usage.calls).toBe(0);
    expect(server.bodies).toHaveLength(1);
  });

  it("begin every question with the same bytes", async () => {
    const model = modelAt({ url: server.url });
    await standardised({ model, rows });
    await standardised({ model, rows: rows.slice(0, 2) });
    const [first = "", second = ""] = server.bodies;
    expect(second.slice(0, 2000)).toBe(first.slice(0, 2000));
    expect(first.slice(0, 100)).not.toContain("RUIZ");
  });
});

describe("a question is asked", () => {
  it("for ten rows at most", async () => {
    const many = Array.from({ length: 23 }, (_, index) =>
      unsureRow({ row: index + 2, name: `ANA R${index}X` }),
    );
    const { usage } = await standardised({ model: modelAt({ url: server.url }), rows: many });
    expect(server.questions().map((question) => question.rows.length)).toEqual([10, 10, 3]);
    expect(usage.calls).toBe(3);
  });

  it("once for rows that say the same", async () => {
    const twice = [unsureRow({ row: 2, name: "ANA RUIZ" }), unsureRow({ row: 3, name: "ANA RUIZ" })];
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: twice });
    expect(server.questions()[0]?.rows).toHaveLength(1);
    expect(firstNames(answered)).toEqual(["Ana", "Ana"]);
  });

  it("again for another tenant", async () => {
    const cache = memoryCache();
    const model = modelAt({ url: server.url });
    await standardised({ model, cache, rows, tenantId: "acme" });
    await standardised({ model, cache, rows, tenantId: "globex" });
    expect(server.bodies).toHaveLength(2);
    expect(cache.entries.size).toBe(20);
  });

  it("only about the fields the rules left open, and only these change", async () => {
    const row = unsureRow({
      row: 2,
      name: "ANA RUIZ",
      fields: { title: "CEO at Acme" },
      unsettled: ["lastName"],
    });
    server.script({
      content: (question) => answer(question, () => ({ firstName: "Ana", lastName: "Ruiz", title: "CEO" })),
    });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(server.questions()[0]?.rows[0]?.check).toEqual(["firstName", "lastName"]);
    expect(answered[0]?.fields).toMatchObject({ firstName: "Ana", lastName: "Ruiz", title: "CEO at Acme" });
  });

  it("about every field in model mode", async () => {
    const row = unsureRow({ row: 2, name: "ANA RUIZ", fields: { title: "CEO at Acme" }, unsettled: [] });
    const { rows: answered } = await standardised({
      model: modelAt({ url: server.url }),
      rows: [row],
      mode: "model",
    });
    expect(answered[0]?.fields).toMatchObject({ title: "CEO", company: "Acme" });
  });

  it("not at all where only e-mail or phone is open", async () => {
    const row = unsureRow({ row: 2, name: "ANA RUIZ", unsettled: ["phone", "email"] });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(server.bodies).toEqual([]);
    expect(answered[0]).toMatchObject({ fields: row.rules.fields, issues: [], modelKey: null });
  });

  it("not about a row that is a long text", async () => {
    const row = unsureRow({ row: 2, name: "ANA ".repeat(2000) });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(server.bodies).toEqual([]);
    expect(answered[0]?.issues).toMatchObject([{ code: "model.rejected", field: "firstName" }]);
  });
});

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

describe("no word of a row is lost", () => {
  it("as the old text goes to the remarks where one would be", async () => {
    const row = unsureRow({ row: 2, name: "ANA RUIZ (LLAMAR 5 PM)", fields: { remarks: "Origen: feria" } });
    server.script({
      content: (question) => answer(question, () => ({ firstName: "Ana", lastName: "Ruiz" })),
    });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(answered[0]).toMatchObject({
      fields: { firstName: "Ana", lastName: "Ruiz", remarks: "Origen: feria; ANA RUIZ (LLAMAR 5 PM)" },
      by: { remarks: "model:deepseek-flash" },
    });
  });

  it("and a phone in a name comes back unchanged", async () => {
    const row = unsureRow({ row: 2, name: "ANA RUIZ 300 123 4567" });
    server.script({
      content: (question) => answer(question, () => ({ firstName: "Ana", lastName: "Ruiz" })),
    });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(answered[0]?.fields.remarks).toBe("ANA RUIZ 300 123 4567");
  });
});

describe("a cached answer", () => {
  it.each([
    ["that is damaged", "{"],
    ["with a word of nobody's", '{"firstName":"Napoleon"}'],
    ["that sets an e-mail", '{"email":"x@y.co"}'],
  ])("%s is asked for again", async (_, value) => {
    const cache = memoryCache();
    const model = modelAt({ url: server.url });
    const [first] = (await standardised({ model, cache, rows: rows.slice(0, 1) })).rows;
    cache.entries.set(first?.modelKey ?? "", value);
    const { rows: answered, usage } = await standardised({ model, cache, rows: rows.slice(0, 1) });
    expect(usage.calls).toBe(1);
    expect(answered[0]).toEqual(first);
  });
});
