import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { RunPorts } from "@millrace/api";
import type { EventListener } from "@millrace/asl";
import type { ApiKeys } from "@millrace/core/api-key";
import type { CatalogDeps } from "@millrace/core/catalog-enrichment";
import type { Clock } from "@millrace/core/clock";
import type { Flows } from "@millrace/core/flow";
import { keepaFromEnvironment } from "@millrace/core/keepa";
import type { ImportDeps } from "@millrace/core/lead-import";
import { type ModelCache, modelFromEnvironment, modelTariff } from "@millrace/core/model";
import type { IntakeSettings, Uploads } from "@millrace/core/preview";
import type { Customers } from "./customers.ts";
import { CATALOG_DEFAULTS, importDefaults } from "./defaults.ts";
import { type LocalFlows, localFlows } from "./flow/flows.ts";
import { standardiseThread } from "./flow/standardise-thread.ts";
import { localHealth } from "./health.ts";
import { fileLog } from "./log-file.ts";
import { openStores } from "./store/index.ts";
import type { UploadOrders } from "./store/upload-orders.ts";
import { random, randomBytes, systemClock, thisProcess, uuid } from "./system.ts";
import { uploadedCatalog } from "./uploaded.ts";
import { localUploads } from "./uploads.ts";

/** Of the key that signs forms: 256 bits, as HMAC-SHA-256 takes them. */
const SECRET_BYTES = 32;

/** Millrace on one machine: its stores in a data folder, and the flows run in this process. */
export interface App {
  dataDir: string;
  deps: ImportDeps & CatalogDeps & { flows: Flows; modelCache: ModelCache };
  flows: LocalFlows;
  orders: UploadOrders;
  uploads: Uploads;
  /** What runs of the API's files are told where nobody chooses; a command that has options of its own puts them here. */
  intake: IntakeSettings;
  apiKeys: ApiKeys;
  /**
   * The customers' side, loaded and opened by its first use: its libraries would take a third of every other command's start.
   *
   * @throws Input.Invalid when one of its settings is wrong
   */
  customers(): Promise<Customers>;
  clock: Clock;
  close(): Promise<void>;
}

/**
 * Opens a data folder, which is made where it is not there.
 *
 * @param input.env - where the settings are read from
 * @throws Input.Invalid when a setting is wrong, or the folder was written by a newer Millrace
 */
export function openApp(input: {
  dataDir: string;
  env: Record<string, string | undefined>;
  clock?: Clock;
  onEvent?: EventListener;
}): App {
  const { dataDir, env, clock = systemClock, onEvent } = input;
  // Customers' data: nobody else on the machine may read it.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const stores = openStores({ dataDir, clock, uuid, owner: thisProcess });
  const ending = new AbortController();
  const logPath = join(dataDir, "millrace.log");
  const openedAt = clock.now();
  const deps: ImportDeps & CatalogDeps = {
    objects: stores.objects,
    leads: stores.leads,
    runs: stores.runs,
    clock,
    log: fileLog({ path: logPath, clock }),
    model: modelFromEnvironment({ env, cache: stores.modelCache, clock, random, signal: ending.signal }),
    products: stores.products,
    keepa: keepaFromEnvironment({ env, clock }),
    keepaSetting: "MILLRACE_KEEPA_KEY",
    keepaTokens: stores.keepaTokens,
  };
  // The model is this thread's: its account allows so many questions at once, and time may be given in.
  const thread = deps.model === null && clock === systemClock ? standardiseThread({ dataDir }) : undefined;
  const { apiKeys } = stores;
  let opened: Promise<Customers> | undefined;
  const customers = () => {
    opened ??= import("./customers.ts").then(({ openCustomers }) =>
      openCustomers({ dataDir, env, apiKeys, runs, clock, log: deps.log }),
    );
    return opened;
  };
  const flows = localFlows({
    ...{ stores, deps, clock, random, uuid },
    api: async (request) => (await customers()).ask(request),
    ...(thread === undefined ? {} : { thread }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const uploads = localUploads({
    ...{ objects: stores.objects, orders: stores.orders, clock },
    secret: randomBytes(SECRET_BYTES),
  });
  const intake: IntakeSettings = {
    imports: importDefaults({ hasModel: deps.model !== null }),
    catalogs: CATALOG_DEFAULTS,
    model: deps.model === null ? null : modelTariff({ env }),
    keepa: deps.keepa,
  };
  const runs: RunPorts = {
    ...{
      objects: deps.objects,
      leads: deps.leads,
      runs: deps.runs,
      products: deps.products,
      keepaTokens: deps.keepaTokens,
      flows,
      executions: stores.history,
    },
    uploads,
    receiveFile: uploads.receive,
    intake: () => intake,
    place: "machine",
    uploaded: (object) => uploadedCatalog(object, stores),
    health: localHealth({
      ...{ dataDir, logPath, stores },
      deps: { ...deps, flows },
      cache: async () => ({ rates: (await customers()).cacheRates(), since: openedAt }),
    }),
  };
  return {
    dataDir,
    deps: { ...deps, flows, modelCache: stores.modelCache },
    flows,
    orders: stores.orders,
    ...{ uploads, intake },
    apiKeys,
    customers,
    clock,
    async close() {
      const closed = flows.close();
      // Only now: a question broken off before its execution is stopped would count as a failure of its batch.
      ending.abort();
      await closed;
      // Where it could not be opened, who asked for it knows why.
      await opened?.then(
        (open) => open.close(),
        () => {},
      );
      stores.close();
    },
  };
}
