import { MillraceError } from "@millrace/core/error";
import { afterOutcome, namedAgain, Product, type ProductStore } from "@millrace/core/product";
import { say } from "@millrace/core/sentence";
import * as z from "zod";
import { type DynamoInput, forEach, keyOf, openTable, query, readAll } from "../dynamo/index.ts";
import { replaceVersion } from "../dynamo/replace.ts";

/** A product as it is stored; `version` counts its changes. */
const ProductItem = z.object({ version: z.number(), product: Product });

/** Two runs may meet at one product, and a batch its own retry; never many. */
const RACES = 20;

/**
 * Products of catalogs in a DynamoDB table (`PRODUCTS_TABLE`), an item each. A change replaces an item if its version is still the one read.
 * Naming a batch of new products again costs reads only.
 */
export function dynamoProducts(input: DynamoInput): ProductStore {
  const table = openTable(input);

  const read = async (names: readonly Name[]): Promise<Map<string, z.infer<typeof ProductItem>>> => {
    const keys = new Map(names.map((name) => [nameOf(name), keysOf(name)]));
    const items = await readAll({ table, keys: [...keys.values()] });
    return new Map(
      items.map((item) => {
        const found = ProductItem.parse(item);
        return [nameOf(found.product), found];
      }),
    );
  };

  /** @returns false where the item is another by now */
  const replace = (version: number, product: Product): Promise<boolean> =>
    replaceVersion({ table, version, item: { ...keysOf(product), product } });

  /** Changes products, all read at first in one request, and again one by one where somebody was faster. */
  const change = async <Named extends Name>(
    names: readonly Named[],
    work: (before: Product | null, named: Named) => Product | null,
  ): Promise<Product[]> => {
    const found = await read(names);
    const changed = await forEach(names, async (named) => {
      let before = found.get(nameOf(named));
      for (let race = 1; race <= RACES; race++) {
        const after = work(before?.product ?? null, named);
        if (after === null || after === before?.product) return after;
        if (await replace(before?.version ?? 0, after)) return after;
        before = (await read([named])).get(nameOf(named));
      }
      throw new MillraceError("Store.Throttled", say("store.product"));
    });
    return changed.filter((product) => product !== null);
  };

  return {
    async put({ products, at }) {
      await change(products, (before, named) => namedAgain(before, named, at));
    },

    async get({ tenantId, catalogId, codes }) {
      const found = await read(codes.map((code) => ({ tenantId, catalogId, code })));
      return [...found.values()].map(({ product }) => product);
    },

    async list({ tenantId, catalogId, after, limit }) {
      const range = { pk: keyOf("products", tenantId, catalogId), limit };
      const items = await query(table, after === undefined ? range : { ...range, after });
      return items.map((item) => ProductItem.parse(item).product);
    },

    async update({ tenantId, catalogId, outcomes }) {
      const named = outcomes.map((outcome) => ({ tenantId, catalogId, code: outcome.code, outcome }));
      return change(named, (before, { outcome }) => (before === null ? null : afterOutcome(before, outcome)));
    },
  };
}

type Name = Pick<Product, "tenantId" | "catalogId" | "code">;

function nameOf({ tenantId, catalogId, code }: Name): string {
  return keyOf(tenantId, catalogId, code);
}

function keysOf({ tenantId, catalogId, code }: Name): { pk: string; sk: string } {
  return { pk: keyOf("products", tenantId, catalogId), sk: code };
}
