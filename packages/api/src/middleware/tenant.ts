import { type CustomerDeps, confirmTenant } from "@millrace/core/customers";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";

/**
 * Refuses a request whose `X-Tenant-Subdomain` is not that of its key's tenant, or cannot be known to be: subdomains are the shop's. The
 * header only ever confirms.
 */
export function confirmSubdomain({ shop }: { shop: CustomerDeps | undefined }) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const subdomain = c.req.header("X-Tenant-Subdomain");
    if (subdomain !== undefined) {
      const { tenantId } = c.var.apiKey;
      const isIts = shop !== undefined && (await confirmTenant({ tenantId, subdomain }, shop));
      if (!isIts) throw new Problem("tenant-mismatch");
    }
    await next();
  });
}
