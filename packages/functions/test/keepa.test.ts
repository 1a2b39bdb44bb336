import { KeepaError } from "@millrace/core/keepa";
import type { ProductAnswer, ProductCode } from "@millrace/core/product";
import { describe, expect, it } from "vitest";
import { metered } from "../src/catalogs/keepa.ts";
import { lambdaHandler } from "../src/handler.ts";
import { CONTEXT } from "./lambda-context.ts";
import { logLines } from "./lines.ts";

const CODES: ProductCode[] = ["B000000001", "B000000002", "B000000003"].map((code) => ({
  ...{ code, kind: "asin" },
}));
const tokens = { consumed: 3, left: 57, refillIn: 1_000, refillRate: 5, at: 0 };

describe("a call to Keepa", () => {
  const lines = logLines();
  const measured = () =>
    Object.fromEntries(
      lines()
        .flatMap((line) => Object.entries(line))
        .filter(([name, value]) => /^(Keepa|Products)/.test(name) && value !== 0),
    );

  /** What is measured of a call that ends so. */
  async function calling(answer: () => Promise<Awaited<ReturnType<Keepa["fetchProducts"]>>>) {
    const keepa = metered({ price: (codes) => codes.length, fetchProducts: answer });
    const step = () => keepa.fetchProducts({ codes: CODES, marketplace: "com" });
    await lambdaHandler("Step", step)({}, CONTEXT).catch(() => {});
    return measured();
  }

  it("is measured by what it brought and cost", async () => {
    const products = new Map<string, ProductAnswer>([
      ["B000000001", { status: "found", fields: {} }],
      ["B000000002", { status: "found", fields: {} }],
      ["B000000003", { status: "noData", reason: "product.notFound" }],
    ]);
    expect(await calling(async () => ({ products, tokens }))).toEqual({
      ...{ KeepaCalls: 1, KeepaTokensSpent: 3, ProductsEnriched: 2, ProductsWithoutData: 1 },
    });
  });

  it.each([
    ["refused for want of tokens", new KeepaError("Keepa.OutOfTokens", "no tokens"), { KeepaRefused: 1 }],
    ["that Keepa does not answer", new KeepaError("Keepa.Unavailable", "it is down"), { KeepaFailures: 1 }],
    [
      "that fails and was paid for",
      new KeepaError("Keepa.Rejected", "an error", { tokens }),
      { KeepaFailures: 1, KeepaTokensSpent: 3 },
    ],
  ])("%s is told from others", async (_, error, expected) => {
    expect(await calling(() => Promise.reject(error))).toEqual({ KeepaCalls: 1, ...expected });
  });

  it("costs what the source says", () => {
    const source = { price: () => 42, fetchProducts: () => Promise.reject(new Error("not asked")) };
    expect(metered(source).price(CODES)).toBe(42);
  });
});

type Keepa = Parameters<typeof metered>[0];
