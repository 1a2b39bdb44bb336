import { createRoute } from "@hono/zod-openapi";
import { readStaff } from "@millrace/core/customers";
import { answered } from "../cached.ts";
import type { Api, ShopDeps } from "../deps.ts";
import { COMMON_PROBLEMS, cachedJson, secured } from "./common.ts";
import { Schemas } from "./schema.ts";

const list = createRoute({
  method: "get",
  path: "/api/staff",
  operationId: "listStaff",
  summary: "All staff by name; cached for 300 s",
  tags: ["shop"],
  ...secured("customers:read"),
  responses: { 200: cachedJson(Schemas.Staff, "The staff"), ...COMMON_PROBLEMS },
});

export function staffRoutes(api: Api, deps: ShopDeps): void {
  api.openapi(list, async (c) => {
    const { tenantId } = c.var.apiKey;
    return c.json(answered(c, await readStaff({ tenantId }, deps)), 200);
  });
}
