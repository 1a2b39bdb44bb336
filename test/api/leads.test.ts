import { leadIdOf } from "@millrace/core/lead";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { addKey, type SeededApi, type SeededTenant, seededApi } from "../equipment/api.ts";
import { importText } from "../equipment/importing.ts";

const Lead = z.looseObject({
  leadId: z.string(),
  fields: z.record(z.string(), z.string()),
  runId: z.string(),
});
const Leads = z.object({ items: z.array(Lead), nextCursor: z.string().nullable(), looked: z.number() });
const History = z.object({
  lead: Lead,
  history: z.array(
    z.looseObject({ sourceFile: z.string(), fieldsChanged: z.array(z.string()), current: z.boolean() }),
  ),
});
const Export = z.object({ url: z.string(), fileName: z.string(), leads: z.number() });

/** As nasty as a name gets. */
const HOSTILE = '<img src=x onerror="alert(1)">';

describe("leads over the API", () => {
  let api: SeededApi;
  let firstRun: string;
  let secondRun: string;

  function imported(rows: string[], sourceFile: string, { tenantId }: SeededTenant = api.first) {
    const text = ["First name,Last name,Company,Email,Phone,Notes", ...rows, ""].join("\n");
    return importText({ text, app: api.app, tenantId, sourceFile, options: { country: "CO" } });
  }
  beforeAll(async () => {
    api = await seededApi();
    firstRun = await imported(
      [
        "José,Muñoz,Café Niño,jose@search.example,+57 300 123 4567,",
        "Ana,Ruiz,ACME,ana@search.example,,likes jose@other.example",
        `"${HOSTILE.replaceAll('"', '""')}",Gil,,luz@search.example,,`,
        ...Array.from({ length: 27 }, (_, n) => `Eva,Paz,,eva${n}@search.example,,`),
      ],
      "first.csv",
    );
    secondRun = await imported(["José María,Muñoz,Café Niño,jose@search.example,,"], "second.csv");
    await imported(["José,Otro,,jose@search.example,,"], "other.csv", api.second);
  });
  afterAll(() => api.close());

  const list = async (query: string, key = api.first.key) => {
    const { status, body } = await api.ask({ path: `/api/leads${query}`, key });
    expect([query, status]).toEqual([query, 200]);
    return Leads.parse(body);
  };
  const emails = (page: z.infer<typeof Leads>) => page.items.map(({ fields }) => fields.email).toSorted();
  const idOf = (email: string, { tenantId } = api.first) =>
    leadIdOf({ tenantId, identity: { kind: "email", value: email } });

  it("come page by page, each once, without whose they are", async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await list(`?limit=7${cursor === "" ? "" : `&cursor=${cursor}`}`);
      expect(page.looked).toBe(page.items.length);
      seen.push(...page.items.map(({ leadId }) => leadId));
      for (const lead of page.items) expect(lead).not.toHaveProperty("tenantId");
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(30);
    expect(new Set(seen).size).toBe(30);
    expect((await list("", api.second.key)).items).toHaveLength(1);
  });

  it.each([
    ["whatever the case and accents", "munoz JOSE", ["jose@search.example"]],
    ["in any field", "acme ruiz", ["ana@search.example"]],
    ["by the whole e-mail address, however it is written", " JOSE@Search.Example ", ["jose@search.example"]],
    ["by an address that is in the remarks", "jose@other.example", ["ana@search.example"]],
    ["by a part of the address", "luz@", ["luz@search.example"]],
    ["only with every word", "acme jose nobody", []],
    ["with marks of other languages", "%", []],
  ])("are found %s", async (_, search, expected) => {
    expect(emails(await list(`?search=${encodeURIComponent(search)}`))).toEqual(expected);
  });

  it("are found by their phone, however it is grouped", async () => {
    await imported(["Tel,Efono,,tel@search.example,+57 310 765 4321,"], "phone.csv", api.second);
    for (const search of ["+57 (310) 765-4321", "310 765", "005731076"]) {
      const page = await list(`?search=${encodeURIComponent(search)}`, api.second.key);
      expect([search, emails(page)]).toEqual([search, ["tel@search.example"]]);
    }
  });

  it("are those whose newest row is of a run", async () => {
    expect(emails(await list(`?runId=${secondRun}`))).toEqual(["jose@search.example"]);
    expect((await list(`?runId=${firstRun}&limit=100`)).items).toHaveLength(29);
    expect(emails(await list(`?runId=${firstRun}&search=jose@search.example`))).toEqual([]);
    expect((await list("?runId=unknown")).items).toEqual([]);
  });

  it("tell which file, row and rule gave each field, newest first, and which of the rows they are as", async () => {
    const leadId = idOf("jose@search.example");
    const { lead, history } = History.parse((await api.ask({ path: `/api/leads/${leadId}` })).body);
    expect(lead).toMatchObject({ leadId, runId: secondRun, sourceFile: "second.csv", row: 2 });
    expect(history).toMatchObject([
      {
        sourceFile: "second.csv",
        runId: secondRun,
        row: 2,
        current: true,
        fieldsChanged: ["firstName", "phone"],
      },
      { sourceFile: "first.csv", runId: firstRun, row: 2, current: false },
    ]);
    expect(history[1]?.fieldsChanged).toEqual(["firstName", "lastName", "company", "email", "phone"]);
    for (const { by } of history) expect(by).toMatchObject({ email: expect.stringContaining("mail") });
  });

  it("hold what cells held as it is", async () => {
    const { body } = await api.ask({ path: `/api/leads/${idOf("luz@search.example")}` });
    expect(Object.values(History.parse(body).lead.fields).join()).toContain(HOSTILE);
  });

  it("are exported as a CSV that only their tenant's key fetches", async () => {
    const answer = await api.ask({ method: "POST", path: "/api/leads/exports", body: {} });
    const { url, fileName, leads } = Export.parse(answer.body);
    expect([answer.status, leads]).toEqual([200, 30]);
    const file = await api.ask({ path: url });
    expect([file.status, file.headers.get("Content-Disposition")]).toEqual([
      ...[200, `attachment; filename="${fileName}"`],
    ]);
    const rows: unknown[] = parse(String(file.body), { columns: true });
    expect(rows).toHaveLength(30);
    expect((await api.ask({ path: url, key: api.second.key })).status).toBe(404);
    for (const name of ["..%2F..%2Fmillrace.db", "none.csv", "2026.csv"])
      expect((await api.ask({ path: `/api/leads/exports/${name}` })).status).toBe(404);
  });

  it("of another tenant are not found, nor what nobody has", async () => {
    const path = `/api/leads/${idOf("ana@search.example")}`;
    expect((await api.ask({ path })).status).toBe(200);
    expect((await api.ask({ path, key: api.second.key })).status).toBe(404);
    expect((await api.ask({ path: "/api/leads/unknown" })).status).toBe(404);
    expect((await api.ask({ path: "/api/leads?cursor=x" })).status).toBe(422);
  });

  it.each([
    ["GET", "/api/leads"],
    ["GET", "/api/leads/unknown"],
    ["POST", "/api/leads/exports"],
    ["GET", "/api/leads/exports/2026.csv"],
  ])("%s %s needs the scope leads:read", async (method, path) => {
    const key = await addKey({
      ...api,
      tenantId: api.first.tenantId,
      scopes: ["leads:write", "catalogs:read"],
    });
    const answer = await api.ask({ method, path, key, ...(method === "POST" ? { body: {} } : {}) });
    expect(answer).toMatchObject({
      status: 403,
      body: { detail: "it needs one of these scopes: leads:read" },
    });
  });
});
