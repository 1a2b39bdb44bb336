import { upstashCache } from "@millrace/aws/cache";
import { planetScaleSql } from "@millrace/aws/sql";
import { type Cache, cacheAside, cacheRates } from "@millrace/core/cache";
import { migrateShop, type Sql, seedShop } from "@millrace/core/shop";
import { createClient } from "redis";
import { createDatabase, mariadbIsMissing, startMariadb } from "../../equipment/mariadb-server.ts";
import { type PsdbFront, startPsdbFront } from "../../equipment/psdb-front.ts";
import { redisIsMissing, startRedis } from "../../equipment/redis-server.ts";
import { startUpstashFront, type UpstashFront } from "../../equipment/upstash-front.ts";
import { clock, random, uuid } from "./time.ts";

/** Customers of the shop that is measured; one in ten has no phone or another's. */
const CUSTOMERS = 12_000;
const ORDERS = 40_000;

/** A seeded shop in MariaDB and an empty Redis, behind what speaks as PlanetScale and Upstash do. */
export interface Servers {
  sql: Sql;
  database: PsdbFront;
  cache: Cache;
  front: UpstashFront;
  /** The same Redis over TCP. */
  tcp: Awaited<ReturnType<typeof connect>>;
  /** Another process's view of the cache: its own client, its own leases. */
  aside(): { aside: ReturnType<typeof cacheAside>; rates: ReturnType<typeof cacheRates> };
  close(): Promise<void>;
}

/** Null, with the reason, where a server is missing. */
export async function startServers(): Promise<Servers | string> {
  const missing = [mariadbIsMissing(), redisIsMissing()].filter((reason) => reason !== null);
  if (missing.length > 0) return missing.join(", ");
  const [mariadb, redis] = await Promise.all([startMariadb(), startRedis()]);
  await createDatabase({ address: mariadb.address, name: "shop" });
  const database = await startPsdbFront({ address: mariadb.address, database: "shop" });
  const front = await startUpstashFront({ redisUrl: redis.url });
  const tcp = await connect(redis.url);
  const sql = planetScaleSql({ url: database.url, clock, random });
  await migrateShop(sql);
  await seedShop({ sql, customers: CUSTOMERS, orders: ORDERS, seed: 1, now: clock.now() });
  const openCache = () => upstashCache({ url: front.url, token: front.token, clock });
  return {
    sql,
    database,
    cache: openCache(),
    front,
    tcp,
    aside() {
      const rates = cacheRates();
      const cache = openCache();
      return { aside: cacheAside({ cache, clock, random, uuid, onEvent: rates.onEvent }), rates };
    },
    async close() {
      tcp.destroy();
      await sql.destroy();
      await front.close();
      await database.close();
      await Promise.all([redis.close(), mariadb.close()]);
    },
  };
}

async function connect(url: string) {
  const client = createClient({ url });
  await client.connect();
  return client;
}
