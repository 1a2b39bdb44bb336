import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KeepaAnswer, KeepaProduct, productsOf } from "../../src/keepa/answer.ts";
import { currencyOf, decimalsOf, decodeSeries, keepaTime, Marketplace } from "../../src/keepa/index.ts";
import { joinByCode } from "../../src/keepa/join.ts";
import { plainText } from "../../src/keepa/text.ts";
import { type ProductAnswer, type ProductCode, ProductFields } from "../../src/product/index.ts";

const current = (values: Record<number, number>) => Array.from({ length: 36 }, (_, n) => values[n] ?? -1);
const base = {
  asin: "B000000001",
  domainId: 1,
  productType: 0,
  title: "A thing",
  stats: { current: current({ 1: 1499 }) },
};

function join(products: unknown[], codes: ProductCode[], marketplace: Marketplace = "com") {
  return joinByCode({ codes, products: productsOf(KeepaAnswer.parse({ products })), marketplace });
}

/** The one product that a call for its ASIN finds. */
function decoded(product: object, marketplace: Marketplace = "com"): ProductAnswer | undefined {
  return join([{ ...base, ...product }], [{ kind: "asin", code: base.asin }], marketplace).get(base.asin);
}

describe("a product of Keepa's", () => {
  it.each<[string, object, object]>([
    [
      "a price",
      { stats: { current: current({ 0: 999, 4: 1999 }) } },
      { prices: expect.objectContaining({ amazon: 999, list: 1999, new: null }) },
    ],
    [
      "no data for a price",
      { stats: { current: current({ 1: 5, 0: -2 }) } },
      { prices: expect.not.objectContaining({ amazon: expect.anything() }) },
    ],
    [
      "a buy box without shipping",
      { stats: { current: current({ 18: 1598 }), buyBoxPrice: 1499, buyBoxShipping: 99 } },
      { prices: expect.objectContaining({ buyBox: 1499 }), buyBoxShipping: 99 },
    ],
    [
      "a buy box nobody has asked about",
      { stats: { current: current({ 18: 1598 }), buyBoxPrice: -2, buyBoxShipping: -2 } },
      { prices: expect.objectContaining({ buyBox: 1598 }) },
    ],
    [
      "a rating",
      { stats: { current: current({ 16: 43, 17: 11_598 }) } },
      { rating: 4.3, reviewCount: 11_598 },
    ],
    [
      "a rank",
      {
        stats: { current: current({ 3: 23 }) },
        salesRankReference: 7,
        categoryTree: [{ catId: 7, name: "Home &amp; Kitchen" }],
      },
      { salesRank: 23, salesRankCategory: "Home & Kitchen" },
    ],
    [
      "history in place of statistics",
      { stats: null, csv: [null, [6_000_000, 1299, 6_001_440, -1, 6_002_880, 1099], null, [6_000_000, 5]] },
      { prices: { new: 1099 }, salesRank: 5 },
    ],
    [
      "history of prices with shipping",
      {
        stats: null,
        csv: current({}).map((_, n) =>
          [7, 18].includes(n) ? [6_000_000, 1299, 0, 6_001_440, 1099, 350] : null,
        ),
      },
      { prices: { buyBox: 1099, newFbm: 1449 } },
    ],
    [
      "images of today",
      { images: [{ m: "a.jpg" }, { l: "b.jpg", m: "c.jpg" }, {}], imagesCSV: "old.jpg" },
      { images: ["https://m.media-amazon.com/images/I/a.jpg", "https://m.media-amazon.com/images/I/b.jpg"] },
    ],
    [
      "images of before",
      { images: null, imagesCSV: "a.jpg,51+b.jpg,a.jpg" },
      {
        images: ["https://m.media-amazon.com/images/I/a.jpg", "https://m.media-amazon.com/images/I/51+b.jpg"],
      },
    ],
    [
      "images of today that are none",
      { images: [null, {}, { l: 7 }], imagesCSV: "a.jpg" },
      { images: ["https://m.media-amazon.com/images/I/a.jpg"] },
    ],
    [
      "a rank in a category that is not among its own",
      {
        stats: { current: current({ 3: 23 }) },
        salesRankReference: 9,
        rootCategory: 7,
        categoryTree: [{ catId: 7, name: "Home" }],
      },
      { salesRank: 23, salesRankCategory: undefined },
    ],
    [
      "a rank in a category that is not told",
      {
        stats: { current: current({ 3: 23 }) },
        salesRankReference: -1,
        rootCategory: 7,
        categoryTree: [{ catId: 7, name: "Home" }],
      },
      { salesRank: 23, salesRankCategory: "Home" },
    ],
    [
      "numbers as texts",
      {
        packageWeight: "141",
        lastUpdate: "1",
        categoryTree: [{ catId: "7", name: "Home" }],
        stats: { current: current({ 1: 1499 }).map(String) },
      },
      {
        packageWeight: 141,
        observedAt: Date.UTC(2011, 0, 1, 0, 1),
        categories: ["Home"],
        prices: expect.objectContaining({ new: 1499, used: null }),
      },
    ],
    [
      "lists with an odd element",
      {
        features: ["a", null, 7, "b"],
        categoryTree: [null, { catId: 7, name: "Home" }, { name: 5 }],
        eanList: [4006381333931, null, ""],
      },
      { features: ["a", "b"], categories: ["Home"], gtins: ["4006381333931"] },
    ],
    [
      "numbers that are too great to be Keepa's, or to be kept",
      {
        packageWeight: 1e20,
        lastUpdate: 1e308,
        monthlySold: 2 ** 53,
        stats: { current: current({ 1: 1e300, 3: 2 ** 31 }) },
      },
      {
        packageWeight: undefined,
        observedAt: undefined,
        monthlySold: undefined,
        salesRank: undefined,
        prices: expect.not.objectContaining({ new: expect.anything() }),
      },
    ],
    ["an image elsewhere", { imagesCSV: "../../evil.example/x.jpg,javascript:1" }, { images: undefined }],
    [
      "HTML in a title",
      { title: "<b>Tom &amp; Jerry&#39;s</b> set,<br/>size &lt;M" },
      { title: "Tom & Jerry's set, size <M" },
    ],
    ["a date", { releaseDate: 20240229, publicationDate: 19990101 }, { releasedAt: Date.UTC(2024, 1, 29) }],
    ["a year alone", { releaseDate: -1, publicationDate: 1987 }, { releasedAt: Date.UTC(1987, 0, 1) }],
    ["no date", { releaseDate: 20249999, publicationDate: 0 }, { releasedAt: undefined }],
    ["a day that is none", { releaseDate: 20230230 }, { releasedAt: undefined }],
    [
      "Keepa's minutes",
      { lastUpdate: 1, listedSince: 0 },
      { observedAt: Date.UTC(2011, 0, 1, 0, 1), listedAt: undefined },
    ],
    [
      "sizes nobody knows",
      { packageLength: -1, packageWidth: 5, packageHeight: 5, packageWeight: 0 },
      { packageSize: undefined, packageWeight: undefined },
    ],
    [
      "odd types",
      {
        brand: 7,
        features: "x",
        images: 5,
        categoryTree: {},
        stats: { current: "no" },
        isAdultProduct: "yes",
      },
      { brand: undefined, features: undefined, isAdult: undefined, title: "A thing" },
    ],
  ])("with %s", (_, product, fields) => {
    const answer = decoded(product);
    const read: Record<string, unknown> = answer?.status === "found" ? answer.fields : {};
    const named = Object.fromEntries(Object.keys(fields).map((field) => [field, read[field]]));
    expect(answer?.status).toBe("found");
    expect(named).toEqual(fields);
  });

  it.each([
    [3, "product.inaccessible"],
    [4, "product.invalid"],
  ])("of type %i has no data: %s", (productType, reason) => {
    expect(decoded({ productType })).toEqual({ status: "noData", reason });
  });

  it("without a title and a price has no data", () => {
    expect(decoded({ title: null, stats: { current: current({ 16: 40 }) } })).toEqual({
      status: "noData",
      reason: "product.empty",
    });
  });

  it.each([1, 2, 5])(
    "of type %i is one all the same, and that Keepa sees no offer of it says nothing",
    (productType) => {
      expect(decoded({ productType, stats: null })).toMatchObject({ status: "found" });
      expect(decoded({ productType })).toMatchObject({ status: "found", fields: { prices: { new: 1499 } } });
    },
  );

  it("is kept whatever it holds, or has no data where it is too large for that", () => {
    expect(decoded({ features: Array(20_000).fill("as large as nothing is") })).toEqual({
      status: "noData",
      reason: "product.tooLarge",
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...Object.keys(KeepaProduct.shape)), fc.jsonValue()),
        (product) => {
          const answer = decoded({ ...product, asin: base.asin, domainId: 1 });
          if (answer?.status !== "found") return;
          expect(ProductFields.parse(JSON.parse(JSON.stringify(answer.fields)))).toEqual(answer.fields);
        },
      ),
    );
  });

  it("of Japan has its price in yen, which have no smaller unit", () => {
    expect(decoded({ domainId: 5 }, "co.jp")).toMatchObject({
      fields: { currency: "JPY", prices: { new: 1499 } },
    });
    expect([decimalsOf("JPY"), decimalsOf("USD")]).toEqual([0, 2]);
    expect(Marketplace.options.map(currencyOf)).toEqual(
      "USD GBP EUR EUR JPY CAD EUR EUR INR MXN BRL".split(" "),
    );
  });

  it("of another marketplace is not the one asked about", () => {
    expect(decoded({ domainId: 3 })).toEqual({ status: "noData", reason: "product.notFound" });
  });
});

