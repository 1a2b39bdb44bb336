import type { NewProduct, ProductOutcome } from "./outcome.ts";
import type { Product } from "./product.ts";

/** The products of catalogs. Every method may throw Store.Throttled. */
export interface ProductStore {
  /**
   * Adds products, each once, or names them again (`namedAgain`). Any number; done again it changes nothing.
   *
   * @param input.at - ms
   */
  put(input: { products: NewProduct[]; at: number }): Promise<void>;
  /** Those of the codes that the catalog has, in any order. */
  get(input: { tenantId: string; catalogId: string; codes: string[] }): Promise<Product[]>;
  /** In order of code, from just after `after` on. */
  list(input: { tenantId: string; catalogId: string; after?: string; limit: number }): Promise<Product[]>;
  /**
   * Applies outcomes (`afterOutcome`), at most one for a code, each in one atomic step. A code the catalog does not have is left out.
   *
   * @returns the products after it, in any order
   */
  update(input: { tenantId: string; catalogId: string; outcomes: ProductOutcome[] }): Promise<Product[]>;
}
