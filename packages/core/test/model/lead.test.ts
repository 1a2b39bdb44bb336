import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { answer } from "../../../../test/equipment/chat-answers.ts";
import { type ChatServer, startChatServer } from "../../../../test/equipment/chat-server.ts";
import type { RawLead } from "../../src/lead/index.ts";
import { memoryCache, modelAt, standardised, unsureRow } from "./equipment.ts";

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

describe("an answer", () => {
  it("of null means none", async () => {
    const row = unsureRow({ row: 2, name: "ANA", fields: { company: "ANA" } });
    server.script({ content: (question) => answer(question, () => ({ company: null })) });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(answered[0]).toMatchObject({ fields: { firstName: "ANA", company: "", remarks: "" } });
    expect(answered[0]?.by).not.toHaveProperty("company");
  });

  it("cannot name another person of the row", async () => {
    const cells: RawLead = [{ header: "Assistant", target: "otherPerson", text: "Bob Sosa" }];
    const row = unsureRow({ row: 2, name: "ANA", cells, fields: { remarks: "Assistant: Bob Sosa" } });
    server.script({ content: (question) => answer(question, () => ({ lastName: "Sosa" })) });
    const { rows: answered } = await standardised({ model: modelAt({ url: server.url }), rows: [row] });
    expect(server.bodies.join()).not.toContain("Bob");
    expect(answered[0]?.fields).toMatchObject({ firstName: "ANA", lastName: "" });
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
