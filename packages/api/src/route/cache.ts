import { forgetCached, warmCustomers } from "@millrace/core/customers";
import { cachedStatistics } from "@millrace/core/statistics";
import { forgetCache, getCachedMetrics, warmCache } from "../contract/cache.ts";
import type { Api, ShopDeps } from "../deps.ts";

/** For whoever has changed a tenant's data by another way, and for the morning after. */
export function cacheRoutes(api: Api, deps: ShopDeps): void {
  api.openapi(warmCache, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { limit } = c.req.valid("json");
    return c.json(await warmCustomers({ tenantId, limit }, deps), 200);
  });
  api.openapi(forgetCache, async (c) => {
    await forgetCached({ tenantId: c.var.apiKey.tenantId }, deps);
    return c.body(null, 204);
  });
  api.openapi(getCachedMetrics, async (c) => {
    const { cache, clock, statistics: settings } = deps;
    return c.json(await cachedStatistics(c.req.valid("param"), { cache, clock, settings }), 200);
  });
}
