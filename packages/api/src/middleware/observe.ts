import type { Clock } from "@millrace/core/clock";
import { createMiddleware } from "hono/factory";
import type { ApiEnv, ObservedRequest } from "../deps.ts";
import { routeOf } from "./route.ts";

/** Tells of each request when it is answered. */
export function observing(input: { clock: Clock; observe: (request: ObservedRequest) => void }) {
  const { clock, observe } = input;
  return createMiddleware<ApiEnv>(async (c, next) => {
    const start = clock.now();
    await next();
    const { cacheOutcome } = c.var;
    observe({
      method: c.req.method,
      route: routeOf(c) ?? "none",
      status: c.res.status,
      ms: clock.now() - start,
      ...(cacheOutcome === undefined ? {} : { cache: cacheOutcome }),
    });
  });
}
