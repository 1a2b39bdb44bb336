import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planetScaleSql } from "@millrace/aws/sql";
import { random, systemClock } from "@millrace/aws/system";
import { migrateShop, type Sql } from "@millrace/core/shop";
import { openShop } from "@millrace/local/store/sql";
import { unique } from "../contract/samples.ts";
import { createDatabase, type MariadbAddress, mariadbIsMissing } from "./mariadb-server.ts";
import { type PsdbFront, startPsdbFront } from "./psdb-front.ts";

/** An empty shop, gone when it is closed. */
export interface TestShop {
  sql: Sql;
  close(): Promise<void>;
}

/** A shop in a SQLite file. */
export async function sqliteShop(): Promise<TestShop> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-shop-"));
  const sql = openShop(join(folder, "shop.db"));
  return {
    sql,
    async close() {
      await sql.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A shop in a database of its own on a MariaDB, through PlanetScale's client and protocol. */
export async function mariadbShop(input: {
  address: MariadbAddress;
}): Promise<TestShop & { front: PsdbFront }> {
  const { address } = input;
  const database = unique("shop");
  await createDatabase({ address, name: database });
  const front = await startPsdbFront({ address, database });
  const sql = planetScaleSql({ url: front.url, clock: systemClock, random });
  await migrateShop(sql);
  return {
    ...{ sql, front },
    async close() {
      await sql.destroy();
      await front.close();
    },
  };
}

const missing = mariadbIsMissing();

/** Whether suites that need a MariaDB are skipped here. In CI they fail instead. */
export const skipsMariadb = missing !== null && process.env.CI !== "true";

/** `MariaDB`, with the reason where its suites are skipped: for their names. */
export const MARIADB = skipsMariadb ? `MariaDB (skipped: ${missing})` : "MariaDB";
