import type { Product, ProductStatus } from "./product.ts";
import type { ProductStore } from "./store.ts";

/** Products read from the store at once. */
const PAGE = 500;

/**
 * The products of a catalog in order of code, page by page. A product that is there from the first page to the last is read once.
 *
 * @param input.status - only these; all where not given
 */
export async function* productPages(input: {
  products: Pick<ProductStore, "list">;
  tenantId: string;
  catalogId: string;
  status?: ProductStatus;
}): AsyncGenerator<Product[]> {
  const { products, tenantId, catalogId, status } = input;
  for (let after = ""; ; ) {
    const page = await products.list({ tenantId, catalogId, after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page.filter((product) => status === undefined || product.status === status);
    after = last.code;
  }
}
