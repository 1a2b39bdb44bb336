import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { secureHeaders } from "hono/secure-headers";
import type { Api, ApiDeps, ApiEnv } from "./deps.ts";
import { answerFailure, refuseInvalid } from "./failure.ts";
import { requireKey } from "./middleware/authentication.ts";
import { limitBody, requireJson } from "./middleware/json-body.ts";
import { observing } from "./middleware/observe.ts";
import { DEFAULT_RATE_LIMIT, limitRate } from "./middleware/rate-limit.ts";
import { confirmSubdomain } from "./middleware/tenant.ts";
import { answerProblem, Problem } from "./problem.ts";
import { cacheRoutes } from "./route/cache.ts";
import { catalogRoutes } from "./route/catalogs.ts";
import { customerRoutes } from "./route/customers.ts";
import { declareSecurity, documentRoute } from "./route/document.ts";
import { executionRoutes } from "./route/executions.ts";
import { healthRoute, operationsRoutes } from "./route/health.ts";
import { leadRoutes } from "./route/leads.ts";
import { liveRoutes } from "./route/live.ts";
import { metricsRoutes } from "./route/metrics.ts";
import { petRoutes } from "./route/pets.ts";
import { previewFileRoute, previewRoutes } from "./route/previews.ts";
import { rejectRoutes } from "./route/rejects.ts";
import { reservationRoutes } from "./route/reservations.ts";
import { runRoutes } from "./route/runs.ts";
import { serviceRoutes } from "./route/services.ts";
import { sessionRoute } from "./route/session.ts";
import { staffRoutes } from "./route/staff.ts";

/** The longest `X-Request-Id` that is taken over from a request; others get one of ours. */
const MAX_REQUEST_ID = 64;

/**
 * The HTTP API, the same wherever it is served.
 *
 * @example
 * const api = createApi(deps);
 * const answer = await api.fetch(new Request("http://localhost/api/services", { headers: { Authorization: `Bearer ${key}` } }));
 */
export function createApi(deps: ApiDeps): Api {
  const { log, clock, observe = () => {}, rateLimit: limit = DEFAULT_RATE_LIMIT } = deps;
  const shop = deps.shop && { ...deps, ...deps.shop };
  const api: Api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  api.onError((error, c) => answerFailure({ error, c, log }));
  api.notFound((c) => answerProblem(c, new Problem("not-found"), c.var.requestId));

  api.use(observing({ clock, observe }));
  api.use(requestId({ limitLength: MAX_REQUEST_ID, generator: deps.uuid }));
  api.use(
    secureHeaders({
      contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      xFrameOptions: "DENY",
    }),
  );
  api.use(methodNotAllowed({ app: api, onMethodNotAllowed: answerOtherMethod }));
  api.use(async (c, next) => {
    // Answers hold personal data: no browser and no proxy is to keep them.
    c.header("Cache-Control", "no-store");
    await next();
  });
  healthRoute(api);
  documentRoute(api);

  // In this order: for those without a key nothing but the key is looked up, and no body is read.
  api.use("/api/*", requireKey(deps));
  if (shop !== undefined) api.use("/api/*", limitRate({ ...shop, limit }));
  api.use("/api/*", confirmSubdomain({ shop }));
  if (deps.runs !== undefined) previewFileRoute(api, { ...deps, ...deps.runs });
  api.use("/api/*", limitBody);
  api.use("/api/*", requireJson);
  declareSecurity(api);
  if (shop !== undefined) {
    metricsRoutes(api, shop);
    customerRoutes(api, shop);
    petRoutes(api, shop);
    serviceRoutes(api, shop);
    staffRoutes(api, shop);
    reservationRoutes(api, shop);
    cacheRoutes(api, shop);
  }
  if (deps.runs !== undefined) {
    const ofRuns = { ...deps, ...deps.runs };
    sessionRoute(api, ofRuns);
    previewRoutes(api, ofRuns);
    catalogRoutes(api, ofRuns);
    runRoutes(api, ofRuns);
    rejectRoutes(api, ofRuns);
    executionRoutes(api, ofRuns);
    leadRoutes(api, ofRuns);
    liveRoutes(api, ofRuns);
    operationsRoutes(api, ofRuns);
  }
  return api;
}

/** A path that is there, asked by a method that is not: what OPTIONS asks is answered by the same list. */
function answerOtherMethod(c: Context<ApiEnv>, methods: string[]): Response {
  c.header("Allow", [...methods, "OPTIONS"].join(", "));
  if (c.req.method === "OPTIONS") {
    c.res.headers.delete("Content-Type");
    return c.body(null, 204);
  }
  return answerProblem(c, new Problem("method-not-allowed"), c.var.requestId);
}
