import type { Cached } from "@millrace/core/cache";
import type { Context } from "hono";
import type { ApiEnv } from "./deps.ts";
import { Problem, type ProblemName } from "./problem.ts";

/**
 * The value of a cached reading; `X-Cache` says how it was come by. Where the cache did not answer the database did: a miss.
 *
 * @throws Problem where there is none
 */
export function answered<Value>(
  c: Context<ApiEnv>,
  { value, from }: Cached<Value>,
  absent: ProblemName = "not-found",
): Value {
  const outcome = from === "uncached" ? "miss" : from;
  c.set("cacheOutcome", outcome);
  c.header("X-Cache", outcome);
  return found(value, absent);
}

/** A value that is there. @throws Problem where it is not */
export function found<Value>(value: Value | null, absent: ProblemName = "not-found"): Value {
  if (value === null) throw new Problem(absent);
  return value;
}
