import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { isError, MillraceError } from "@millrace/core/error";
import { migrateShop, type ShopTables, type Sql } from "@millrace/core/shop";
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";
import { isBusy, openFile } from "./database.ts";

/** Statements kept ready: preparing one takes as long as running it. Lists of different lengths are different statements. */
const MOST_STATEMENTS = 200;

/**
 * The shop in a SQLite file, which is made with its tables, readable by this user only, by the first query. Several processes may have
 * it open at once.
 *
 * Queries throw Sql.Unavailable where another process holds the file for too long.
 *
 * @example
 * const sql = openShop(join(dataDir, "shop.db"));
 * await sql.destroy(); // closes it
 */
export function openShop(path: string): Sql {
  return new Kysely<ShopTables>({
    dialect: new SqliteDialect({
      async database() {
        const database = adapted(named(() => openFile(path)));
        try {
          await migrateShop(new Kysely<ShopTables>({ dialect: new SqliteDialect({ database }) }));
        } catch (error) {
          database.close();
          throw error;
        }
        return database;
      },
    }),
  });
}

/** `node:sqlite` as Kysely's SQLite dialect, written for better-sqlite3, wants it. */
function adapted(db: DatabaseSync): SqliteDatabase {
  const known = new Map<string, SqliteStatement>();
  return {
    close: () => db.close(),
    prepare(sql) {
      const kept = known.get(sql);
      if (kept !== undefined) return kept;
      const statement = adaptedStatement(named(() => db.prepare(sql)));
      const [oldest] = known.keys();
      if (known.size === MOST_STATEMENTS && oldest !== undefined) known.delete(oldest);
      known.set(sql, statement);
      return statement;
    },
  };
}

function adaptedStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => named(() => statement.all(...bindable(parameters))),
    run: (parameters) => named(() => statement.run(...bindable(parameters))),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}

function named<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isBusy(error) && !isError(error, "Store.Throttled")) throw error;
    throw new MillraceError("Sql.Unavailable", "the shop's database is busy with another process", {
      cause: error,
    });
  }
}

/**
 * Parameters as SQLite takes them. An object must not get there: `node:sqlite` takes one in first place for named parameters, binds NULL
 * everywhere, and finds nothing.
 */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map((value) => {
    if (value === null || typeof value === "string" || typeof value === "number") return value;
    if (typeof value === "bigint" || value instanceof Uint8Array) return value;
    if (typeof value === "boolean") return Number(value);
    throw new TypeError(`SQLite holds no ${typeof value}: give a time as milliseconds, an object as JSON`);
  });
}
