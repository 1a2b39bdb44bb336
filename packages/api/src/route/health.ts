import { createRoute } from "@hono/zod-openapi";
import { told } from "@millrace/core/sentence";
import * as z from "zod";
import { found } from "../cached.ts";
import { getHealth, redriveDeadLetters } from "../contract/health.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { json } from "./common.ts";

const alive = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "health",
  summary: "Answers as soon as requests are; asks no store",
  tags: ["service"],
  responses: { 200: json(z.object({ status: z.literal("ok") }).meta({ id: "Health" }), "It answers") },
});

export function healthRoute(api: Api): void {
  api.openapi(alive, (c) => c.json({ status: "ok" as const }, 200));
}

/** How the installation stands; what is tried again is tried for all tenants. */
export function operationsRoutes(api: Api, deps: Pick<RouteDeps, "health">): void {
  const { health } = deps;
  api.openapi(getHealth, async (c) => {
    const { alarms, errors, ...report } = await health.report({ tenantId: c.var.apiKey.tenantId });
    const toldAlarms = alarms.map(({ description, reason, ...alarm }) => ({
      ...alarm,
      description: told(description),
      reason: told(reason),
    }));
    return c.json(
      {
        ...report,
        alarms: toldAlarms,
        errors: errors.map((error) => ({ ...error, ...told(error.message) })),
      },
      200,
    );
  });
  api.openapi(redriveDeadLetters, async (c) => c.json(found(await health.redrive(c.req.valid("json"))), 200));
}
