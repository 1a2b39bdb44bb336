import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SeededApi, seededApi } from "../equipment/api.ts";
import { type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { asins } from "../equipment/enriching.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";
import { leadFile } from "../equipment/lead-file.ts";
import { LeadPreview, previewing, Started } from "../equipment/previewing.ts";

describe("previews where a model and Keepa can be asked", () => {
  let api: SeededApi;
  let page: ReturnType<typeof previewing>;
  let chat: ChatServer;
  let keepa: KeepaServer;
  beforeAll(async () => {
    chat = await startChatServer();
    keepa = await startKeepaServer({ now: Date.now, tokens: 300, refillRate: 5, unknown: () => false });
    api = await seededApi({
      env: {
        ...{ MILLRACE_MODEL_KEY: "test", MILLRACE_MODEL_URL: chat.url, MILLRACE_MODEL: "deepseek-flash" },
        ...{ MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: keepa.url },
      },
    });
    page = previewing(api);
  });
  afterAll(async () => {
    await api.close();
    await chat.close();
    await keepa.close();
  });

  it("the session says what can be chosen", async () => {
    const { status, body } = await api.ask({ path: "/api/session" });
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        ...{ tenantId: api.first.tenantId, place: "machine" },
        key: expect.objectContaining({ name: "test", scopes: expect.arrayContaining(["leads:write"]) }),
        uploads: { maxBytes: 512 * 1024 * 1024, types: expect.arrayContaining([".csv", ".xlsx"]) },
        imports: expect.objectContaining({ country: null, mode: "hybrid", model: "deepseek-flash" }),
        catalogs: { ready: true, marketplaces: expect.arrayContaining(["com"]) },
      }),
    ]);
  });

  it.each(["hybrid", "model"])(
    "mode %s: calls are foreseen as they come, and the cost in its order",
    async (mode) => {
      const { csv, leads } = leadFile(60);
      const previewId = await page.upload({ content: csv.replaceAll("@correo", `@${mode}`) });
      const choice = { kind: "leads", mode, country: "CO" };
      const preview = LeadPreview.parse((await page.read(previewId, choice)).body);
      expect(preview.counts.open).toBeGreaterThanOrEqual(leads.filter(({ open }) => open).length - 5);
      expect(chat.bodies).toEqual(mode === "hybrid" ? [] : expect.anything());
      const { runId } = Started.parse((await page.start(previewId, choice)).body);
      await api.app.flows.idle();
      const run = await api.app.deps.runs.get({ runId });
      expect(preview.model?.calls).toBe(run?.model.calls);
      // The server counts a token for four characters.
      expect(preview.model?.costUsd).toBeGreaterThan((run?.model.costUsd ?? 0) / 5);
      expect(preview.model?.costUsd).toBeLessThan((run?.model.costUsd ?? 0) * 5);
      const rules = LeadPreview.parse((await page.read(previewId, { ...choice, mode: "rules" })).body);
      expect(rules.model).toBeNull();
    },
  );

  it("a catalog is shown with its codes, and what it takes of the tokens", async () => {
    const content = ["asin,name", "B000000001,a", "B000000002,b", "B000000001,c", "nothing,d"].join("\n");
    const file = { kind: "catalog" as const, fileName: "Catálogo de otoño.csv", content };
    const previewId = await page.upload(file);
    const first = await page.read(previewId, { kind: "catalog" });
    expect([first.status, first.body]).toEqual([
      200,
      expect.objectContaining({
        ...{ kind: "catalog", codeColumn: "asin", catalogId: "Catalogo-de-otono" },
        counts: { rows: 4, duplicates: 1, rejected: 1, products: 2, fresh: 0, complete: true },
        tokens: expect.objectContaining({ needed: 2 }),
      }),
    ]);
    expect(first.body).toMatchObject({
      rows: [
        { row: 2, code: "B000000001", kind: "asin", refused: null },
        { row: 3, code: "B000000002" },
        { row: 4, code: "B000000001" },
        { row: 5, code: null, kind: null, refused: { field: "asin", code: "code.invalid" } },
      ],
    });
    const started = await page.start(previewId, { kind: "catalog", catalogId: "autumn" });
    const { runId } = Started.parse(started.body);
    await api.app.flows.idle();
    expect((await api.ask({ path: `/api/runs/${runId}` })).body).toMatchObject({
      ...{ status: "COMPLETED", catalogId: "autumn", user: api.first.key.split("_")[1] },
      counts: { rows: 4, duplicates: 1, rejected: 1, products: 3, enriched: 2 },
    });
    // What is known is not paid for again, whichever catalog knows it.
    const again = await page.read(await page.upload(file), { kind: "catalog" });
    expect(again.body).toMatchObject({
      counts: { fresh: 2 },
      tokens: { needed: 0, left: 298, perMinute: 5 },
    });
    const elsewhere = await page.read(await page.upload(file), { kind: "catalog", marketplace: "de" });
    expect(elsewhere.body).toMatchObject({ counts: { fresh: 0 }, tokens: { needed: 2 } });
  });

  it("a catalog without a column of codes is shown, and not started before one is named", async () => {
    const content = `old,new\n${asins(3, 50)
      .map((asin) => `x,${asin.slice(0, 4)}`)
      .join("\n")}\n`;
    const previewId = await page.upload({ kind: "catalog", content });
    const { body } = await page.read(previewId, { kind: "catalog" });
    expect(body).toMatchObject({ codeColumn: null, counts: { rows: 3, products: 0, rejected: 3 } });
    const refused = await page.start(previewId, { kind: "catalog" });
    expect(refused).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining("product codes") },
    });
    const named = await page.read(previewId, { kind: "catalog", codeColumn: "new" });
    expect(named.body).toMatchObject({ codeColumn: "new" });
  });
});
