import type { DatabaseSync } from "node:sqlite";
import { afterOutcome, namedAgain, Product, type ProductStore } from "@millrace/core/product";
import * as z from "zod";
import { fromJson, json, transaction } from "./database.ts";

const Row = z.object({ record: fromJson(Product) });

/** Products of catalogs in SQLite. */
export function sqliteProducts(db: DatabaseSync): ProductStore {
  const select = db.prepare(
    "SELECT record FROM products WHERE tenant_id = ? AND catalog_id = ? AND code = ?",
  );
  const selectPage = db.prepare(
    "SELECT record FROM products WHERE tenant_id = ? AND catalog_id = ? AND code > ? ORDER BY code LIMIT ?",
  );
  const upsert = db.prepare(
    `INSERT INTO products (tenant_id, catalog_id, code, record) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET record = excluded.record`,
  );
  const read = (tenantId: string, catalogId: string, code: string): Product | null => {
    const row = select.get(tenantId, catalogId, code);
    return row === undefined ? null : Row.parse(row).record;
  };
  const write = (product: Product) => {
    upsert.run(product.tenantId, product.catalogId, product.code, json(product));
  };

  return {
    async put({ products, at }) {
      transaction(db, () => {
        for (const named of products) {
          const before = read(named.tenantId, named.catalogId, named.code);
          const after = namedAgain(before, named, at);
          if (after !== before) write(after);
        }
      });
    },

    async get({ tenantId, catalogId, codes }) {
      return [...new Set(codes)]
        .map((code) => read(tenantId, catalogId, code))
        .filter((product) => product !== null);
    },

    async list({ tenantId, catalogId, after = "", limit }) {
      return selectPage.all(tenantId, catalogId, after, limit).map((row) => Row.parse(row).record);
    },

    async update({ tenantId, catalogId, outcomes }) {
      return transaction(db, () =>
        outcomes.flatMap((outcome) => {
          const before = read(tenantId, catalogId, outcome.code);
          if (before === null) return [];
          const after = afterOutcome(before, outcome);
          if (after !== before) write(after);
          return [after];
        }),
      );
    },
  };
}
