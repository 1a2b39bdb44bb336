import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, json, secured } from "../route/common.ts";

/** Longer than any number as people write it. */
const MAX_PHONE = 40;

/** A phone in a path. */
export const PhoneParam = z.object({
  phone: z
    .string()
    .min(1)
    .max(MAX_PHONE)
    .meta({
      param: { name: "phone", in: "path" },
      description: "As people write it, URL-encoded; without a country code it is one of the home country",
      example: "3001234567",
    }),
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
    storedAt: z.number().nullable(),
    freshUntil: z.number().nullable(),
    expiresAt: z.number().nullable(),
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
