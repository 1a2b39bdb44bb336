import { type ApiDeps, type ObservedRequest, rateLimitFromEnvironment, type ShopPorts } from "@millrace/api";
import { upstashCache } from "@millrace/aws/cache";
import { planetScaleSql } from "@millrace/aws/sql";
import { systemClock as clock, random, uuid } from "@millrace/aws/system";
import { type CacheEvent, type CacheEventName, cacheAside } from "@millrace/core/cache";
import { statisticsSettings } from "@millrace/core/statistics";
import { apiKeys, once } from "../deps.ts";
import { log, logger, type MetricName, measure } from "../observe.ts";
import { secret } from "./deps.ts";

/**
 * How long one try of a statement may take, ms. Three end before API Gateway gives up after 30 s, and with time to say so, or to answer
 * with what the cache still has.
 */
const STATEMENT_MS = 5_000;

const CACHE_METRICS: Record<CacheEventName, MetricName> = {
  hit: "CacheHit",
  miss: "CacheMiss",
  wait: "CacheWait",
  stale: "CacheStale",
  uncached: "CacheUncached",
  refresh: "CacheRefresh",
  refused: "CacheRefused",
  invalid: "CacheInvalid",
  unavailable: "CacheUnavailable",
  invalidated: "CacheInvalidated",
  invalidationFailed: "CacheInvalidationFailed",
};

/** What all of the API is made of in Lambda. */
export const apiDeps = once(
  (): ApiDeps => ({
    ...{ apiKeys: apiKeys(), clock, uuid, log },
    rateLimit: rateLimitFromEnvironment({ env: process.env }),
    observe: observeRequest,
  }),
);

/**
 * The customers.
 *
 * @throws Input.Invalid where a secret of theirs is not set
 */
export const shopPorts = once((): ShopPorts => {
  const cache = upstashCache({ url: secret("UpstashUrl"), token: secret("UpstashToken"), clock });
  return {
    sql: planetScaleSql({ url: secret("PlanetscaleUrl"), clock, random, timeoutMs: STATEMENT_MS }),
    cache,
    aside: cacheAside({ cache, clock, random, uuid, onEvent: measureCache }),
    statistics: statisticsSettings({ env: process.env }),
  };
});

function measureCache({ name, count }: CacheEvent): void {
  measure(CACHE_METRICS[name], count);
}

/** One line a request, of its route and never its path: a path can hold a phone. */
function observeRequest(request: ObservedRequest): void {
  const { status, ms } = request;
  measure("ApiRequests", 1);
  measure("ApiLatency", ms);
  measure("ApiClientErrors", status >= 400 && status < 500 ? 1 : 0);
  measure("ApiServerErrors", status >= 500 ? 1 : 0);
  logger.info("request", { ...request });
}
