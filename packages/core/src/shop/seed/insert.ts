import { sql as raw } from "kysely";
import * as z from "zod";
import type { ShopTables, Sql } from "../tables.ts";

/** With 14 columns 7,000 parameters; SQLite takes 32,766 (https://sqlite.org/limits.html), and half a megabyte is sent at once. */
const ROWS = 500;

const Known = z.object({ id: z.string() });

/**
 * Inserts the rows whose ids are not there yet, 500 in a statement. What is there stays as it is.
 *
 * SQLite and MySQL each have a statement for this, and not the same one; MySQL's also hides every other error.
 *
 * @returns how many were inserted
 */
export async function insertMissing<T extends keyof ShopTables>(input: {
  sql: Sql;
  table: T;
  rows: ShopTables[T][];
}): Promise<number> {
  const { sql, table, rows } = input;
  let inserted = 0;
  for (let start = 0; start < rows.length; start += ROWS) {
    inserted += await insertSome({ sql, table, rows: rows.slice(start, start + ROWS) });
  }
  return inserted;
}

async function insertSome<T extends keyof ShopTables>(input: {
  sql: Sql;
  table: T;
  rows: ShopTables[T][];
}): Promise<number> {
  const { sql, table, rows } = input;
  const ids = raw.join(rows.map(({ id }) => id));
  const known = await raw`select id from ${raw.table(table)} where id in (${ids})`.execute(sql);
  const there = new Set(known.rows.map((row) => Known.parse(row).id));
  const missing = rows.filter(({ id }) => !there.has(id));
  const [first] = missing;
  if (first === undefined) return 0;
  const columns = raw.join(Object.keys(first).map((name) => raw.ref(name)));
  const values = missing.map((row) => raw`(${raw.join(Object.values(row))})`);
  await raw`insert into ${raw.table(table)} (${columns}) values ${raw.join(values)}`.execute(sql);
  return missing.length;
}
