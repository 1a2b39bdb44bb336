import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { ApiKeys } from "@millrace/core/api-key";
import type { Clock } from "@millrace/core/clock";
import type { LeadStore } from "@millrace/core/lead";
import type { ModelCache } from "@millrace/core/model";
import type { ObjectStore } from "@millrace/core/object";
import type { ProductStore } from "@millrace/core/product";
import type { RunStore } from "@millrace/core/run";
import type { TokenLedger } from "@millrace/core/token-ledger";
import { sqliteApiKeys } from "./api-keys.ts";
import { openDatabase } from "./database.ts";
import { type HistoryStore, sqliteExecutionHistory } from "./execution-history.ts";
import { type ExecutionStore, executionStore, type Owner } from "./executions.ts";
import { sqliteLeads } from "./leads.ts";
import { sqliteModelCache } from "./model-cache.ts";
import { folderObjects } from "./objects.ts";
import { sqliteProducts } from "./products.ts";
import { type SqliteQueue, sqliteQueue } from "./queue.ts";
import { type RunOverview, sqliteRunOverview } from "./run-overview.ts";
import { sqliteRuns } from "./runs.ts";
import { sqliteTokenLedger } from "./token-ledger.ts";
import { type UploadOrders, uploadOrders } from "./upload-orders.ts";

/** The ports of one data folder. */
export interface Stores {
  leads: LeadStore;
  runs: RunStore;
  runOverview: RunOverview;
  objects: ObjectStore;
  deadLetters: SqliteQueue;
  modelCache: ModelCache;
  executions: ExecutionStore;
  history: HistoryStore;
  orders: UploadOrders;
  apiKeys: ApiKeys;
  products: ProductStore;
  /** The tokens of the machine's one account at Keepa. */
  keepaTokens: TokenLedger;
  close(): void;
}

/**
 * Opens the stores of a data folder, which is made, for this user only, where it is not there: `millrace.db` and `objects/`.
 * Several processes may have them open at once.
 *
 * @throws Store.Throttled where another process holds the database for too long
 * @throws Input.Invalid where a newer Millrace wrote the folder
 */
export function openStores(input: {
  dataDir: string;
  clock: Clock;
  uuid: () => string;
  owner: Owner;
}): Stores {
  const { dataDir, clock, uuid, owner } = input;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const objects = folderObjects({
    folder: join(dataDir, "objects"),
    unfinished: join(dataDir, "unfinished"),
    clock,
    uuid,
  });
  const db = openDatabase(join(dataDir, "millrace.db"));
  return {
    leads: sqliteLeads(db),
    runs: sqliteRuns(db),
    runOverview: sqliteRunOverview(db),
    objects,
    deadLetters: sqliteQueue({ db, name: "dead-letters", clock }),
    modelCache: sqliteModelCache(db),
    executions: executionStore({ db, owner, now: clock.now }),
    history: sqliteExecutionHistory(db),
    orders: uploadOrders({ db, now: clock.now }),
    apiKeys: sqliteApiKeys(db),
    products: sqliteProducts(db),
    keepaTokens: sqliteTokenLedger({ db, account: "keepa", clock }),
    close() {
      db.close();
    },
  };
}
