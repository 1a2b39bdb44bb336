import { PRICE_KINDS, type PriceKind, type Prices, type ProductFields } from "../product/index.ts";
import type { KeepaProduct } from "./answer.ts";
import { currencyOf, type Marketplace } from "./marketplace.ts";
import { decodeSeries, keepaTime, known, SERIES, type SeriesName } from "./series.ts";
import { plainText } from "./text.ts";

const IMAGES = "https://m.media-amazon.com/images/I/";
/** File names of images; anything else would lead elsewhere. */
const IMAGE_NAME = /^[\w%+.-]+\.\w{2,5}$/;

/** Keepa's productType of what is sold by offers; of others it knows no prices, or not all. */
export const ORDINARY = 0;

/** What Keepa says of a product, as fields of ours. */
export function fieldsOf(product: KeepaProduct, marketplace: Marketplace): ProductFields {
  const { stats } = product;
  const rank = current(product, "salesRank");
  const rating = current(product, "rating");
  const text = (value: string | undefined) => (value === undefined ? "" : plainText(value));
  return filled({
    asin: product.asin,
    parentAsin: text(product.parentAsin),
    title: text(product.title),
    brand: text(product.brand),
    manufacturer: text(product.manufacturer),
    model: text(product.model),
    partNumber: text(product.partNumber),
    author: text(product.author),
    binding: text(product.binding),
    color: text(product.color),
    size: text(product.size),
    description: text(product.description),
    features: product.features.map(plainText).filter((feature) => feature !== ""),
    images: imagesOf(product),
    categories: product.categoryTree.map(({ name }) => text(name)).filter((name) => name !== ""),
    productGroup: text(product.productGroup ?? product.websiteDisplayGroupName),
    productType: text(product.type),
    gtins: [...new Set([...product.eanList, ...product.upcList])],
    marketplace,
    currency: currencyOf(marketplace),
    prices: pricesNow(product),
    pricesAverage: pricesIn(product, (name) => known(stats?.avg90[SERIES[name]])),
    pricesLowest: pricesIn(product, (name) => known(lastOf(stats?.minInInterval[SERIES[name]]))),
    buyBoxShipping: known(stats?.buyBoxPrice) == null ? undefined : known(stats?.buyBoxShipping),
    buyBoxSeller: text(stats?.buyBoxSellerId),
    salesRank: rank === 0 ? undefined : rank,
    salesRankAverage: known(stats?.avg90[SERIES.salesRank]),
    salesRankCategory: rank == null ? undefined : rankCategory(product),
    rating: rating == null || rating > 50 ? undefined : rating / 10,
    reviewCount: current(product, "reviewCount") ?? known(product.reviews?.ratingCount.at(-1)),
    offersNew: current(product, "offersNew"),
    offersUsed: current(product, "offersUsed"),
    monthlySold: positive(product.monthlySold),
    isAdult: product.isAdultProduct,
    packageWeight: positive(product.packageWeight),
    packageSize: packageSize(product),
    releasedAt: dateOf(product.releaseDate) ?? dateOf(product.publicationDate),
    listedAt: keepaTime(product.listedSince),
    observedAt: keepaTime(product.lastUpdate),
  });
}

/** The fields without those that say nothing. */
function filled(
  fields: { [Field in keyof ProductFields]: ProductFields[Field] | null | undefined },
): ProductFields {
  const isEmpty = (value: unknown) =>
    value == null ||
    value === "" ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

/** The value of now: of the statistics, else the last one of the history, with the shipping that statistics include. */
function current({ stats, csv }: KeepaProduct, name: SeriesName): number | null | undefined {
  const index = SERIES[name];
  const told = stats?.current[index];
  if (told !== undefined) return known(told);
  const last = decodeSeries({ index, csv: csv[index] }).at(-1);
  if (last === undefined || last.value === null) return last?.value;
  return last.value + (name === "buyBox" ? 0 : (last.shipping ?? 0));
}

function pricesNow(product: KeepaProduct): Prices {
  const { stats } = product;
  const prices = pricesIn(product, (name) => current(product, name));
  // Without shipping, which `current` includes; only an answer that knows the offer has it.
  const buyBox = known(stats?.buyBoxPrice);
  return buyBox == null ? prices : { ...prices, buyBox };
}

function pricesIn(
  { productType = ORDINARY }: KeepaProduct,
  priceOf: (name: PriceKind) => number | null | undefined,
): Prices {
  const prices: Prices = {};
  for (const name of PRICE_KINDS) {
    const price = priceOf(name);
    // Keepa does not watch the offers of others: that it has none says nothing.
    if (price === undefined || (price === null && productType !== ORDINARY)) continue;
    prices[name] = price;
  }
  return prices;
}

/** Of a pair `[time, value]` the value. */
function lastOf(pair: unknown): unknown {
  return Array.isArray(pair) ? pair.at(-1) : undefined;
}

function imagesOf({ images, imagesCSV }: KeepaProduct): string[] {
  const named = (names: string[]) => names.map((name) => name.trim()).filter((name) => IMAGE_NAME.test(name));
  const today = named(images.map(({ l, m }) => l ?? m ?? ""));
  const names = today.length > 0 ? today : named((imagesCSV ?? "").split(","));
  return [...new Set(names)].map((name) => IMAGES + name);
}

/** The category the rank is in. One that is not among the product's own has no name; where none is told it is the root. */
function rankCategory({
  categoryTree,
  salesRankReference = 0,
  rootCategory,
}: KeepaProduct): string | undefined {
  const id = salesRankReference > 0 ? salesRankReference : rootCategory;
  const name = categoryTree.find(({ catId }) => catId !== undefined && catId === id)?.name;
  return name === undefined ? undefined : plainText(name);
}

function packageSize(product: KeepaProduct): [number, number, number] | undefined {
  const length = positive(product.packageLength);
  const width = positive(product.packageWidth);
  const height = positive(product.packageHeight);
  return length === undefined || width === undefined || height === undefined
    ? undefined
    : [length, width, height];
}

/** Zero and below mean "unknown" where a thing cannot be without. */
function positive(value: number | undefined): number | undefined {
  return value !== undefined && value > 0 ? Math.round(value) : undefined;
}

const DATE = /^(\d{4})(\d{2})?(\d{2})?$/;

/** `yyyymmdd`, `yyyymm` or `yyyy` as a number; undefined for what is no date. */
function dateOf(value: number | undefined): number | undefined {
  const [, year, month = "01", day = "01"] = DATE.exec(String(value ?? "")) ?? [];
  if (year === undefined) return undefined;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // The 30th of February is taken for a day of March.
  return date.getUTCDate() === Number(day) ? date.getTime() : undefined;
}
