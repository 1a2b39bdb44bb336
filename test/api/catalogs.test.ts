import { createKey, type Scope } from "@millrace/core/api-key";
import { cancelRun } from "@millrace/core/run-lifecycle";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Answer, type SeededApi, type SeededTenant, seededApi } from "../equipment/api.ts";
import { asins } from "../equipment/enriching.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

const Accepted = z.object({ tracking_id: z.string() });
const Progress = z.object({
  ...{ status: z.string(), startedAt: z.number().nullable(), expectedAt: z.number().nullable() },
  counts: z.object({ products: z.number(), enriched: z.number(), batches: z.number() }).nullable(),
});
const CsvRow = z.object({ productCode: z.string(), status: z.string() });
const Products = z.object({
  items: z.array(z.looseObject({ code: z.string(), status: z.string() })),
  nextCursor: z.string().nullable(),
});
const Batches = z.object({
  items: z.array(z.looseObject({ batchId: z.string() })),
  nextCursor: z.string().nullable(),
});

const Runs = z.object({ items: z.array(z.object({ runId: z.string() })) });

describe("catalogs over the API", () => {
  let keepa: KeepaServer;
  let api: SeededApi;
  beforeAll(async () => {
    keepa = await startKeepaServer({
      ...{ now: Date.now, tokens: 3_000, refillRate: 50 },
      unknown: (code) => code.endsWith("7"),
    });
    api = await seededApi({ env: { MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url } });
  });
  afterAll(async () => {
    await api.close();
    await keepa.close();
  });

  const submit = (catalogId: string, body: object, tenant: SeededTenant = api.first): Promise<Answer> =>
    api.ask({ method: "POST", path: `/api/catalogs/${catalogId}/enrich`, body, key: tenant.key });
  /** Submits codes and waits for the end of their run. */
  const enrich = async (catalogId: string, body: object, tenant?: SeededTenant): Promise<string> => {
    const { tracking_id: runId } = Accepted.parse((await submit(catalogId, body, tenant)).body);
    await api.app.flows.idle();
    return runId;
  };
  const itemsOf = async (path: string) => Products.parse((await api.ask({ path })).body).items;

  it("are begun at once, followed by the run's id, and end with every product in its place", async () => {
    const codes = [...asins(38), "9780306406157", "9780306406158", "=1+1", "B000000003"];
    const answer = await submit("spring", { codes, batchSize: 20 });
    expect(answer.status).toBe(202);
    const { tracking_id: runId } = Accepted.parse(answer.body);
    expect(answer.body).toEqual({
      ...{ message: expect.any(String), tracking_id: runId, total_products: null, total_batches: null },
    });
    const location = answer.headers.get("Location") ?? "";
    expect(location).toBe(`/api/runs/${runId}`);
    await api.app.flows.idle();
    const { status, body } = await api.ask({ path: location });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        ...{ runId, catalogId: "spring", status: "COMPLETED", provider: "keepa", marketplace: "com" },
        ...{ user: api.first.key.split("_")[1], halted: null, error: null, expectedAt: null },
        counts: {
          ...{ rows: 42, duplicates: 1, products: 41, enriched: 34, noData: 5, rejected: 2, pending: 0 },
          ...{ batches: 3, failedBatches: 0 },
        },
        tokens: { spent: 34, left: 2_966, perMinute: 50 },
      }),
    ]);
    const products = await itemsOf("/api/catalogs/spring/products?limit=100");
    expect(products).toHaveLength(41);
    expect(products[0]).not.toHaveProperty("tenantId");
    expect(products[0]).not.toHaveProperty("claim");
    expect(products.find(({ code }) => code === "9780306406158")).toMatchObject({
      ...{ status: "rejected", reason: "code.checkDigit", row: 41 },
    });
  });

  it("have their batches by page, and by status", async () => {
    const runId = await enrich("batches", { codes: asins(12, 100), batchSize: 5 });
    const ask = async (query: string) =>
      Batches.parse((await api.ask({ path: `/api/runs/${runId}/batches${query}` })).body);
    const first = await ask("?limit=2");
    expect(first.items).toMatchObject([
      { batchId: "b0000001", status: "COMPLETED", products: 5, enriched: 5, pending: 0, tokens: 5 },
      { batchId: "b0000002", status: "COMPLETED", products: 5, enriched: 4, noData: 1, tokens: 4 },
    ]);
    const second = await ask(`?limit=2&cursor=${first.nextCursor}`);
    expect([second.items.length, second.nextCursor]).toEqual([1, null]);
    expect((await ask("?status=FAILED")).items).toEqual([]);
  });

  it("have their products by page, each once, and by status", async () => {
    await enrich("pages", { codes: [...asins(45, 200), "x".repeat(300), "\u0001\ud800!"] });
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const answer = await api.ask({ path: `/api/catalogs/pages/products?limit=10${query}` });
      expect(answer.status).toBe(200);
      const page = Products.parse(answer.body);
      seen.push(...page.items.map(({ code }) => code));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(47);
    expect(new Set(seen).size).toBe(47);
    const noData = await itemsOf("/api/catalogs/pages/products?status=noData&limit=3");
    expect(noData.map(({ code }) => code)).toEqual(["B000000207", "B000000217", "B000000227"]);
    expect(await itemsOf("/api/catalogs/pages/products?status=pending")).toEqual([]);
  });

  it("are exported as CSV that runs no formula", async () => {
    await enrich("export", { codes: [...asins(2, 300), "=1+1"] });
    const { status, headers, body } = await api.ask({ path: "/api/catalogs/export/products.csv" });
    expect([status, headers.get("Content-Type"), headers.get("Content-Disposition")]).toEqual([
      ...[200, "text/csv; charset=utf-8", 'attachment; filename="export.csv"'],
    ]);
    const rows = z.array(CsvRow).parse(parse(String(body), { columns: true }));
    expect(rows.map((row) => [row.productCode, row.status])).toEqual([
      ["'=1+1", "rejected"],
      ["B000000300", "enriched"],
      ["B000000301", "enriched"],
    ]);
    const some = await api.ask({ path: "/api/catalogs/export/products.csv?status=rejected" });
    expect(String(some.body).trim().split("\n")).toHaveLength(2);
  });

  it("may name their provider beside them, if it is one", async () => {
    const body = { codes: ["B000000001"] };
    const ask = (provider: string) =>
      api.ask({ method: "POST", path: `/api/catalogs/beside/enrich?provider=${provider}`, body });
    expect((await ask("keepa")).status).toBe(202);
    expect(await ask("other")).toMatchObject({
      status: 422,
      body: { errors: [{ in: "query", field: "provider" }] },
    });
  });

  it("whose provider refuses are paused, and say why; sample values are marked", async () => {
    keepa.script({ status: 402 });
    const runId = await enrich("refused", { codes: asins(3, 400), sample: true });
    const progress = (await api.ask({ path: `/api/runs/${runId}` })).body;
    expect(progress).toMatchObject({
      ...{ status: "PAUSED", halted: { name: "Keepa.PaymentRequired" }, expectedAt: null },
      counts: { products: 3, pending: 3 },
    });
    const [product] = await itemsOf("/api/catalogs/refused/products");
    expect(product).toMatchObject({ status: "pending", source: "sample", reason: "Keepa.PaymentRequired" });
  });

  it("have runs that are listed by catalog and by who began them, newest first", async () => {
    const body = { codes: asins(2, 700) };
    const [older, other, newer] = [
      await enrich("mine", body),
      await enrich("other", body),
      await enrich("mine", body),
    ];
    const idsOf = async (query: string) =>
      Runs.parse((await api.ask({ path: `/api/runs?limit=100&${query}` })).body).items.map(
        ({ runId }) => runId,
      );
    expect(await idsOf("catalogId=mine")).toEqual([newer, older]);
    const user = api.first.key.split("_")[1];
    expect((await idsOf(`user=${user}`)).slice(0, 3)).toEqual([newer, other, older]);
    expect(await idsOf(`catalogId=mine&user=${user}`)).toEqual([newer, older]);
    expect(await idsOf("user=drop")).toEqual([]);
  });

  it.each([
    ["no codes", {}],
    ["an empty list", { codes: [] }],
    ["1,001 codes", { codes: asins(1_001) }],
    ["a blank code", { codes: ["  "] }],
    ["a provider nobody knows", { codes: ["B000000001"], provider: "other" }],
    ["a marketplace nobody knows", { codes: ["B000000001"], marketplace: "atlantis" }],
    ["too small a batch", { codes: ["B000000001"], batchSize: 4 }],
    ["codes and a key", { codes: ["B000000001"], key: "catalogs/default/1-a.csv" }],
    ["a version of codes", { codes: ["B000000001"], version: "1" }],
    ["a column of codes", { codes: ["B000000001"], codeColumn: "asin" }],
    ["a field that is not there", { codes: ["B000000001"], user: "somebody" }],
  ])("%s: 422, and nothing is registered", async (_, body) => {
    const before = await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 100 });
    expect((await submit("invalid", body)).status).toBe(422);
    expect(await api.app.deps.runs.list({ tenantId: api.first.tenantId, limit: 100 })).toEqual(before);
  });

  it("1,000 codes fit into a body", async () => {
    const runId = await enrich("large", { codes: asins(1_000, 1_000) });
    expect((await api.ask({ path: `/api/runs/${runId}` })).body).toMatchObject({
      counts: { products: 1_000 },
    });
  });

  it("of another tenant are not found, nor what nobody has; the same name is another catalog", async () => {
    const { first, second } = api;
    const runId = await enrich("secret", { codes: asins(3, 600) }, second);
    for (const path of [
      ...[`/api/runs/${runId}`, `/api/runs/${runId}/batches`],
      ...[
        "/api/catalogs/secret/products",
        "/api/catalogs/secret/products.csv",
        "/api/catalogs/none/products",
      ],
      ...["/api/runs/unknown", "/api/runs/%00/batches", `/api/catalogs/${"x".repeat(65)}/products`],
    ])
      expect([path, (await api.ask({ path })).status]).toEqual([path, 404]);
    expect((await api.ask({ path: `/api/runs/${runId}`, key: second.key })).status).toBe(200);
    await enrich("secret", { codes: asins(1, 700) });
    const codes = async (key: string) =>
      Products.parse((await api.ask({ path: "/api/catalogs/secret/products", key })).body).items.map(
        ({ code }) => code,
      );
    expect(await codes(first.key)).toEqual(asins(1, 700));
    expect(await codes(second.key)).toEqual(asins(3, 600));
  });

  it.each<[string, string, Scope]>([
    ["POST", "/api/catalogs/spring/enrich", "catalogs:write"],
    ["GET", "/api/catalogs/spring/products", "catalogs:read"],
    ["GET", "/api/catalogs/spring/products.csv", "catalogs:read"],
    ["GET", "/api/catalogs", "catalogs:read"],
  ])("%s %s needs the scope %s", async (method, path, scope) => {
    const randomBytes = (count: number) => new Uint8Array(count).fill(path.length + method.length);
    const scopes = (["catalogs:write", "catalogs:read"] as const).filter((one) => one !== scope);
    const { tenantId } = api.first;
    const { key, record } = createKey({ tenantId, name: "other", scopes, createdAt: 0, randomBytes });
    await api.app.apiKeys.add(record);
    const body = method === "POST" ? { body: { codes: ["B000000001"] } } : {};
    const answer = await api.ask({ method, path, key, ...body });
    expect(answer).toMatchObject({ status: 403, body: { detail: `it needs one of these scopes: ${scope}` } });
  });

  // The last: it leaves the account without tokens.
  it("give an expected end that comes from the tokens, and counts once the codes are read", async () => {
    keepa.script({ tokensLeft: 5 });
    const { tracking_id: runId } = Accepted.parse(
      (await submit("waiting", { codes: asins(60, 500), batchSize: 20 })).body,
    );
    const progress = async () => Progress.parse((await api.ask({ path: `/api/runs/${runId}` })).body);
    let seen = await progress();
    while (seen.status !== "RUNNING" || seen.expectedAt === null || seen.counts?.enriched === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      seen = await progress();
    }
    expect(seen.expectedAt).toBeGreaterThan(Number(seen.startedAt) + 30_000);
    expect(seen.counts).toMatchObject({ products: 60, batches: 3 });
    await cancelRun({ runId }, api.app.deps);
    const ended = (await api.ask({ path: `/api/runs/${runId}` })).body;
    expect(ended).toMatchObject({ status: "CANCELLED", expectedAt: null });
  });
});
