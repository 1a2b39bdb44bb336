import { join } from "node:path";
import { type Api, createApi, type RunPorts, rateLimitFromEnvironment } from "@millrace/api";
import type { ApiKeys, Scope } from "@millrace/core/api-key";
import { type Cache, type CacheAside, type CacheRates, cacheAside, cacheRates } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import type { Log } from "@millrace/core/log";
import type { Sql } from "@millrace/core/shop";
import { type StatisticsSettings, statisticsSettings } from "@millrace/core/statistics";
import { type OwnKeys, ownKeys } from "./own-keys.ts";
import { openCacheDatabase, sqliteCache } from "./store/cache.ts";
import { openShop } from "./store/sql.ts";
import { random, randomBytes, uuid } from "./system.ts";

/** The customers of a data folder: its shop, its cache, and the API that serves both, and catalogs. */
export interface Customers {
  /** The shop, in a file of its own: it stands for the database that others write to as well. */
  sql: Sql;
  cache: Cache;
  aside: CacheAside;
  /** What hit and missed in this process. */
  cacheRates: () => CacheRates;
  statistics: StatisticsSettings;
  /** Answers requests in this process; {@link ./server} puts it on a port. */
  api: Api;
  /** Makes an API key that is this process's alone, and gone with it. */
  issueKey: OwnKeys["issue"];
  /** Ends the answers that would go on until their clients have enough. */
  endStreams(): void;
  /** Answers a request of this process's flows, which need no key. */
  ask(request: Request): Promise<Response>;
  close(): Promise<void>;
}

/** What the flows ask the API for. */
const FLOW_SCOPES: readonly Scope[] = ["statistics:read"];

/**
 * Opens the customers of a data folder, which is there.
 *
 * @param input.env - where the settings of the statistics and the API are read from
 * @throws Input.Invalid when a setting is wrong
 * @throws Store.Throttled where another process holds the cache for too long
 */
export function openCustomers(input: {
  dataDir: string;
  env: Record<string, string | undefined>;
  apiKeys: ApiKeys;
  runs: RunPorts;
  clock: Clock;
  log: Log;
}): Customers {
  const { dataDir, env, apiKeys, runs, clock, log } = input;
  const statistics = statisticsSettings({ env });
  const rateLimit = rateLimitFromEnvironment({ env });
  const own = ownKeys({ stored: apiKeys, clock, randomBytes });
  const flowKey = own.issue({ tenantId: "default", name: "flows of this process", scopes: FLOW_SCOPES });
  const cacheDb = openCacheDatabase(join(dataDir, "cache.db"));
  const cache = sqliteCache({ db: cacheDb, clock });
  const sql = openShop(join(dataDir, "shop.db"));
  const rates = cacheRates();
  const aside = cacheAside({ cache, clock, random, uuid, onEvent: rates.onEvent });
  const stores = { sql, cache, aside, statistics };
  const streams = new AbortController();
  const api = createApi({
    ...{ apiKeys: own.apiKeys, clock, uuid, log, rateLimit },
    shop: stores,
    runs: { ...runs, live: { ending: streams.signal } },
  });
  return {
    ...stores,
    cacheRates: () => rates.report(),
    api,
    issueKey: own.issue,
    endStreams: () => streams.abort(),
    async ask(request) {
      request.headers.set("Authorization", `Bearer ${flowKey}`);
      return api.fetch(request);
    },
    async close() {
      streams.abort();
      await sql.destroy();
      cacheDb.close();
    },
  };
}
