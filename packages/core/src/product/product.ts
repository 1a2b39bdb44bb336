import * as z from "zod";
import { CODE_KINDS } from "./code.ts";

export const PRICE_KINDS = [
  "amazon",
  "new",
  "used",
  "list",
  "buyBox",
  "newFba",
  "newFbm",
  "refurbished",
  "collectible",
  "warehouse",
  "lightningDeal",
] as const;
/** Whose price: Amazon's own, the lowest of others by condition and fulfilment, the maker's, or the one the buy button takes. */
export type PriceKind = (typeof PRICE_KINDS)[number];

/** In the currency's smallest unit (cents; yen have none). Null: there is no such offer. Not there: nothing is known. */
export const Prices = z.partialRecord(z.enum(PRICE_KINDS), z.int().nonnegative().nullable());
export type Prices = z.infer<typeof Prices>;

const Text = z.string();
const Count = z.int().nonnegative();

/** What a provider says of a product. A field it says nothing of is not there; dates are ms since 1970. */
export const ProductFields = z
  .object({
    asin: Text,
    parentAsin: Text,
    title: Text,
    brand: Text,
    manufacturer: Text,
    model: Text,
    partNumber: Text,
    author: Text,
    binding: Text,
    color: Text,
    size: Text,
    description: Text,
    features: z.array(Text),
    /** Addresses, the first one first; the largest of each. */
    images: z.array(Text),
    /** From the widest to the narrowest. */
    categories: z.array(Text),
    productGroup: Text,
    /** What Amazon takes it for, as "SKIN_SERUM". */
    productType: Text,
    gtins: z.array(Text),
    /** The shop all this is of, by the end of its address: "com", "co.uk". */
    marketplace: Text,
    /** ISO 4217. */
    currency: Text,
    prices: Prices,
    /** The same prices on average over the last 90 days. */
    pricesAverage: Prices,
    /** The lowest of those days. */
    pricesLowest: Prices,
    /** Shipping of the buy box's offer, where it is not in its price. */
    buyBoxShipping: Count,
    buyBoxSeller: Text,
    /** 1 is the best seller of `salesRankCategory`. */
    salesRank: Count,
    salesRankAverage: Count,
    salesRankCategory: Text,
    /** 0 to 5, one decimal. */
    rating: z.number().min(0).max(5),
    reviewCount: Count,
    offersNew: Count,
    offersUsed: Count,
    /** Bought in the past month, at least; Amazon says so for a few products only. */
    monthlySold: Count,
    isAdult: z.boolean(),
    /** In grams and millimetres, packed. */
    packageWeight: Count,
    packageSize: z.tuple([Count, Count, Count]),
    releasedAt: z.number(),
    listedAt: z.number(),
    /** When the provider looked at it last. */
    observedAt: z.number(),
    /** Other products of the same code, which were not chosen. */
    alternatives: z.array(Text),
  })
  .partial();
export type ProductFields = z.infer<typeof ProductFields>;
export type ProductField = keyof ProductFields;
export const PRODUCT_FIELDS = ProductFields.keyof();

/**
 * `pending`: not asked about yet, or to be asked again. `enriched`: the provider's data are there. `noData`: the provider
 * knows nothing of it. `rejected`: the code is none, or the provider refuses it.
 */
export const ProductStatus = z.enum(["pending", "enriched", "noData", "rejected"]);
export type ProductStatus = z.infer<typeof ProductStatus>;

/** A product of a catalog, and what is known about it. Keyed by tenant, catalog and code. */
export const Product = z.object({
  tenantId: z.string(),
  catalogId: z.string(),
  /** Normalised; of a rejected row the text as it was, or its place where there was none. */
  code: z.string(),
  /** Null where the code is none. */
  kind: z.enum(CODE_KINDS).nullable(),
  /** The row of the file that named it first. */
  row: z.int(),
  /** The run that has put it last. */
  runId: z.string(),
  status: ProductStatus,
  /** A code for why it is not enriched; null where it is. */
  reason: z.string().nullable(),
  /** When a pending product will be asked about, in ms, where that is known. */
  pendingUntil: z.number().nullable(),
  fields: ProductFields,
  /** Those of `fields` that are sample values: nobody has said them of this product. */
  sampled: z.array(PRODUCT_FIELDS),
  /** Where the fields are from; "sample" where any of them is a sample value; null where there are none. */
  source: z.enum(["keepa", "sample"]).nullable(),
  /** When the provider's data came, in ms; they are fresh for a time from then on. */
  enrichedAt: z.number().nullable(),
  updatedAt: z.number(),
  /** Who is asking the provider about it, and until when, in ms, nobody else does; with `from` he waits for tokens, and will ask then. */
  claim: z.object({ by: z.string(), until: z.number(), from: z.number().optional() }).optional(),
});
export type Product = z.infer<typeof Product>;
