import * as z from "zod";
import type { TokenFigures } from "../token-ledger/index.ts";
import { numberOf } from "./series.ts";

/** A field, or an element of a list, that is not as documented counts as not there: one odd value must not cost the whole batch. */
const text = z.string().min(1).optional().catch(undefined);
const number = z.unknown().optional().transform(numberOf);
const flag = z.boolean().optional().catch(undefined);
const numbers = z.array(z.unknown()).catch([]);
const texts = numbers.transform((values) => values.filter((value) => typeof value === "string"));
/** Product codes; a number is one that has lost its zeros. */
const codes = z
  .unknown()
  .optional()
  .transform((value) =>
    (Array.isArray(value) ? value : [value])
      .filter((code) => typeof code === "string" || Number.isSafeInteger(code))
      .map(String)
      .filter((code) => /\d/.test(code)),
  );
/** A category's id, which is longer than other numbers. */
const category = z.coerce.number().optional().catch(undefined);

/** An image: file names of its large and medium version, of which one may be missing. */
const Image = z.object({ l: text, m: text }).catch({ l: undefined, m: undefined });

const Stats = z
  .object({
    current: numbers,
    avg90: numbers,
    minInInterval: numbers,
    buyBoxPrice: number,
    buyBoxShipping: number,
    buyBoxSellerId: text,
  })
  .optional()
  .catch(undefined);

/** A product as Keepa writes it: what we read of its hundred fields. */
export const KeepaProduct = z.object({
  asin: z.string(),
  domainId: number,
  productType: number,
  isRedirectASIN: flag,
  parentAsin: text,
  title: text,
  brand: text,
  manufacturer: text,
  model: text,
  partNumber: text,
  author: text,
  binding: text,
  color: text,
  size: text,
  description: text,
  features: texts,
  /** Since 2024; before it `imagesCSV`. */
  images: z.array(Image).catch([]),
  imagesCSV: text,
  rootCategory: category,
  categoryTree: z
    .array(z.object({ catId: category, name: text }).catch({ catId: undefined, name: undefined }))
    .catch([]),
  salesRankReference: category,
  productGroup: text,
  websiteDisplayGroupName: text,
  type: text,
  eanList: codes,
  upcList: codes,
  csv: numbers,
  stats: Stats,
  reviews: z.object({ ratingCount: numbers }).optional().catch(undefined),
  monthlySold: number,
  isAdultProduct: flag,
  packageLength: number,
  packageWidth: number,
  packageHeight: number,
  packageWeight: number,
  releaseDate: number,
  publicationDate: number,
  listedSince: number,
  lastUpdate: number,
});
export type KeepaProduct = z.infer<typeof KeepaProduct>;

/** What is around the products, in every answer and also in most refusals. */
export const KeepaAnswer = z.object({
  tokensLeft: number,
  refillIn: number,
  refillRate: number,
  tokensConsumed: number,
  tokenFlowReduction: number,
  products: z.array(z.unknown()).nullish().catch(undefined),
  error: z
    .object({ type: z.string().catch("") })
    .nullish()
    .catch({ type: "" }),
});
export type KeepaAnswer = z.infer<typeof KeepaAnswer>;

/**
 * What an answer says of the account's tokens; null where it says nothing. Refusals of a wrong key have zeros in all fields.
 *
 * @param at - when it arrived, in ms
 */
export function figuresOf(answer: KeepaAnswer, at: number): TokenFigures | null {
  const { tokensLeft, refillIn = 0, refillRate = 0, tokensConsumed = 0, tokenFlowReduction = 0 } = answer;
  if (tokensLeft === undefined || (tokensLeft === 0 && refillIn === 0 && refillRate === 0)) return null;
  return {
    left: tokensLeft,
    refillIn,
    // Tracked products take tokens out of the flow (Keepa's documentation of tracking).
    refillRate: Math.max(0, refillRate - Math.max(0, tokenFlowReduction)),
    consumed: tokensConsumed,
    at,
  };
}

/** The products that are readable as such; what has no ASIN is nobody's answer. */
export function productsOf(answer: KeepaAnswer): KeepaProduct[] {
  return (answer.products ?? []).flatMap((raw) => {
    const { data } = KeepaProduct.safeParse(raw);
    return data === undefined ? [] : [data];
  });
}
