import { createRoute } from "@hono/zod-openapi";
import { forgetCached, MOST_WARMED, warmCustomers } from "@millrace/core/customers";
import * as z from "zod";
import type { Api, ApiDeps } from "../deps.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, secured } from "./common.ts";

const Warming = z
  .strictObject({ limit: z.int().min(1).max(MOST_WARMED).default(100) })
  .meta({ id: "Warming" });
const Warmed = z
  .object({
    asked: z.int().meta({ description: "Customers in the ranking of the most used, up to the limit" }),
    loaded: z.int().meta({ description: "Those of them that were not cached" }),
  })
  .meta({ id: "Warmed" });

const warm = createRoute({
  method: "post",
  path: "/api/cache/warm",
  operationId: "warmCache",
  summary: "Loads the tenant's most used customers into the cache",
  tags: ["cache"],
  ...secured("customers:read"),
  request: { body: jsonBody(Warming) },
  responses: {
    200: json(Warmed, "What was loaded"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
  },
});

const forget = createRoute({
  method: "delete",
  path: "/api/cache",
  operationId: "forgetCache",
  summary: "Removes all that is cached of the tenant, in one step",
  tags: ["cache"],
  ...secured("customers:write"),
  responses: { 204: { description: "It is removed" }, ...COMMON_PROBLEMS },
});

/** For whoever has changed a tenant's data by another way, and for the morning after. */
export function cacheRoutes(api: Api, deps: ApiDeps): void {
  api.openapi(warm, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { limit } = c.req.valid("json");
    return c.json(await warmCustomers({ tenantId, limit }, deps), 200);
  });
  api.openapi(forget, async (c) => {
    await forgetCached({ tenantId: c.var.apiKey.tenantId }, deps);
    return c.body(null, 204);
  });
}
