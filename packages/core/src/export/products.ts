import { decimalsOf } from "../keepa/marketplace.ts";
import type { PriceKind, Product } from "../product/index.ts";
import { toCsv } from "./csv.ts";

/** Prices of an export; the rest are in JSON. */
const PRICES: readonly PriceKind[] = ["buyBox", "amazon", "new", "used", "list"];

/**
 * Columns of a spreadsheet export. A catalog made of it is of the same products: no other column's name is that of a code.
 */
export const PRODUCT_SHEET_COLUMNS: readonly string[] = [
  ...["catalogId", "productCode", "kind", "status", "reason", "pendingUntil", "source", "sampledFields"],
  ...["foundAs", "title", "brand", "manufacturer", "categories", "marketplace", "currency"],
  ...PRICES.map((kind) => `${kind}Price`),
  ...["salesRank", "salesRankCategory", "rating", "reviewCount", "offersNew", "offersUsed", "monthlySold"],
  ...["images", "enrichedAt", "updatedAt"],
];

/** A product under {@link PRODUCT_SHEET_COLUMNS}: prices in the currency itself, times as ISO 8601, lists with `|`. */
export function productSheetRow(product: Product): string[] {
  const { fields: f } = product;
  return [
    ...[product.catalogId, product.code, product.kind ?? "", product.status, product.reason ?? ""],
    ...[isoTime(product.pendingUntil), product.source ?? "", product.sampled.join("|")],
    ...[f.asin ?? "", f.title ?? "", f.brand ?? "", f.manufacturer ?? "", f.categories?.join("|") ?? ""],
    ...[f.marketplace ?? "", f.currency ?? ""],
    ...PRICES.map((kind) => price(f.prices?.[kind], f.currency)),
    ...[text(f.salesRank), f.salesRankCategory ?? "", text(f.rating), text(f.reviewCount)],
    ...[text(f.offersNew), text(f.offersUsed), text(f.monthlySold), f.images?.join("|") ?? ""],
    ...[isoTime(product.enrichedAt), isoTime(product.updatedAt)],
  ];
}

/** Products as CSV text, safe to open in a spreadsheet. The first piece is the header. */
export async function* productsAsCsv(pages: AsyncIterable<Product[]>): AsyncGenerator<string> {
  yield toCsv({ rows: [[...PRODUCT_SHEET_COLUMNS]] });
  for await (const page of pages) yield toCsv({ rows: page.map(productSheetRow) });
}

function text(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}

function price(amount: number | null | undefined, currency: string | undefined): string {
  if (amount === null || amount === undefined || currency === undefined) return "";
  const decimals = decimalsOf(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
}

function isoTime(ms: number | null): string {
  return ms === null ? "" : new Date(ms).toISOString();
}