describe("a history", () => {
  it("has pairs, or triples with shipping, and null where there was no offer", () => {
    expect(decodeSeries({ index: 1, csv: [0, 100, 10, -1] })).toEqual([
      { at: Date.UTC(2011, 0, 1), value: 100 },
      { at: Date.UTC(2011, 0, 1, 0, 10), value: null },
    ]);
    expect(decodeSeries({ index: 18, csv: [0, 100, 25, 10, -1, -1] })).toEqual([
      { at: Date.UTC(2011, 0, 1), value: 100, shipping: 25 },
      { at: Date.UTC(2011, 0, 1, 0, 10), value: null, shipping: null },
    ]);
  });

  it.each([null, undefined, [], "x", [1], [1, 2, 3], [1, "x"]])("that is none says nothing: %j", (csv) => {
    expect(decodeSeries({ index: 1, csv })).toEqual([]);
  });

  it("counts minutes from 2011", () => {
    expect(keepaTime(8_075_762)).toBe(Date.UTC(2011, 0, 1) + 8_075_762 * 60_000);
    expect([keepaTime(0), keepaTime(-1), keepaTime(undefined)]).toEqual([undefined, undefined, undefined]);
  });
});

describe("plain text", () => {
  it.each([
    ["5 < 6 mm & more", "5 < 6 mm & more"],
    ["a<br>b<BR />c", "a b c"],
    ["<script>x</script>", "<script>x</script>"],
    ["caf&eacute; &#x1F600; &nbsp; end", "café 😀 end"],
    ["R&D &amp;lt;", "R&D &lt;"],
    ["x <a href='y'>z</a>", "x z"],
  ])("of %j is %j", (html, text) => {
    expect(plainText(html)).toBe(text);
  });
});

