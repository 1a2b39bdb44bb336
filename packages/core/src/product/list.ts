import { decodeCursor, encodeCursor, type Page } from "../shop/list.ts";
import type { Product, ProductStatus } from "./product.ts";
import type { ProductStore } from "./store.ts";

/** Products read at once where only some are wanted. */
const READ_AT_ONCE = 500;
/** So many are read for one page at most: of a large catalog with few that are wanted a page is short, and another follows. */
const MOST_READ = 5_000;

/**
 * A page of a catalog's products, in order of code. With a status it may hold fewer than `limit`, though another follows.
 *
 * @returns null where the catalog has no product at all
 * @throws Input.Invalid where the cursor is none of such a list
 */
export async function listProducts(input: {
  products: Pick<ProductStore, "list">;
  tenantId: string;
  catalogId: string;
  status?: ProductStatus | undefined;
  cursor?: string | undefined;
  limit: number;
}): Promise<Page<Product> | null> {
  const { products, tenantId, catalogId, status, cursor, limit } = input;
  let after = cursor === undefined ? "" : decodeCursor(cursor).id;
  const size = status === undefined ? limit + 1 : READ_AT_ONCE;
  const found: Product[] = [];
  for (let read = 0; read < MOST_READ; read += size) {
    const page = await products.list({ tenantId, catalogId, after, limit: size });
    const last = page.at(-1);
    if (last === undefined) {
      return read === 0 && cursor === undefined ? null : { items: found, nextCursor: null };
    }
    found.push(...page.filter((product) => status === undefined || product.status === status));
    const end = found[limit - 1];
    if (found.length > limit && end !== undefined) {
      return { items: found.slice(0, limit), nextCursor: cursorAt(end.code) };
    }
    after = last.code;
  }
  return { items: found, nextCursor: cursorAt(after) };
}

/** The code alone says where a product stands. */
function cursorAt(code: string): string {
  return encodeCursor({ at: 0, id: code });
}
