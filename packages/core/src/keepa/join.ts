import { isbn10Of, type ProductAnswer, type ProductCode } from "../product/index.ts";
import type { KeepaProduct } from "./answer.ts";
import { fieldsOf, ORDINARY } from "./fields.ts";
import { domainOf, type Marketplace } from "./marketplace.ts";
import { numberOf, SERIES } from "./series.ts";

/** By Keepa's productType, which "must be evaluated first". */
const NO_DATA = new Map([
  [3, "product.inaccessible"],
  [4, "product.invalid"],
]);

/** A product has some 10 KB. It is kept as an item of DynamoDB, which takes 400 KB, in which a text may be longer than here. */
const MOST_BYTES = 200_000;

/**
 * The answer for each code, found by the code and never by position: products may be missing, repeated, in another order, or another
 * marketplace's.
 *
 * An ASIN is found under itself. A product code may belong to several products, of which one is chosen by the first of these that tells
 * them apart: an ordinary product; one that is sold new now; the best sales rank; the most reviews; the longest on sale; the smallest ASIN.
 * The others are named in `alternatives`.
 */
export function joinByCode(input: {
  codes: readonly ProductCode[];
  products: readonly KeepaProduct[];
  marketplace: Marketplace;
}): Map<string, ProductAnswer> {
  const { codes, products, marketplace } = input;
  const here = products.filter(({ domainId = domainOf(marketplace) }) => domainId === domainOf(marketplace));
  const byAsin = newestByAsin(here);
  const byGtin = Map.groupBy(
    [...byAsin.values()].flatMap((product) => gtinsOf(product).map((gtin) => ({ gtin, product }))),
    ({ gtin }) => gtin,
  );
  // A printed book's ISBN-10 is its ASIN, whether the product names its ISBN-13 or not.
  const bookOf = (code: string) => [byAsin.get(isbn10Of(code) ?? "")].filter((book) => book !== undefined);
  return new Map(
    codes.map(({ kind, code }) => {
      const found =
        kind === "asin"
          ? [byAsin.get(code)].filter((product) => product !== undefined)
          : [
              ...new Set([
                ...(byGtin.get(gtin14(code)) ?? []).map(({ product }) => product),
                ...bookOf(code),
              ]),
            ];
      const [first, ...others] = found.toSorted(byPreference);
      if (first === undefined) return [code, { status: "noData", reason: "product.notFound" }];
      return [code, answerOf({ product: first, others, marketplace })];
    }),
  );
}

function answerOf(input: {
  product: KeepaProduct;
  others: KeepaProduct[];
  marketplace: Marketplace;
}): ProductAnswer {
  const { product, others, marketplace } = input;
  const reason = NO_DATA.get(product.productType ?? ORDINARY);
  if (reason !== undefined) return { status: "noData", reason };
  const fields = fieldsOf(product, marketplace);
  const hasPrice = Object.values(fields.prices ?? {}).some((price) => price !== null);
  if (fields.title === undefined && !hasPrice) return { status: "noData", reason: "product.empty" };
  if (Buffer.byteLength(JSON.stringify(fields)) > MOST_BYTES)
    return { status: "noData", reason: "product.tooLarge" };
  const alternatives = others.map(({ asin }) => asin);
  return { status: "found", fields: alternatives.length === 0 ? fields : { ...fields, alternatives } };
}

/** Of a product that is there twice the one that was looked at last. */
function newestByAsin(products: readonly KeepaProduct[]): Map<string, KeepaProduct> {
  const byAsin = new Map<string, KeepaProduct>();
  for (const product of products) {
    const asin = product.asin.trim().toUpperCase();
    const before = byAsin.get(asin);
    if (before === undefined || (product.lastUpdate ?? 0) > (before.lastUpdate ?? 0)) {
      byAsin.set(asin, { ...product, asin });
    }
  }
  return byAsin;
}

/** The codes a product answers to, each in 14 digits: a UPC-A is the EAN-13 with a zero in front. */
function gtinsOf({ eanList, upcList }: KeepaProduct): string[] {
  return [...new Set([...eanList, ...upcList].map(gtin14))];
}

function gtin14(code: string): string {
  return code.replace(/\D/g, "").padStart(14, "0");
}

function byPreference(a: KeepaProduct, b: KeepaProduct): number {
  const preferences = (product: KeepaProduct) => [
    product.productType === ORDINARY ? 0 : 1,
    numberAt(product, SERIES.new) >= 0 || numberAt(product, SERIES.amazon) >= 0 ? 0 : 1,
    rankOf(product),
    -numberAt(product, SERIES.reviewCount),
    product.listedSince !== undefined && product.listedSince > 0
      ? product.listedSince
      : Number.MAX_SAFE_INTEGER,
  ];
  const others = preferences(b);
  const difference = preferences(a)
    .map((value, n) => value - (others[n] ?? 0))
    .find((value) => value !== 0);
  return difference ?? (a.asin < b.asin ? -1 : 1);
}

function rankOf(product: KeepaProduct): number {
  const rank = numberAt(product, SERIES.salesRank);
  return rank > 0 ? rank : Number.MAX_SAFE_INTEGER;
}

function numberAt({ stats }: KeepaProduct, index: number): number {
  return numberOf(stats?.current[index]) ?? -1;
}
