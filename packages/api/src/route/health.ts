import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Api } from "../deps.ts";
import { json } from "./common.ts";

const health = createRoute({
  method: "get",
  path: "/healthz",
  operationId: "health",
  summary: "Answers as soon as requests are; asks no store",
  tags: ["service"],
  responses: { 200: json(z.object({ status: z.literal("ok") }).meta({ id: "Health" }), "It answers") },
});

export function healthRoute(api: Api): void {
  api.openapi(health, (c) => c.json({ status: "ok" as const }, 200));
}
