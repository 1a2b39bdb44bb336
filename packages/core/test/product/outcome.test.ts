import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterOutcome,
  isAwaited,
  isClaimed,
  namedAgain,
  ProductFields,
  sampleFields,
} from "../../src/product/index.ts";

const named = {
  tenantId: "t",
  catalogId: "c",
  code: "B000000001",
  kind: "asin",
  row: 2,
  runId: "r1",
} as const;
const pending = namedAgain(null, { ...named, status: "pending" }, 1);

describe("sample values", () => {
  it("are a product's fields, say what they are, and are the same for the same code", () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        const fields = sampleFields({ code, currency: "EUR" });
        expect(ProductFields.parse(fields)).toEqual(fields);
        expect(sampleFields({ code, currency: "EUR" })).toEqual(fields);
        expect(fields.title).toMatch(/^Sample product/);
      }),
    );
    expect(sampleFields({ code: "A", currency: "EUR" })).not.toEqual(
      sampleFields({ code: "B", currency: "EUR" }),
    );
  });

  it("are all gone once the provider has answered", () => {
    const sample = sampleFields({ code: named.code, currency: "EUR" });
    const sampled = afterOutcome(pending, {
      code: named.code,
      at: 2,
      status: "noData",
      reason: "why",
      sample,
    });
    expect(sampled).toMatchObject({ status: "noData", source: "sample", sampled: Object.keys(sample) });
    const real = afterOutcome(sampled, {
      code: named.code,
      at: 3,
      status: "enriched",
      fields: { title: "Real" },
    });
    expect(real).toMatchObject({
      status: "enriched",
      source: "keepa",
      sampled: [],
      fields: { title: "Real" },
    });
    expect(real.fields).toEqual({ title: "Real" });
  });
});

describe("a product", () => {
  it("found again after a row that was none is pending", () => {
    const rejected = namedAgain(
      null,
      { ...named, kind: null, status: "rejected", reason: "code.invalid" },
      1,
    );
    expect(namedAgain(rejected, { ...named, runId: "r2", status: "pending" }, 2)).toMatchObject({
      ...{ status: "pending", reason: null, kind: "asin", runId: "r2", updatedAt: 2 },
    });
  });

  it("given an older answer is as old as that, and not late for it", () => {
    const enriched = { code: named.code, status: "enriched", fields: { title: "New" } } as const;
    const other = afterOutcome(pending, { ...enriched, at: 50, fields: { title: "Other shop" } });
    expect(afterOutcome(other, { ...enriched, at: 60, enrichedAt: 10 })).toMatchObject({
      ...{ fields: { title: "New" }, enrichedAt: 10, updatedAt: 60 },
    });
  });

  it("that somebody is asking about is his while others wait for it or name it again", () => {
    const code = named.code;
    const mine = afterOutcome(pending, { code, at: 2, status: "claimed", by: "me", until: 60 });
    const other = { code, at: 3, status: "claimed", by: "other", until: 90 } as const;
    expect(afterOutcome(mine, other)).toBe(mine);
    expect(isClaimed(mine, { by: "me", at: 3 })).toBe(false);
    expect(isClaimed(mine, { by: "other", at: 59 })).toBe(true);
    expect(isClaimed(mine, { by: "other", at: 60 })).toBe(false);
    const waiting = afterOutcome(mine, { code, at: 4, status: "pending", reason: "tokens.wait", until: 70 });
    const again = namedAgain(waiting, { ...named, runId: "r2", status: "pending" }, 5);
    expect(again.claim).toEqual({ by: "me", until: 60 });
    expect(
      afterOutcome(again, { code, at: 6, status: "noData", reason: "product.empty" }).claim,
    ).toBeUndefined();
  });

  it("that somebody waits for is not waited for by others; who has the tokens asks", () => {
    const code = named.code;
    const claimed = (by: string, from?: number) =>
      ({ code, at: 3, status: "claimed", by, until: 60, ...(from === undefined ? {} : { from }) }) as const;
    const mine = afterOutcome(pending, claimed("me", 50));
    expect(isAwaited(mine, { by: "other", at: 59 })).toBe(true);
    expect(isAwaited(mine, { by: "other", at: 60 })).toBe(false);
    expect(isClaimed(mine, { by: "other", at: 4 })).toBe(false);
    expect(afterOutcome(mine, claimed("other", 50))).toBe(mine);
    const asked = afterOutcome(mine, claimed("other"));
    expect(asked.claim).toEqual({ by: "other", until: 60 });
    expect(afterOutcome(asked, claimed("me", 50))).toBe(asked);
    expect(afterOutcome(mine, claimed("me", 55)).claim).toEqual({ by: "me", until: 60, from: 55 });
  });

  it("that waits says until when, and no longer once it is known", () => {
    const waiting = afterOutcome(pending, {
      code: named.code,
      at: 2,
      status: "pending",
      reason: "Keepa.OutOfTokens",
      until: 60,
    });
    expect(waiting.pendingUntil).toBe(60);
    const gone = afterOutcome(waiting, {
      code: named.code,
      at: 3,
      status: "noData",
      reason: "product.notFound",
    });
    expect(gone.pendingUntil).toBeNull();
  });
});
