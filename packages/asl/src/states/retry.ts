import type { Retrier } from "../definition.ts";
import type { StatesError } from "../error.ts";
import { HeartbeatTimeout } from "../task/deadline.ts";

/** Errors which States.ALL and States.TaskFailed do not match: no retry mends them. */
const NOT_IN_ALL: ReadonlySet<string> = new Set(["States.DataLimitExceeded", "States.Runtime"]);

const DEFAULT_INTERVAL_SECONDS = 1;
const DEFAULT_MAX_ATTEMPTS = 3;
const DEFAULT_BACKOFF_RATE = 2;

/** Whether an error is one of those that a Retrier or Catcher names. */
export function matchesError({ error, names }: { error: StatesError; names: string[] }): boolean {
  return names.some((name) => {
    if (name === error.error) return true;
    if (name === "States.HeartbeatTimeout") return error instanceof HeartbeatTimeout;
    if (NOT_IN_ALL.has(error.error)) return false;
    return name === "States.ALL" || (name === "States.TaskFailed" && error.error !== "States.Timeout");
  });
}

/** Counts a state's attempts, each Retrier for itself. */
export function createRetries({ retriers, random }: { retriers: Retrier[]; random: () => number }): {
  /** Milliseconds to wait before the next attempt; undefined when there is none. */
  next: (error: StatesError) => number | undefined;
} {
  const used = new Map<Retrier, number>();
  return {
    next: (error) => {
      const retrier = retriers.find(({ ErrorEquals: names }) => matchesError({ error, names }));
      if (!retrier) return undefined;
      const attempts = used.get(retrier) ?? 0;
      if (attempts >= (retrier.MaxAttempts ?? DEFAULT_MAX_ATTEMPTS)) return undefined;
      used.set(retrier, attempts + 1);
      return retryDelay({ retrier, attempts, random });
    },
  };
}

function retryDelay(options: { retrier: Retrier; attempts: number; random: () => number }): number {
  const { retrier, attempts, random } = options;
  const interval = retrier.IntervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
  const seconds = Math.min(
    interval * (retrier.BackoffRate ?? DEFAULT_BACKOFF_RATE) ** attempts,
    retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  return 1000 * (retrier.JitterStrategy === "FULL" ? random() * seconds : seconds);
}
