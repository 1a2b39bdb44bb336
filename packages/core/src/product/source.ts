import type { TokenFigures } from "../token-ledger/index.ts";
import type { ProductCode } from "./code.ts";
import type { ProductFields } from "./product.ts";

/** The most codes a call may ask about. */
export const MOST_CODES = 100;

/** What the provider knows of one code. */
export type ProductAnswer =
  | { status: "found"; fields: ProductFields }
  /** `reason`: "product.notFound", "product.inaccessible", "product.invalid", "product.empty" or "product.tooLarge". */
  | { status: "noData"; reason: string };

/** Where products' data come from. */
export interface ProductSource<Marketplace extends string = string> {
  /** The most tokens that {@link fetchProducts} can cost: what is to be reserved for it. */
  price(codes: readonly ProductCode[]): number;
  /**
   * Asks about 1 to 100 codes, all ASINs or none ({@link isAsin}), in one call, without trying again.
   *
   * @returns an answer for each code, by the code; and what the provider says of its tokens, null where it says nothing
   * @throws Keepa.OutOfTokens (with `retryAfterMs`) and Keepa.Unavailable: worth another try
   * @throws Keepa.InvalidRequest, Keepa.PaymentRequired, Keepa.OutOfRange, Keepa.Rejected: refused whenever it is sent. All are
   *   a KeepaError, whose `tokens` are to be settled where there are any
   * @throws Input.Invalid where the codes cannot be asked about in one call
   * @throws the signal's reason once it aborts
   */
  fetchProducts(input: {
    codes: readonly ProductCode[];
    marketplace: Marketplace;
    signal?: AbortSignal;
  }): Promise<{ products: Map<string, ProductAnswer>; tokens: TokenFigures | null }>;
}

/** True for a code that is asked about as an ASIN; the others are asked about as product codes, in calls of their own. */
export function isAsin({ kind }: ProductCode): boolean {
  return kind === "asin";
}
