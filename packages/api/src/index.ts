export { createApi } from "./app.ts";
export type { Api, ApiDeps, ApiEnv, CacheOutcome, ObservedRequest, RunPorts, ShopPorts } from "./deps.ts";
export { MAX_BODY_BYTES } from "./middleware/json-body.ts";
export { DEFAULT_RATE_LIMIT, type RateLimit, rateLimitFromEnvironment } from "./middleware/rate-limit.ts";
export { answerProblem, Problem, ProblemBody, type ProblemName } from "./problem.ts";
export { forThisMachine } from "./this-machine.ts";
