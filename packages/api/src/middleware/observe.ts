import type { Clock } from "@millrace/core/clock";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import type { ApiEnv, ObservedRequest } from "../deps.ts";

/** Tells of each request when it is answered. */
export function observing(input: { clock: Clock; observe: (request: ObservedRequest) => void }) {
  const { clock, observe } = input;
  return createMiddleware<ApiEnv>(async (c, next) => {
    const start = clock.now();
    await next();
    const { cacheOutcome } = c.var;
    // Middleware is matched by patterns that end in a star.
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith("*"));
    observe({
      method: c.req.method,
      route: route?.path ?? "none",
      status: c.res.status,
      ms: clock.now() - start,
      ...(cacheOutcome === undefined ? {} : { cache: cacheOutcome }),
    });
  });
}
