import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Api, createApi, rateLimitFromEnvironment } from "@millrace/api";
import type { EventListener } from "@millrace/asl";
import { type Cache, type CacheAside, type CacheRates, cacheAside, cacheRates } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import type { Flows } from "@millrace/core/flow";
import type { ImportDeps } from "@millrace/core/lead-import";
import { type ModelCache, modelFromEnvironment } from "@millrace/core/model";
import type { Sql } from "@millrace/core/shop";
import { type StatisticsSettings, statisticsSettings } from "@millrace/core/statistics";
import { type LocalFlows, localFlows } from "./flow/flows.ts";
import { ownKey } from "./flow/own-key.ts";
import { standardiseThread } from "./flow/standardise-thread.ts";
import { fileLog } from "./log-file.ts";
import type { LocalApiKeys } from "./store/api-keys.ts";
import { openStores } from "./store/index.ts";
import { openShop } from "./store/sql.ts";
import type { UploadOrders } from "./store/upload-orders.ts";
import { random, randomBytes, systemClock, thisProcess, uuid } from "./system.ts";

/** Millrace on one machine: its stores in a data folder, and the flows run in this process. */
export interface App {
  dataDir: string;
  deps: ImportDeps & { flows: Flows; modelCache: ModelCache };
  flows: LocalFlows;
  orders: UploadOrders;
  /** The shop, in a file of its own: it stands for the database that others write to as well. */
  sql: Sql;
  cache: Cache;
  aside: CacheAside;
  /** What hit and missed in this process. */
  cacheRates: () => CacheRates;
  apiKeys: LocalApiKeys;
  statistics: StatisticsSettings;
  /** Answers requests in this process; {@link ./server} puts it on a port. */
  api: Api;
  clock: Clock;
  close(): Promise<void>;
}

/**
 * Opens a data folder, which is made where it is not there.
 *
 * @param input.env - where the settings of the model, the statistics and the API are read from
 * @throws Input.Invalid when a setting is wrong, or the folder was written by a newer Millrace
 */
export function openApp(input: {
  dataDir: string;
  env: Record<string, string | undefined>;
  clock?: Clock;
  onEvent?: EventListener;
}): App {
  const { dataDir, env, clock = systemClock, onEvent } = input;
  const statistics = statisticsSettings({ env });
  const rateLimit = rateLimitFromEnvironment({ env });
  // Customers' data: nobody else on the machine may read it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const stores = openStores({ dataDir, clock, uuid, owner: thisProcess });
  const ending = new AbortController();
  const deps: ImportDeps = {
    objects: stores.objects,
    leads: stores.leads,
    runs: stores.runs,
    clock,
    log: fileLog({ path: join(dataDir, "millrace.log"), clock }),
    model: modelFromEnvironment({ env, cache: stores.modelCache, clock, random, signal: ending.signal }),
  };
  // The model is this thread's: its account allows so many questions at once, and time may be given in.
  const thread = deps.model === null && clock === systemClock ? standardiseThread({ dataDir }) : undefined;
  const sql = openShop(join(dataDir, "shop.db"));
  const { cache, apiKeys } = stores;
  const rates = cacheRates();
  const aside = cacheAside({ cache, clock, random, uuid, onEvent: rates.onEvent });
  const customers = { sql, cache, aside, apiKeys, statistics };
  const own = ownKey({ apiKeys, createdAt: clock.now(), randomBytes });
  const api = createApi({ ...customers, apiKeys: own.apiKeys, clock, uuid, log: deps.log, rateLimit });
  const flows = localFlows({
    ...{ stores, deps, clock, random, uuid },
    async api(request) {
      request.headers.set("Authorization", `Bearer ${own.key}`);
      return api.fetch(request);
    },
    ...(thread === undefined ? {} : { thread }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  return {
    dataDir,
    deps: { ...deps, flows, modelCache: stores.modelCache },
    flows,
    orders: stores.orders,
    ...customers,
    cacheRates: () => rates.report(),
    api,
    clock,
    async close() {
      const closed = flows.close();
      // Only now: a question broken off before its execution is stopped would count as a failure of its batch.
      ending.abort();
      await closed;
      await sql.destroy();
      stores.close();
    },
  };
}
