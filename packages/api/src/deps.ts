import type { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiKey, ApiKeys } from "@millrace/core/api-key";
import type { Cache, CacheAside } from "@millrace/core/cache";
import type { SubmissionDeps } from "@millrace/core/catalog-enrichment";
import type { Clock } from "@millrace/core/clock";
import type { ExecutionHistory } from "@millrace/core/flow";
import type { Health } from "@millrace/core/health";
import type { LeadStore } from "@millrace/core/lead";
import type { Log } from "@millrace/core/log";
import type { Downloads, ObjectStore } from "@millrace/core/object";
import type { IntakeSettings, Uploads } from "@millrace/core/preview";
import type { ProductStore } from "@millrace/core/product";
import type { Sql } from "@millrace/core/shop";
import type { StatisticsSettings } from "@millrace/core/statistics";
import type { TokenLedger } from "@millrace/core/token-ledger";
import type { RateLimit } from "./middleware/rate-limit.ts";

/** What the API is made of. Who serves it brings the adapters. */
export interface ApiDeps {
  apiKeys: ApiKeys;
  clock: Clock;
  /** Names requests, and what is created. */
  uuid: () => string;
  log: Log;
  /** Where customers are; without it there are no routes of them, no subdomain can be confirmed, and requests are not counted. */
  shop?: ShopPorts;
  /** Where files are imported and enriched; without it there are no routes of files, runs, leads, catalogs and health. */
  runs?: RunPorts;
  /** What one key may ask; 600 requests a minute where not given. */
  rateLimit?: RateLimit;
  /** Told of each request when it is answered. */
  observe?: (request: ObservedRequest) => void;
}

/** What the routes of customers and their statistics need beside the rest. */
export interface ShopPorts {
  sql: Sql;
  /** Counts requests. Entries are read and invalidated through `aside`, made of the same. */
  cache: Cache;
  aside: CacheAside;
  statistics: StatisticsSettings;
}

/** What the routes of {@link ShopPorts} are made of. */
export type ShopDeps = Pick<ApiDeps, "clock" | "uuid" | "log"> & ShopPorts;

/** What the routes of files, runs and what they made need beside the rest. */
export interface RunPorts extends Pick<SubmissionDeps, "runs" | "flows" | "uploaded"> {
  objects: ObjectStore;
  leads: LeadStore;
  products: Pick<ProductStore, "list" | "get">;
  keepaTokens: Pick<TokenLedger, "forecast">;
  uploads: Uploads;
  /** Takes a form of `uploads` for an object, where the API does so itself. @throws Input.Invalid, LeadFile.TooLarge */
  receiveFile?: (input: { key: string; request: Request }) => Promise<void>;
  /** What runs are told where nobody chooses, and what they can ask. */
  intake: () => IntakeSettings;
  place: "machine" | "aws";
  executions: ExecutionHistory;
  /** Where long files are fetched from the store; without it the API sends them itself. */
  downloads?: Downloads;
  /** Where answers can go on and on; without it there are no routes of events. */
  live?: {
    /** Aborts when whoever serves the API ends. */
    ending: AbortSignal;
  };
  health: Health;
}

/** What the routes of {@link RunPorts} are made of. */
export type RouteDeps = Omit<ApiDeps, "runs"> & RunPorts;

/** A request that was answered, without what it was about. */
export interface ObservedRequest {
  method: string;
  /** The pattern of its path, such as `/api/customers/:id`; `none` where there is no such route. Never the path: it can hold a phone. */
  route: string;
  status: number;
  /** Milliseconds until the answer began. */
  ms: number;
  /** How a cached reading was answered. */
  cache?: CacheOutcome;
}

/** `X-Cache`: `hit`, from the cache; `miss`, from the database; `stale`, from the cache though no longer fresh. */
export type CacheOutcome = "hit" | "miss" | "stale";

/** What travels with a request. */
export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Whose request it is. The only source of a tenant. */
    apiKey: ApiKey;
    cacheOutcome: CacheOutcome;
  };
}

/** The app, for those who add routes to it. */
export type Api = OpenAPIHono<ApiEnv>;
