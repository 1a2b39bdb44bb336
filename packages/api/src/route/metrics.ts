import { createRoute } from "@hono/zod-openapi";
import { CustomerStatistics, readStatistics } from "@millrace/core/statistics";
import * as z from "zod";
import { answered } from "../cached.ts";
import type { Api, ApiDeps } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, cachedJson, secured } from "./common.ts";

/** Longer than any number as people write it. */
const MAX_PHONE = 40;

const Phone = z.string().min(1).max(MAX_PHONE);
const Flag = z.enum(["0", "1", "false", "true"]).transform((flag) => flag === "1" || flag === "true");

const get = createRoute({
  method: "get",
  path: "/api/b2b/orderLogistics/customer/metrics/byPhone/{phone}",
  operationId: "getMetricsByPhone",
  summary: "What all businesses together know of the customer with a phone: counts only; cached for 7 days",
  tags: ["statistics"],
  ...secured("statistics:read"),
  request: {
    params: z.object({
      phone: Phone.meta({
        param: { name: "phone", in: "path" },
        description: "As people write it, URL-encoded; without a country code it is one of the home country",
        example: "3001234567",
      }),
    }),
    query: z.object({
      withoutCache: Flag.default(false).meta({
        description: "1: computed now, and stored; many who ask at once cause one computation",
      }),
    }),
  },
  responses: {
    200: cachedJson(CustomerStatistics.meta({ id: "CustomerStatistics" }), "The statistics"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export function metricsRoutes(api: Api, deps: ApiDeps): void {
  const { sql, aside, statistics: settings } = deps;
  api.openapi(get, async (c) => {
    const { phone } = c.req.valid("param");
    const { withoutCache: fresh } = c.req.valid("query");
    const statistics = await readStatistics({ phone, fresh }, { sql, aside, settings });
    return c.json(answered(c, statistics, "customer-not-found"), 200);
  });
}
