import { listProducts, type Product, type ProductStatus } from "@millrace/core/product";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

/** A catalog whose products have these statuses, in order of code. */
function catalogOf(statuses: readonly ProductStatus[]) {
  const all = statuses.map(
    (status, n): Product => ({
      ...{ tenantId: "acme", catalogId: "spring", code: `B${String(n).padStart(9, "0")}`, kind: "asin" },
      ...{ row: n + 2, runId: "run", status, reason: null, pendingUntil: null, fields: {}, sampled: [] },
      ...{ source: null, enrichedAt: null, updatedAt: 0 },
    }),
  );
  return {
    all,
    products: {
      list: async ({ after = "", limit }: { after?: string; limit: number }) =>
        all.filter(({ code }) => code > after).slice(0, limit),
    },
  };
}

async function pagesOf(input: {
  products: ReturnType<typeof catalogOf>["products"];
  status?: ProductStatus | undefined;
  limit: number;
}): Promise<Product[][]> {
  const pages: Product[][] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listProducts({ ...input, tenantId: "acme", catalogId: "spring", cursor });
    if (page === null) return pages;
    pages.push(page.items);
    if (page.nextCursor === null) return pages;
    cursor = page.nextCursor;
  }
}

const status = fc.constantFrom<ProductStatus>("pending", "enriched", "noData", "rejected");

describe("the pages of a catalog's products", () => {
  it("have each that is wanted once, in order of code, and never more than asked for", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(status, { minLength: 1, maxLength: 60 }),
        fc.option(status, { nil: undefined }),
        fc.integer({ min: 1, max: 20 }),
        async (statuses, only, limit) => {
          const { all, products } = catalogOf(statuses);
          const pages = await pagesOf({ products, status: only, limit });
          expect(pages.flat()).toEqual(all.filter((one) => only === undefined || one.status === only));
          for (const page of pages) expect(page.length).toBeLessThanOrEqual(limit);
        },
      ),
    ));

  it("are short where few of many are wanted, and go on", async () => {
    const statuses = Array.from({ length: 12_000 }, (_, n) => (n % 6_000 === 10 ? "pending" : "enriched"));
    const { products } = catalogOf(statuses);
    const pages = await pagesOf({ products, status: "pending", limit: 25 });
    expect(pages.map(({ length }) => length)).toEqual([1, 1, 0]);
  });

  it("are none of a catalog that has no product", async () => {
    const { products } = catalogOf([]);
    expect(await listProducts({ products, tenantId: "acme", catalogId: "spring", limit: 1 })).toBeNull();
  });
});
