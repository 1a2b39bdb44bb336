import { readStatistics } from "@millrace/core/statistics";
import { answered } from "../cached.ts";
import { getMetricsByPhone } from "../contract/metrics.ts";
import type { Api, ShopDeps } from "../deps.ts";

export function metricsRoutes(api: Api, deps: ShopDeps): void {
  const { sql, aside, statistics: settings } = deps;
  api.openapi(getMetricsByPhone, async (c) => {
    const { phone } = c.req.valid("param");
    const { withoutCache: fresh } = c.req.valid("query");
    const statistics = await readStatistics({ phone, fresh }, { sql, aside, settings });
    return c.json(answered(c, statistics, "customer-not-found"), 200);
  });
}
