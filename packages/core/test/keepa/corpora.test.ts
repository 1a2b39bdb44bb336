import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { figuresOf, KeepaAnswer, productsOf } from "../../src/keepa/answer.ts";
import { fieldsOf } from "../../src/keepa/fields.ts";
import { decodeSeries, SERIES } from "../../src/keepa/series.ts";
import type { ProductFields } from "../../src/product/index.ts";

const fixtures = new URL(
  "../../../../../shared/corpora/keepa/keepa-cli-fixtures/tests/fixtures/",
  import.meta.url,
);
const isMissing = !existsSync(fixtures);
const why = isMissing ? " (skipped: ../shared/corpora is not beside the checkout)" : "";

const RawProduct = z.looseObject({
  asin: z.string(),
  csv: z.array(z.array(z.number()).nullable()),
  stats: z.looseObject({ current: z.array(z.number()), avg90: z.array(z.number()) }),
});
type RawProduct = z.infer<typeof RawProduct>;

function read<Content>(schema: z.ZodType<Content>, name: string): Content {
  return schema.parse(JSON.parse(readFileSync(new URL(name, fixtures), "utf8")));
}

const FILES = [
  "product_B0D8W1YVBX_agent_eval.json",
  "products_multi_asin_full_history_sanitized.json",
  "products_compare_agent_eval.json",
];

/** Counts what is read as it should be. */
const share = { right: 0, all: 0 };
function agree(actual: unknown, expected: unknown, what: string): void {
  share.all += 1;
  expect.soft(actual, what).toEqual(expected);
  if (JSON.stringify(actual) === JSON.stringify(expected)) share.right += 1;
}

const IMAGES = "https://m.media-amazon.com/images/I/";
const minutes = (value: unknown) => Date.UTC(2011, 0, 1) + Number(value) * 60_000;
const text = (value: unknown) =>
  typeof value === "string" && value !== "" ? value.replace(/\s+/g, " ").trim() : undefined;
const amount = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined);
const list = (values: unknown[]) => (values.length === 0 ? undefined : values);
const price = (value: unknown) =>
  value === -1 ? null : typeof value === "number" && value >= 0 ? value : undefined;

/** What a reader of Keepa's documentation takes out of a product by hand. */
function byHand(raw: RawProduct): { [Field in keyof ProductFields]-?: unknown } {
  const { current, avg90 } = raw.stats;
  const Names = z.array(z.object({ name: z.string(), catId: z.number() }));
  const tree = Names.parse(raw.categoryTree ?? []);
  const images = z.array(z.looseObject({ l: z.string().optional(), m: z.string().optional() }));
  const prices = (values: unknown[]) => ({
    ...{ amazon: price(values[0]), new: price(values[1]), used: price(values[2]), list: price(values[4]) },
    ...{ buyBox: price(values[18]), newFba: price(values[10]), newFbm: price(values[7]) },
    ...{ refurbished: price(values[6]), collectible: price(values[5]), warehouse: price(values[9]) },
    lightningDeal: price(values[8]),
  });
  const known = <T extends object>(object: T) =>
    Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
  const buyBox = price(raw.stats.buyBoxPrice);
  const lowest = z.array(z.array(z.number()).nullable()).parse(raw.stats.minInInterval);
  const released = amount(raw.releaseDate) ?? amount(raw.publicationDate);
  const box = [raw.packageLength, raw.packageWidth, raw.packageHeight].map(amount);
  const rank = amount(current[3]);
  return {
    asin: raw.asin,
    parentAsin: text(raw.parentAsin),
    title: text(raw.title),
    brand: text(raw.brand),
    manufacturer: text(raw.manufacturer),
    model: text(raw.model),
    partNumber: text(raw.partNumber),
    author: text(raw.author),
    binding: text(raw.binding),
    color: text(raw.color),
    size: text(raw.size),
    description: text(raw.description),
    features: list(
      z
        .array(z.string())
        .parse(raw.features ?? [])
        .map(text),
    ),
    images: list(images.parse(raw.images ?? []).map(({ l, m }) => IMAGES + (l ?? m))),
    categories: list(tree.map(({ name }) => name)),
    productGroup: text(raw.productGroup ?? raw.websiteDisplayGroupName),
    productType: text(raw.type),
    gtins: list([raw.eanList ?? [], raw.upcList ?? []].flat()),
    marketplace: "com",
    currency: "USD",
    prices: known({ ...prices(current), ...(typeof buyBox === "number" ? { buyBox } : {}) }),
    pricesAverage: known(prices(avg90)),
    pricesLowest: known(prices(lowest.map((pair) => pair?.[1]))),
    buyBoxShipping: typeof buyBox === "number" ? raw.stats.buyBoxShipping : undefined,
    buyBoxSeller: text(raw.stats.buyBoxSellerId),
    salesRank: rank,
    salesRankAverage: amount(avg90[3]),
    salesRankCategory:
      rank === undefined
        ? undefined
        : tree.find(({ catId }) => catId === raw.salesRankReference || catId === raw.rootCategory)?.name,
    rating: current[16] === -1 ? undefined : (current[16] ?? 0) / 10,
    reviewCount: amount(current[17]),
    offersNew: current[11] === -1 ? undefined : current[11],
    offersUsed: current[12] === -1 ? undefined : current[12],
    monthlySold: amount(raw.monthlySold),
    isAdult: raw.isAdultProduct,
    packageWeight: amount(raw.packageWeight),
    packageSize: box.includes(undefined) ? undefined : box,
    releasedAt: released === undefined ? undefined : Date.parse(String(released)),
    listedAt: amount(raw.listedSince) === undefined ? undefined : minutes(raw.listedSince),
    observedAt: minutes(raw.lastUpdate),
    alternatives: undefined,
  };
}

