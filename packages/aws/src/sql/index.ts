import type { Clock } from "@millrace/core/clock";
import type { ShopTables, Sql } from "@millrace/core/shop";
import { type Config, cast } from "@planetscale/database";
import { Kysely, MysqlAdapter } from "kysely";
import { PlanetScaleDialect } from "kysely-planetscale";
import { steadyFetch } from "./fetch.ts";

/** How long one try of a statement may take. Three fit into a minute, which the preloader has; the API waits less. */
const TIMEOUT_MS = 10_000;

/** Where a PlanetScale database is, and who may enter. */
export interface PlanetScaleInput {
  /** `mysql://user:password@host/database`: what PlanetScale shows once, a secret. */
  url: string;
  clock: Clock;
  /** A number from 0 up to, not including, 1. */
  random: () => number;
  /** How long one statement may take, ms; 10,000 where it is not given. */
  timeoutMs?: number;
  /** Node's own where it is not given. */
  fetch?: typeof fetch;
}

/**
 * The shop on PlanetScale, over HTTP: it holds no connection. Its tables are made by `migrateShop`, at deployment.
 *
 * Statements that read are tried again where the database does not answer or is overloaded; of one that writes nobody knows whether it
 * was carried out. Both end in Sql.Unavailable. A statement the database refuses is a `DatabaseError` without the statement's text, which would hold customers' data.
 */
export function planetScaleSql(input: PlanetScaleInput): Sql {
  const { url, clock, random, timeoutMs = TIMEOUT_MS, fetch = globalThis.fetch } = input;
  const steady = steadyFetch({ fetch, clock, random, timeoutMs });
  return new Kysely<ShopTables>({ dialect: new Dialect({ url, fetch: steady, cast: numbers }) });
}

/**
 * Takes no lock for migrations. Each statement is a session of its own, so that a lock would be held by a session nobody can end,
 * and the next migration would wait an hour for it. `migrateShop` needs none.
 */
class Dialect extends PlanetScaleDialect {
  override createAdapter(): MysqlAdapter {
    return new Adapter();
  }
}

class Adapter extends MysqlAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Counts and times as numbers, as SQLite gives them: the client's own cast makes them text. */
const numbers: NonNullable<Config["cast"]> = (field, value) => {
  if (value === null || !/^(U?INT64|DECIMAL)$/.test(field.type)) return cast(field, value);
  const number = Number(value);
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw new RangeError(`the column ${field.name} holds a whole number beyond 2^53`);
  }
  return number;
};
