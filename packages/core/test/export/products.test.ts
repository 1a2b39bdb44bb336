import { PRODUCT_SHEET_COLUMNS, productsAsCsv } from "@millrace/core/export";
import { codeColumns, type Product, recogniseCatalogHeader } from "@millrace/core/product";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import * as z from "zod";

const PRODUCT: Product = {
  ...{ tenantId: "acme", catalogId: "spring", code: "036000291452", kind: "upc", row: 2, runId: "run" },
  ...{ status: "enriched", reason: null, pendingUntil: null, sampled: [], source: "keepa" },
  fields: {
    ...{ asin: "B0D8W1YVBX", title: '=HYPERLINK("http://example.com")', categories: ["Home", "Lamps"] },
    ...{ marketplace: "com", currency: "USD", prices: { buyBox: 1499, new: null }, salesRank: 7 },
  },
  ...{ enrichedAt: 0, updatedAt: 1_000 },
};

async function rowsOf(...products: Product[]): Promise<Record<string, string>[]> {
  let csv = "";
  const pages = async function* () {
    yield products;
  };
  for await (const text of productsAsCsv(pages())) csv += text;
  return z.array(z.record(z.string(), z.string())).parse(parse(csv, { columns: true }));
}

describe("products as CSV", () => {
  it("have their code, what is known, and no formula", async () => {
    expect(await rowsOf(PRODUCT)).toMatchObject([
      {
        ...{ catalogId: "spring", productCode: "036000291452", kind: "upc", status: "enriched", reason: "" },
        ...{ foundAs: "B0D8W1YVBX", title: `'=HYPERLINK("http://example.com")`, categories: "Home|Lamps" },
        ...{ buyBoxPrice: "14.99", newPrice: "", usedPrice: "", salesRank: "7", rating: "" },
        ...{ pendingUntil: "", enrichedAt: "1970-01-01T00:00:00.000Z" },
      },
    ]);
  });

  it("have yen without decimals, and say which values are samples", async () => {
    const fields = { currency: "JPY", prices: { list: 1499 } };
    const sampled: Product = { ...PRODUCT, fields, status: "pending", sampled: ["prices"], source: "sample" };
    expect(await rowsOf(sampled)).toMatchObject([
      { listPrice: "1499", source: "sample", sampledFields: "prices" },
    ]);
  });

  it("are of the same products when they are a catalog again", async () => {
    const header = [...PRODUCT_SHEET_COLUMNS];
    const sample = (await rowsOf(PRODUCT)).map((row) => Object.values(row));
    expect(recogniseCatalogHeader(header)).toBeGreaterThan(0);
    expect(codeColumns({ header, sample }).map((column) => column.header)).toEqual(["productCode"]);
  });
});
