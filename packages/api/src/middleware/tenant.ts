import { type CustomerDeps, confirmTenant } from "@millrace/core/customers";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";

/** Refuses a request whose `X-Tenant-Subdomain` is not that of its key's tenant. The header only ever confirms. */
export function confirmSubdomain(deps: CustomerDeps) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const subdomain = c.req.header("X-Tenant-Subdomain");
    if (subdomain !== undefined) {
      const { tenantId } = c.var.apiKey;
      if (!(await confirmTenant({ tenantId, subdomain }, deps))) throw new Problem("tenant-mismatch");
    }
    await next();
  });
}
