import { QueryClient } from "@tanstack/react-query";
import { ApiProblem, NotReached } from "./problem.ts";

/** Tries after the first; about 7 s in all where the API names no wait. */
const MOST_RETRIES = 3;

/** Where the API asks for a longer wait, the page says so instead of standing still. */
const LONGEST_WAIT_MS = 10_000;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < MOST_RETRIES && isWorthRetrying(error),
        retryDelay,
        staleTime: 5_000,
        // Millrace can be on this very machine: whether there is a network is none of the browser's business.
        networkMode: "always",
      },
      // What changes something is repeated by whoever asked for it, who sees what became of it.
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** What may go better a moment later: too many requests, a store that does not answer, no network. */
export function isWorthRetrying(error: Error): boolean {
  if (error instanceof NotReached) return true;
  if (!(error instanceof ApiProblem)) return false;
  const isPassing = error.status === 429 || error.status === 503;
  return isPassing && (error.retryAfterMs ?? 0) <= LONGEST_WAIT_MS;
}

/** As long as the API says, or 1, 2, 4 s. */
export function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiProblem ? error.retryAfterMs : undefined;
  return asked ?? 1000 * 2 ** failures;
}
