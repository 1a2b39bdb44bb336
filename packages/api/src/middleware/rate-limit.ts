import type { Cache } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import { isError, MillraceError } from "@millrace/core/error";
import type { Log } from "@millrace/core/log";
import { say } from "@millrace/core/sentence";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";

/** How often one key may ask. */
export interface RateLimit {
  /** In each window. */
  requests: number;
  windowMs: number;
}

/** Ten a second: a busy shop needs a tenth of it, and a key that leaked cannot empty the database unseen. */
export const DEFAULT_RATE_LIMIT: RateLimit = { requests: 600, windowMs: 60_000 };

const PerMinute = z.coerce.number().int().positive();

/**
 * The limit that the environment names, in `MILLRACE_API_REQUESTS_PER_MINUTE`.
 *
 * @throws Input.Invalid where it is no whole number above 0
 */
export function rateLimitFromEnvironment(input: { env: Record<string, string | undefined> }): RateLimit {
  const text = input.env.MILLRACE_API_REQUESTS_PER_MINUTE;
  if (text === undefined) return DEFAULT_RATE_LIMIT;
  const requests = PerMinute.safeParse(text);
  if (requests.success) return { requests: requests.data, windowMs: 60_000 };
  throw new MillraceError("Input.Invalid", "MILLRACE_API_REQUESTS_PER_MINUTE must be a whole number above 0");
}

/**
 * Refuses more requests with one key than a window allows. Windows begin at multiples of their length, so that what is left of one is
 * known without asking. A cache that does not answer lets everything through: a limit is worth less than the service.
 *
 * Headers as in https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (version 10).
 */
export function limitRate(input: { cache: Cache; clock: Clock; log: Log; limit: RateLimit }) {
  const { cache, clock, log, limit } = input;
  const { requests, windowMs } = limit;
  const policy = `"key";q=${requests};w=${Math.ceil(windowMs / 1000)}`;
  return createMiddleware<ApiEnv>(async (c, next) => {
    const now = clock.now();
    const window = Math.floor(now / windowMs);
    const key = `rate:${c.var.apiKey.id}:${window}`;
    const count = await counted({ cache, log, key, windowMs });
    if (count !== null) {
      const seconds = Math.ceil(((window + 1) * windowMs - now) / 1000);
      c.header("RateLimit-Policy", policy);
      c.header("RateLimit", `"key";r=${Math.max(0, requests - count)};t=${seconds}`);
      if (count > requests) {
        c.header("Retry-After", String(seconds));
        throw new Problem("rate-limited", { detail: say("request.rate", { seconds }) });
      }
    }
    await next();
  });
}

async function counted(input: {
  cache: Cache;
  log: Log;
  key: string;
  windowMs: number;
}): Promise<number | null> {
  const { cache, log, key, windowMs } = input;
  try {
    return await cache.count({ key, windowMs });
  } catch (error) {
    if (!isError(error, "Cache.Unavailable")) throw error;
    log.warn(say("log.uncounted"), { errorName: error.name });
    return null;
  }
}
