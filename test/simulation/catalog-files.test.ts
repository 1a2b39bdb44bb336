import { type VirtualClock, virtualClock } from "@millrace/asl";
import { CatalogSubmission, submitCatalog } from "@millrace/core/catalog-enrichment";
import { readText } from "@millrace/core/object";
import { runKeys } from "@millrace/core/run-file";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asins, catalogEquationHolds, type EnrichingBench, enrichingBench } from "../equipment/enriching.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

describe("a catalog's file", () => {
  let clock: VirtualClock;
  let server: KeepaServer;
  let bench: EnrichingBench;

  beforeEach(async () => {
    clock = virtualClock();
    server = await startKeepaServer({ now: clock.now, refillRate: 500 });
    bench = enrichingBench({ clock, keepaUrl: server.url });
  });
  afterEach(async () => {
    await server.close();
    bench.close();
  });
  const rejects = async (runId: string) =>
    (await readText({ objects: bench.deps.objects, key: runKeys.rejected(runId) }))
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));

  it("tells each bad code by row, field and what to do, and keeps it as a rejected product", async () => {
    const run = await bench.enrich(
      ["sku,UPC,price", "a,036000291452,1", "b,036000291453,2", "c,9.78E+12,3", "d,,4", "e,hello,5"].join(
        "\n",
      ),
    );
    expect(await bench.summary(run)).toMatchObject({ rows: 5, products: 5, enriched: 1, rejected: 4 });
    expect(await rejects(run.runId)).toMatchObject([
      { row: 3, field: "UPC", code: "code.checkDigit", cells: ["b", "036000291453", "2"] },
      { row: 4, field: "UPC", code: "code.damaged" },
      { row: 5, field: "UPC", code: "code.missing" },
      { row: 6, field: "UPC", code: "code.invalid" },
    ]);
    expect(
      (await bench.products()).map(({ code, kind, status, reason }) => [code, kind, status, reason]),
    ).toEqual([
      ["036000291452", "upc", "enriched", null],
      ["036000291453", null, "rejected", "code.checkDigit"],
      ["9.78E+12", null, "rejected", "code.damaged"],
      ["hello", null, "rejected", "code.invalid"],
      ["row 5", null, "rejected", "code.missing"],
    ]);
  });

  it("meets each code once, however it is written: the first row is the product's, later ones are duplicates", async () => {
    const run = await bench.enrich(
      ["code", "B000000001", " b000000001 ", "0036000291452", "036000291452", "36000291452.0"].join("\n"),
    );
    expect(await bench.summary(run)).toMatchObject({
      rows: 5,
      duplicates: 3,
      products: 2,
      enriched: 2,
      tokensSpent: 2,
    });
    expect((await bench.products()).map(({ code, row }) => [code, row])).toEqual([
      ["036000291452", 4],
      ["B000000001", 2],
    ]);
  });

  it("is asked about in one call a batch, of ASINs or of other codes, never of both", async () => {
    const others = ["036000291452", "9780306406157", "4006381333931", "5901234123457", "8711253001202"];
    await bench.enrich(["code", ...asins(10).flatMap((asin, n) => [asin, others[n] ?? ""])].join("\n"), {
      batchSize: 5,
    });
    expect(server.calls.map(({ codes }) => codes.length)).toEqual([5, 5, 5]);
    for (const { parameters } of server.calls) expect("asin" in parameters).not.toBe("code" in parameters);
  });

  it("names the column of its codes where nothing tells it", async () => {
    const file = ["x,y", ...asins(3).map((asin) => `B00000000A,${asin}`)].join("\n");
    const run = await bench.enrich(file, { codeColumn: "y" });
    expect(await bench.summary(run)).toMatchObject({ enriched: 3, duplicates: 0 });
    const wrong = await bench.enrich(file, { codeColumn: "z", catalogId: "other" });
    expect(wrong).toMatchObject({ status: "FAILED", error: { name: "Input.Invalid" } });
  });

  it("without codes fails its run by name; with none that holds it completes, all rejected", async () => {
    expect(await bench.enrich("name,price\nshirt,1\nhat,2\n")).toMatchObject({
      ...{ status: "FAILED", error: { name: "LeadFile.Malformed" } },
    });
    const run = await bench.enrich("asin\nnone\nB0\n", { catalogId: "bad" });
    expect(await bench.summary(run)).toMatchObject({ status: "COMPLETED", rows: 2, rejected: 2, batches: 0 });
    expect(server.calls).toEqual([]);
  });

  it("named again for another shop, by another tenant or a day later is asked about again; else never", async () => {
    const file = ["asin", ...asins(5)].join("\n");
    const tokens = async (run: Promise<Parameters<typeof bench.summary>[0]>) =>
      (await bench.summary(await run)).tokensSpent;
    expect(await tokens(bench.enrich(file))).toBe(5);
    expect(await tokens(bench.enrich(file))).toBe(0);
    expect(await tokens(bench.enrich(file, { marketplace: "de" }))).toBe(5);
    expect((await bench.products())[0]?.fields).toMatchObject({ marketplace: "de", currency: "EUR" });
    await clock.sleep(24 * 3_600_000 - 60_000);
    expect(await tokens(bench.enrich(file, { catalogId: "autumn" }))).toBe(0);
    const [taken] = await bench.products("autumn");
    expect(taken?.fields).toMatchObject({ asin: asins(1)[0], marketplace: "com" });
    // As old as the answer, not as the copy.
    expect(taken?.enrichedAt).toBeLessThan(clock.now() - 23 * 3_600_000);
    expect(await tokens(bench.enrich(file))).toBe(0);
    const submission = CatalogSubmission.parse({ codes: asins(5) });
    const elsewhere = { tenantId: "other", catalogId: "spring", user: "key", submission };
    const other = await clock.during(submitCatalog(elsewhere, bench.deps));
    expect(await tokens(bench.ended(other?.runId ?? ""))).toBe(5);
    await clock.sleep(120_000);
    expect(await tokens(bench.enrich(file, { catalogId: "autumn" }))).toBe(5);
  });

  it("of any rows has every row counted once, and every code paid for once in all catalogs", async () => {
    const Cell = fc.oneof(
      fc.constantFrom(...asins(12)),
      fc.constantFrom("036000291452", "9780306406157", "036000291453", "", "n/a", "9.78E+12", "shirt"),
    );
    let catalog = 0;
    let tokens = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(Cell, { minLength: 1, maxLength: 60 }),
        fc.option(fc.integer({ min: 5, max: 50 })),
        async (cells, batchSize) => {
          const catalogId = `c${++catalog}`;
          const lines = ["asin,sku", "B0000AAAAA,first", ...cells.map((cell, n) => `${cell},s${n}`)];
          const run = await bench.enrich(lines.join("\n"), { catalogId, batchSize });
          const summary = await bench.summary(run);
          expect(summary).toMatchObject({ status: "COMPLETED", rows: cells.length + 1, pending: 0 });
          expect(catalogEquationHolds(summary)).toBe(true);
          expect([...server.spent.values()].every((cost) => cost === 1)).toBe(true);
          tokens += summary.tokensSpent;
          expect(server.spent.size).toBe(tokens);
        },
      ),
      { numRuns: 30 },
    );
  });
});
