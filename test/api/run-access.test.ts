import type { Scope } from "@millrace/core/api-key";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { run as sampleRun } from "../contract/samples.ts";
import { addKey, type SeededApi, type SeededTenant, seededApi } from "../equipment/api.ts";
import { asins } from "../equipment/enriching.ts";
import { importText, RULES } from "../equipment/importing.ts";

const Runs = z.object({
  items: z.array(z.looseObject({ runId: z.string() })),
  nextCursor: z.string().nullable(),
});

describe("who sees which runs over the API", () => {
  let api: SeededApi;
  beforeAll(async () => {
    api = await seededApi();
  });
  afterAll(() => api.close());

  const people = (count: number, domain: string) =>
    Array.from({ length: count }, (_, n) => `Ana,Ruiz,ana${n}@${domain}`);
  const csv = (rows: string[]) => ["First name,Last name,Email", ...rows, ""].join("\n");
  const imported = (text: string, { tenant = api.first }: { tenant?: SeededTenant } = {}) =>
    importText({ text, app: api.app, tenantId: tenant.tenantId });
  async function enriched(catalogId: string): Promise<string> {
    const body = { codes: asins(6), batchSize: 5 };
    const answer = await api.ask({ method: "POST", path: `/api/catalogs/${catalogId}/enrich`, body });
    await api.app.flows.idle();
    return z.object({ tracking_id: z.string() }).parse(answer.body).tracking_id;
  }
  const ok = async (path: string, key = api.first.key) => {
    const { status, body } = await api.ask({ path, key });
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const post = (path: string, body: object = {}) => api.ask({ method: "POST", path, body });
  const keyWith = (scopes: Scope[], { tenantId } = api.first) => addKey({ app: api.app, tenantId, scopes });

  it("are listed newest first, by flow and status, of the kinds a key may read", async () => {
    const tenant = api.second;
    const leads = await imported(csv(people(3, "list.example")), { tenant });
    const empty = await imported("", { tenant });
    const submit = {
      method: "POST",
      path: "/api/catalogs/list/enrich",
      body: { codes: asins(5) },
      key: tenant.key,
    };
    const catalog = z.object({ tracking_id: z.string() }).parse((await api.ask(submit)).body).tracking_id;
    await api.app.flows.idle();
    const idsOf = async (query: string, key = tenant.key) =>
      Runs.parse(await ok(`/api/runs${query}`, key)).items.map(({ runId }) => runId);
    expect(await idsOf("")).toEqual([catalog, empty, leads]);
    expect(await idsOf("?flow=lead-import")).toEqual([empty, leads]);
    expect(await idsOf("?status=FAILED")).toEqual([empty]);
    expect(await idsOf("?status=PAUSED&flow=lead-import")).toEqual([]);
    const first = Runs.parse(await ok("/api/runs?limit=2", tenant.key));
    expect(await idsOf(`?limit=2&cursor=${first.nextCursor}`)).toEqual([leads]);
    const ofLeads = await keyWith(["leads:read"], tenant);
    const ofCatalogs = await keyWith(["catalogs:read"], tenant);
    expect(await idsOf("", ofLeads)).toEqual([empty, leads]);
    expect(await idsOf("", ofCatalogs)).toEqual([catalog]);
    expect(await idsOf("?flow=lead-import", ofCatalogs)).toEqual([]);
    expect((await api.ask({ path: "/api/runs?status=NONE" })).status).toBe(422);
  });

  const READS = [
    "",
    "/batches",
    "/grid",
    "/rejects",
    "/rejects/summary",
    "/rejects.csv",
    "/executions",
    "/undo",
    "/live",
  ];
  const WRITES = ["/retry", "/cancel", "/undo"];

  it("of another tenant, or of a kind the key may do nothing with, are not found", async () => {
    const leads = await imported(csv(people(1, "secret.example")));
    const catalog = await enriched("secret");
    const ofLeads = await keyWith(["leads:read", "leads:write"]);
    const cases: [string, string][] = [
      [leads, api.second.key],
      [catalog, api.second.key],
      [catalog, ofLeads],
      ["unknown", api.first.key],
    ];
    for (const [runId, key] of cases) {
      const events = `/executions/${runId}/events`;
      for (const below of [...READS, events])
        expect([below, (await api.ask({ path: `/api/runs/${runId}${below}`, key })).status]).toEqual([
          below,
          404,
        ]);
      for (const below of WRITES) {
        const path = `/api/runs/${runId}${below}`;
        expect([below, (await api.ask({ method: "POST", path, key, body: {} })).status]).toEqual([
          below,
          404,
        ]);
      }
    }
    expect(await post(`/api/runs/${catalog}/undo`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("is of a catalog") },
    });
  });

  it("need a scope of their kind", async () => {
    const runId = await imported(csv(people(1, "scopes.example")));
    const none = await keyWith(["customers:read"]);
    const reader = await keyWith(["leads:read", "catalogs:write"]);
    for (const path of ["/api/runs", "/api/live", ...READS.map((below) => `/api/runs/${runId}${below}`)]) {
      const detail = "it needs one of these scopes: leads:read, catalogs:read";
      expect(await api.ask({ path, key: none })).toMatchObject({ status: 403, body: { detail } });
    }
    for (const below of WRITES) {
      const ask = { method: "POST", path: `/api/runs/${runId}${below}`, body: {} };
      expect(await api.ask({ ...ask, key: none })).toMatchObject({ status: 403 });
      const detail = "it needs one of these scopes: leads:write";
      expect(await api.ask({ ...ask, key: reader })).toMatchObject({ status: 403, body: { detail } });
    }
  });

  it("catalogs are listed with their last run", async () => {
    const { tenantId } = api.second;
    const key = await keyWith(["catalogs:read"], api.second);
    const options = {
      ...RULES,
      catalogId: "b",
      provider: "keepa",
      marketplace: "com",
      batchSize: null,
    } as const;
    const ofCatalog = { ...options, codeColumn: null, sample: false, user: "drop" };
    for (const [upload, catalogId] of [
      [1, "b"],
      [2, "a"],
      [3, "b"],
    ] as const) {
      const more = { runId: `catalog-${upload}`, options: { ...ofCatalog, catalogId } };
      await api.app.deps.runs.register(sampleRun({ tenantId, upload, ...more }));
    }
    const { items } = z
      .object({
        items: z.array(z.object({ catalogId: z.string(), lastRun: z.looseObject({ runId: z.string() }) })),
      })
      .parse(await ok("/api/catalogs", key));
    expect(items.map(({ catalogId, lastRun }) => [catalogId, lastRun.runId])).toEqual([
      ["a", "catalog-2"],
      ["b", "catalog-3"],
      ["list", expect.any(String)],
    ]);
  });
});