describe.skipIf(isMissing)(`real answers of Keepa${why}`, () => {
  afterAll(() => {
    const percent = ((100 * share.right) / share.all).toFixed(2);
    console.log(
      `Keepa's answers: ${share.right} of ${share.all} values read as they are meant (${percent} %)`,
    );
  });

  it.each(FILES)("%s: every field of every product", (file) => {
    const body = isMissing ? {} : read(z.unknown(), file);
    const raws = z.object({ products: z.array(RawProduct) }).parse(body).products;
    const products = productsOf(KeepaAnswer.parse(body));
    expect(products.map(({ asin }) => asin)).toEqual(raws.map(({ asin }) => asin));
    for (const [n, product] of products.entries()) {
      const fields: Record<string, unknown> = fieldsOf(product, "com");
      const raw = raws[n];
      if (raw === undefined) throw new Error("unreachable");
      for (const [field, expected] of Object.entries(byHand(raw))) {
        agree(fields[field], expected, `${raw.asin} ${field}`);
      }
    }
  });

  it.each(FILES.slice(0, 2))("%s: histories say at their ends what the statistics say", (file) => {
    for (const { asin, csv, stats } of read(z.object({ products: z.array(RawProduct) }), file).products) {
      const extremes = (key: string) =>
        z.array(z.tuple([z.number(), z.number()]).nullable()).parse(stats[key]);
      for (const [index, raw] of csv.entries()) {
        const points = decodeSeries({ index, csv: raw });
        if (points.length === 0) continue;
        const total = (point: (typeof points)[number] | undefined) =>
          point?.value == null ? null : point.value + (point.shipping ?? 0);
        const values = points.map(total).filter((value) => value !== null);
        agree(total(points.at(-1)), price(stats.current[index]), `${asin} csv[${index}] now`);
        for (const key of ["min", "max"] as const) {
          const told = extremes(key)[index];
          if (told == null || index === SERIES.salesRank) continue;
          const found = values.length === 0 ? undefined : Math[key](...values);
          agree(found, told[1], `${asin} csv[${index}] ${key}`);
          const first = points.some((point) => point.at === minutes(told[0]) && total(point) === told[1]);
          agree(first, true, `${asin} csv[${index}] time of ${key}`);
        }
      }
    }
  });

  it("read by another program come to the same", () => {
    const Row = z.object({
      asin: z.string(),
      title: z.string(),
      brand: z.string(),
      rating: z.number(),
      review_count: z.number(),
      sales_rank: z.number(),
      monthly_sold: z.number(),
      new_price: z.number(),
      buy_box_price: z.number(),
    });
    const { rows } = read(
      z.object({ data: z.object({ rows: z.array(Row) }) }),
      "agent_eval_products_compare_output.json",
    ).data;
    const products = productsOf(read(KeepaAnswer, "products_compare_agent_eval.json"));
    for (const row of rows) {
      const product = products.find(({ asin }) => asin === row.asin);
      const fields = product === undefined ? {} : fieldsOf(product, "com");
      const major = (minor: number | null | undefined) => (minor == null ? undefined : minor / 100);
      agree(
        {
          ...{ asin: fields.asin, title: fields.title, brand: fields.brand, rating: fields.rating },
          ...{
            review_count: fields.reviewCount,
            sales_rank: fields.salesRank,
            monthly_sold: fields.monthlySold,
          },
          ...{ new_price: major(fields.prices?.new), buy_box_price: major(fields.prices?.buyBox) },
        },
        {
          ...{ asin: row.asin, title: row.title, brand: row.brand, rating: row.rating },
          ...{ review_count: row.review_count, sales_rank: row.sales_rank, monthly_sold: row.monthly_sold },
          ...{ new_price: row.new_price, buy_box_price: row.buy_box_price },
        },
        row.asin,
      );
    }
  });

  it("say how the tokens stand", () => {
    const figures = figuresOf(read(KeepaAnswer, "token_status.json"), 5);
    expect(figures).toEqual({ left: 42, refillIn: 12_000, refillRate: 5, consumed: 0, at: 5 });
  });
});
