import type { Context } from "hono";
import { matchedRoutes } from "hono/route";
import type { ApiEnv } from "../deps.ts";

/** The pattern of the route that a request is for, such as `/api/customers/:id`; undefined where no route has its path and method. */
export function routeOf(c: Context<ApiEnv>): string | undefined {
  // Middleware is matched by patterns that end in a star.
  return matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"))?.path;
}
