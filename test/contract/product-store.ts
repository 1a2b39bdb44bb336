import type { NewProduct, ProductOutcome, ProductStore } from "@millrace/core/product";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unique } from "./samples.ts";

/** What {@link productStoreContract} asks of an adapter: an open store, empty or not. */
export type MakeProductStore = () => Promise<{ store: ProductStore; close(): Promise<void> }>;

/** What every {@link ProductStore} does. The store may be shared: each test has a tenant of its own. */
export function productStoreContract(name: string, make: MakeProductStore): void {
  describe(`${name}: the contract of ProductStore`, () => {
    let store: ProductStore;
    let close: () => Promise<void>;
    let tenantId: string;
    const catalogId = "Catálogo / 2024";

    beforeEach(async () => {
      ({ store, close } = await make());
      tenantId = unique("tenant");
    });
    afterEach(() => close());

    const named = (code: string, runId = "run-1", row = 1): NewProduct => ({
      ...{ tenantId, catalogId, code, kind: "asin", row, runId },
      status: "pending",
    });
    const put = (...codes: string[]) => store.put({ products: codes.map((code) => named(code)), at: 1_000 });
    const update = (...outcomes: ProductOutcome[]) => store.update({ tenantId, catalogId, outcomes });
    const get = async (code: string) => (await store.get({ tenantId, catalogId, codes: [code] }))[0];
    const real = { title: "Zoë's 𝒥", prices: { new: 1499, used: null }, categories: ["Toys"] };

    it("keeps products as pending until something is known", async () => {
      await put("A");
      expect(await get("A")).toEqual({
        ...{ tenantId, catalogId, code: "A", kind: "asin", row: 1, runId: "run-1", status: "pending" },
        ...{ reason: null, pendingUntil: null, fields: {}, sampled: [], source: null, enrichedAt: null },
        updatedAt: 1_000,
      });
      expect(await get("B")).toBeUndefined();
    });

    it("keeps rejected rows with their reason", async () => {
      const rejected = {
        ...named("9.78E+12"),
        kind: null,
        status: "rejected",
        reason: "code.damaged",
      } as const;
      await store.put({ products: [rejected], at: 1 });
      expect(await get("9.78E+12")).toMatchObject({ status: "rejected", reason: "code.damaged", kind: null });
    });

    it("takes 300 products at once, and gives them back page by page, in order of code", async () => {
      const codes = Array.from({ length: 300 }, (_, n) => `C${String(n).padStart(4, "0")}`);
      await put(...codes.toReversed());
      const pages = [];
      for (let after: string | undefined; ; ) {
        const page = await store.list({
          tenantId,
          catalogId,
          limit: 140,
          ...(after === undefined ? {} : { after }),
        });
        pages.push(page.map(({ code }) => code));
        after = page.at(-1)?.code;
        if (page.length < 140) break;
      }
      expect(pages.map(({ length }) => length)).toEqual([140, 140, 20]);
      expect(pages.flat()).toEqual(codes);
      expect(await store.get({ tenantId, catalogId, codes })).toHaveLength(300);
    });

    it("keeps tenants and catalogs apart", async () => {
      await put("A");
      await store.put({ products: [{ ...named("A"), catalogId: "other" }], at: 1 });
      await update({ code: "A", at: 5, status: "enriched", fields: real });
      expect(await store.get({ tenantId, catalogId: "other", codes: ["A"] })).toMatchObject([
        { status: "pending" },
      ]);
      expect(await store.list({ tenantId: unique("tenant"), catalogId, limit: 10 })).toEqual([]);
    });

    it("takes what the provider says, whatever was there", async () => {
      await put("A");
      const [after] = await update({ code: "A", at: 5_000, status: "enriched", fields: real });
      expect(after).toMatchObject({ status: "enriched", source: "keepa", fields: real, enrichedAt: 5_000 });
      expect(await get("A")).toEqual(after);
      await update({ code: "A", at: 6_000, status: "enriched", fields: { title: "new" } });
      expect(await get("A")).toMatchObject({ fields: { title: "new" }, enrichedAt: 6_000 });
      expect((await get("A"))?.fields).not.toHaveProperty("prices");
    });

    it("knows why there is nothing, and until when it waits", async () => {
      await put("A", "B", "C");
      await update(
        { code: "A", at: 2, status: "noData", reason: "product.notFound" },
        { code: "B", at: 2, status: "rejected", reason: "Keepa.InvalidRequest" },
        { code: "C", at: 2, status: "pending", reason: "Keepa.OutOfTokens", until: 99 },
      );
      expect(await store.list({ tenantId, catalogId, limit: 10 })).toMatchObject([
        { status: "noData", reason: "product.notFound" },
        { status: "rejected", reason: "Keepa.InvalidRequest" },
        { status: "pending", reason: "Keepa.OutOfTokens", pendingUntil: 99 },
      ]);
    });

    it("named again by the same run changes nothing", async () => {
      await put("A", "B");
      await update({ code: "A", at: 2, status: "noData", reason: "product.notFound" });
      const before = await store.list({ tenantId, catalogId, limit: 10 });
      await store.put({ products: [named("A", "run-1", 7), named("B")], at: 9_000 });
      expect(await store.list({ tenantId, catalogId, limit: 10 })).toEqual(before);
    });

    it("named by another run is asked about again, unless it is enriched; what is known stays", async () => {
      await put("A", "B");
      await update(
        { code: "A", at: 2, status: "noData", reason: "product.notFound" },
        { code: "B", at: 2, status: "enriched", fields: real },
      );
      await store.put({ products: [named("A", "run-2", 3), named("B", "run-2", 4)], at: 9_000 });
      expect(await store.list({ tenantId, catalogId, limit: 10 })).toMatchObject([
        { code: "A", status: "pending", reason: null, runId: "run-2", row: 3 },
        { code: "B", status: "enriched", runId: "run-2", row: 4, fields: real, enrichedAt: 2 },
      ]);
    });

    it("fills empty fields with sample values, marked, and never a real one", async () => {
      await put("A", "B");
      await update({ code: "A", at: 2, status: "enriched", fields: { title: "real" } });
      const sample = { title: "sample", rating: 4 };
      const failed = { at: 3, status: "pending", reason: "Keepa.Unavailable", until: null, sample } as const;
      await update({ code: "A", ...failed }, { code: "B", ...failed });
      expect(await get("A")).toMatchObject({
        ...{ status: "pending", source: "sample", sampled: ["rating"], fields: { title: "real", rating: 4 } },
      });
      expect(await get("B")).toMatchObject({
        source: "sample",
        sampled: ["title", "rating"],
        fields: sample,
      });
      await update({ code: "B", at: 4, status: "enriched", fields: { title: "real" } });
      expect(await get("B")).toMatchObject({ status: "enriched", source: "keepa", sampled: [] });
      expect((await get("B"))?.fields).toEqual({ title: "real" });
    });

    it("leaves a late outcome, and one of an unknown product, alone", async () => {
      await put("A");
      await update({ code: "A", at: 10, status: "enriched", fields: real });
      await update({ code: "A", at: 9, status: "enriched", fields: { title: "old" } });
      await update({ code: "A", at: 9, status: "noData", reason: "product.notFound" });
      expect(await get("A")).toMatchObject({ status: "enriched", fields: real, enrichedAt: 10 });
      expect(await update({ code: "Z", at: 9, status: "enriched", fields: real })).toEqual([]);
      expect(await get("Z")).toBeUndefined();
    });

    it("changed by many at once ends with the newest data", async () => {
      await put("A");
      await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          update({ code: "A", at: 10 + n, status: "enriched", fields: { title: String(n) } }),
        ),
      );
      expect(await get("A")).toMatchObject({ fields: { title: "7" }, enrichedAt: 17 });
    });

    it("claimed by many at once is one's, until it has been answered or the time is over", async () => {
      await put("A");
      const claim = (by: string, at: number) =>
        update({ code: "A", at, status: "claimed", by, until: at + 10 });
      const claims = await Promise.all(["x", "y", "z", "x"].map((by) => claim(by, 100)));
      const owners = new Set(claims.flat().map((product) => product.claim?.by));
      expect(owners.size).toBe(1);
      const [owner = ""] = owners;
      expect((await claim("late", 109))[0]?.claim).toEqual({ by: owner, until: 110 });
      expect((await claim("late", 110))[0]?.claim).toEqual({ by: "late", until: 120 });
      await update({ code: "A", at: 111, status: "enriched", fields: real });
      expect((await get("A"))?.claim).toBeUndefined();
    });

    it("asked for nothing does nothing", async () => {
      await store.put({ products: [], at: 1 });
      expect(await update()).toEqual([]);
      expect(await store.get({ tenantId, catalogId, codes: [] })).toEqual([]);
    });

    it("never holds a sample value where a real one was given, in whatever order outcomes come", async () => {
      const outcome = fc.oneof(
        fc.record({
          status: fc.constant("enriched" as const),
          fields: fc.record({ title: fc.constant("real"), brand: fc.constant("real") }, { requiredKeys: [] }),
        }),
        fc.record({
          status: fc.constantFrom("noData" as const, "rejected" as const),
          reason: fc.constant("why"),
          sample: fc.record(
            { title: fc.constant("sample"), brand: fc.constant("sample") },
            { requiredKeys: [] },
          ),
        }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(outcome, { maxLength: 6 }), async (outcomes) => {
          const code = unique("code");
          await put(code);
          let at = 1;
          for (const one of outcomes) await update({ code, at: at++, ...one });
          const product = await get(code);
          const last = outcomes.findLast(({ status }) => status === "enriched");
          expect(product?.fields).toMatchObject(last !== undefined && "fields" in last ? last.fields : {});
          for (const [field, value] of Object.entries(product?.fields ?? {})) {
            expect(value === "sample").toBe(product?.sampled.some((sampled) => sampled === field));
          }
        }),
        { numRuns: 10 },
      );
    });
  });
}