describe("a product code of several products", () => {
  const code: ProductCode = { kind: "upc", code: "036000291452" };
  const named = (asin: string, more: object = {}) => ({ ...base, asin, upcList: ["036000291452"], ...more });
  const chosen = (products: unknown[]) => {
    const answer = join(products, [code]).get(code.code);
    return answer?.status === "found" ? answer.fields : undefined;
  };

  it.each<[string, object, object]>([
    ["an ordinary one to a parent of variations", {}, { productType: 5 }],
    ["one that is on sale", {}, { stats: { current: current({ 2: 500 }) } }],
    [
      "the better rank",
      { stats: { current: current({ 1: 9, 3: 10 }) } },
      { stats: { current: current({ 1: 9, 3: 11 }) } },
    ],
    ["a rank to none", { stats: { current: current({ 1: 9, 3: 99_999 }) } }, {}],
    [
      "more reviews",
      { stats: { current: current({ 1: 9, 17: 10 }) } },
      { stats: { current: current({ 1: 9, 17: 9 }) } },
    ],
    ["the longer on sale", { listedSince: 100 }, { listedSince: 101 }],
  ])("prefers %s", (_, better, worse) => {
    for (const products of [
      [named("B00000000B", better), named("B00000000A", worse)],
      [named("B00000000A", worse), named("B00000000B", better)],
    ]) {
      expect(chosen(products)).toMatchObject({ asin: "B00000000B", alternatives: ["B00000000A"] });
    }
  });

  it("is found as EAN-13 with a zero in front, and a book by the ISBN-10 that its ASIN is", () => {
    expect(chosen([{ ...named("B00000000A"), upcList: null, eanList: ["0036000291452"] }])).toMatchObject({
      asin: "B00000000A",
    });
    const isbn: ProductCode = { kind: "isbn13", code: "9780306406157" };
    expect(join([{ ...base, asin: "0306406152" }], [isbn]).get(isbn.code)).toMatchObject({ status: "found" });
  });

  it("chooses the same whatever the order of the answer, and never another code's product", () => {
    const products = Array.from({ length: 12 }, (_, n) => ({
      ...base,
      asin: `B00000000${n.toString(36).toUpperCase()}`,
      eanList: [n % 2 === 0 ? "4006381333931" : "0036000291452"],
      stats: { current: current({ 1: n % 3 === 0 ? -1 : 100, 3: (n * 7) % 5 }) },
    }));
    const codes: ProductCode[] = [
      code,
      { kind: "ean", code: "4006381333931" },
      { kind: "ean", code: "96385074" },
    ];
    const expected = join(products, codes);
    fc.assert(
      fc.property(fc.shuffledSubarray(products, { minLength: products.length }), (shuffled) => {
        expect(join(shuffled, codes)).toEqual(expected);
      }),
    );
    expect(expected.get("96385074")).toEqual({ status: "noData", reason: "product.notFound" });
  });
});
