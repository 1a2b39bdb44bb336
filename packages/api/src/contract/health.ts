import { createRoute } from "@hono/zod-openapi";
import { AlarmHealth, HealthReport, RecentError, Redrive } from "@millrace/core/health";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, secured } from "../route/common.ts";
import { Told } from "./told.ts";

export const HealthView = HealthReport.extend({
  alarms: z.array(AlarmHealth.extend({ description: Told, reason: Told })),
  errors: z.array(RecentError.extend(Told.shape)),
}).meta({ id: "HealthReport" });

export const getHealth = createRoute({
  method: "get",
  path: "/api/health",
  operationId: "getHealth",
  summary:
    "Queues and dead letters, alarms, recent errors, the cache's hit rate: of the installation, not of a tenant",
  tags: ["service"],
  ...secured("operations:read"),
  responses: { 200: json(HealthView, "How it stands"), ...COMMON_PROBLEMS },
});

export const redriveDeadLetters = createRoute({
  method: "post",
  path: "/api/health/dead-letters/redrive",
  operationId: "redriveDeadLetters",
  summary: "Tries the messages of a dead-letter queue again",
  tags: ["service"],
  ...secured("operations:write"),
  request: { body: jsonBody(z.strictObject({ queue: z.string().max(100) }).meta({ id: "RedriveRequest" })) },
  responses: {
    200: json(Redrive.meta({ id: "Redrive" }), "What was done"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});
