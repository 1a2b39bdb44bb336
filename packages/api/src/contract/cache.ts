import { createRoute } from "@hono/zod-openapi";
import { MOST_WARMED } from "@millrace/core/customers";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, secured } from "../route/common.ts";
import { PhoneParam } from "./metrics.ts";

const Warming = z
  .strictObject({ limit: z.int().min(1).max(MOST_WARMED).default(100) })
  .meta({ id: "Warming" });
const Warmed = z
  .object({
    asked: z.int().meta({ description: "Customers in the ranking of the most used, up to the limit" }),
    loaded: z.int().meta({ description: "Those of them that were not cached" }),
  })
  .meta({ id: "Warmed" });

export const warmCache = createRoute({
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

export const forgetCache = createRoute({
  method: "delete",
  path: "/api/cache",
  operationId: "forgetCache",
  summary: "Removes all that is cached of the tenant, in one step",
  tags: ["cache"],
  ...secured("customers:write"),
  responses: { 204: { description: "It is removed" }, ...COMMON_PROBLEMS },
});

export const CachedState = z
  .object({
    state: z.enum(["fresh", "stale", "absent"]).meta({
      description:
        "stale: still served, and renewed by the next who asks; absent: the next who asks asks the database",
    }),
    holds: z.enum(["value", "nothing"]).nullable().meta({
      description: "nothing: it is cached that there is no such customer; null where absent",
    }),
    storedAt: z.number().nullable().meta({ description: "This and the next two are null where absent" }),
    freshUntil: z.number().nullable(),
    expiresAt: z.number().nullable().meta({ description: "When the cache drops it, to some milliseconds" }),
  })
  .meta({ id: "CachedState" });

export const getCachedMetrics = createRoute({
  method: "get",
  path: "/api/cache/metrics/byPhone/{phone}",
  operationId: "getCachedMetrics",
  summary: "What the cache has of the statistics of a phone; changes nothing",
  tags: ["cache"],
  ...secured("statistics:read"),
  request: { params: PhoneParam },
  responses: { 200: json(CachedState, "How it stands"), ...COMMON_PROBLEMS, ...problemResponses(422) },
});
