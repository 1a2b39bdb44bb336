import { createRoute } from "@hono/zod-openapi";
import { CustomerStatistics } from "@millrace/core/statistics";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, cachedJson, secured } from "../route/common.ts";

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

const Flag = z.enum(["0", "1", "false", "true"]).transform((flag) => flag === "1" || flag === "true");

export const getMetricsByPhone = createRoute({
  method: "get",
  path: "/api/b2b/orderLogistics/customer/metrics/byPhone/{phone}",
  operationId: "getMetricsByPhone",
  summary: "What all businesses together know of the customer with a phone: counts only; cached for 7 days",
  tags: ["statistics"],
  ...secured("statistics:read"),
  request: {
    params: PhoneParam,
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
