import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { Tracer } from "@aws-lambda-powertools/tracer";
import type { Log } from "@millrace/core/log";

/** Names and service come from the POWERTOOLS_* variables that the stack sets. */
export const logger = new Logger();
export const metrics = new Metrics();
export const tracer = new Tracer();

/** Core's log, as JSON lines that also carry the invocation's own fields. */
export const log: Log = {
  info: (message, fields) => logger.info(message, { ...fields }),
  warn: (message, fields) => logger.warn(message, { ...fields }),
};

/** The metrics by name: the lead import's, the catalogs', then the customers'. The dashboards and the alarms read them. */
const UNITS = {
  /** Rows whose outcome is known: at once for duplicates in a file and rejects, batch by batch for the others. */
  RowsProcessed: MetricUnit.Count,
  RowsRejected: MetricUnit.Count,
  /** Rows whose lead was there already: in the file itself, or from an earlier upload. */
  DuplicateLeadsDetected: MetricUnit.Count,
  LeadsCreated: MetricUnit.Count,
  LeadsUpdated: MetricUnit.Count,
  /** How long it took to find out which leads of a batch were there, writing them included. */
  DuplicateDetectionLatency: MetricUnit.Milliseconds,
  /** 1 for an invocation that a store failed, 0 for any other: its average is the failure rate. */
  StoreErrors: MetricUnit.Count,
  /** Rows per second of a whole run. */
  FileProcessingRate: MetricUnit.CountPerSecond,
  ModelCalls: MetricUnit.Count,
  ModelPromptTokens: MetricUnit.Count,
  ModelCompletionTokens: MetricUnit.Count,
  ModelCostUsd: MetricUnit.NoUnit,
  /** Events that started no run, because what they spoke of was no upload. */
  UploadsSkipped: MetricUnit.Count,
  /** Products that the provider answered with data, and those that it has none of. */
  ProductsEnriched: MetricUnit.Count,
  ProductsWithoutData: MetricUnit.Count,
  /** Rows of catalogs without a product code that holds. */
  ProductsRejected: MetricUnit.Count,
  /** Calls to Keepa; those that it refused for want of tokens, and those that brought nothing for another reason. */
  KeepaCalls: MetricUnit.Count,
  KeepaRefused: MetricUnit.Count,
  KeepaFailures: MetricUnit.Count,
  /** What its calls have cost by its own figures. */
  KeepaTokensSpent: MetricUnit.Count,
  /** Messages about customers that were taken from the queue. */
  CustomerMessages: MetricUnit.Count,
  /** How many of a hundred messages need no further try. */
  CustomerMessageSuccessRate: MetricUnit.Percent,
  /** Different phones of an invocation. */
  CustomerPhones: MetricUnit.Count,
  /** Messages that named no phone, and those that named something else. */
  CustomerPhonesMissing: MetricUnit.Count,
  CustomerPhonesInvalid: MetricUnit.Count,
  /** How long the statistics' queries of an invocation took together. */
  StatisticsQueryDuration: MetricUnit.Milliseconds,
  /** Entries that were stored, those of phones without a customer included. */
  StatisticsCacheWrites: MetricUnit.Count,
  /** 1 for a digest that Slack took, 0 for one it did not: its average is the rate of deliveries. */
  SlackDeliveries: MetricUnit.Count,
  /** Requests that the API answered; those that were refused or wrong, and those that failed. */
  ApiRequests: MetricUnit.Count,
  ApiClientErrors: MetricUnit.Count,
  ApiServerErrors: MetricUnit.Count,
  /** Without API Gateway and the start of the function. */
  ApiLatency: MetricUnit.Milliseconds,
  /** Events of the cache: `core/src/cache/event.ts` says what each is. */
  CacheHit: MetricUnit.Count,
  CacheMiss: MetricUnit.Count,
  CacheWait: MetricUnit.Count,
  CacheStale: MetricUnit.Count,
  CacheUncached: MetricUnit.Count,
  CacheRefresh: MetricUnit.Count,
  CacheRefused: MetricUnit.Count,
  CacheInvalid: MetricUnit.Count,
  CacheUnavailable: MetricUnit.Count,
  CacheInvalidated: MetricUnit.Count,
  CacheInvalidationFailed: MetricUnit.Count,
} as const;

export type MetricName = keyof typeof UNITS;
export const METRICS: readonly string[] = Object.keys(UNITS);

/** Counts or measures something; published when the invocation ends. */
export function measure(name: MetricName, value: number): void {
  metrics.addMetric(name, UNITS[name], value);
}
