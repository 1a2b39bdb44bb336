import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import * as z from "zod";

/** The first wait is at most this long; each further one at most twice the one before. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** With these waits at most 5 seconds in all: what needs longer is for the state machine to retry, which costs nothing. */
const ATTEMPTS = 8;

/** The service refused the request and did nothing. */
const REFUSED = new Set([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "Throttling",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "SlowDown",
  "TransactionConflictException",
]);

/** The service, or the way to it, failed: the request may have been carried out all the same. */
const FAILED = new Set([
  "InternalServerError",
  "InternalError",
  "InternalFailure",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  "KmsThrottled",
  "RequestTimeout",
  "TransactionInProgressException",
  "TimeoutError",
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);

const Metadata = z.object({ httpStatusCode: z.number().default(0) });
const Reasons = z.array(z.object({ Code: z.string().default("None") })).default([]);

/** Why a transaction was cancelled, where another try helps. */
const PASSING = new Set(["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]);

/** What a wait needs from outside. */
export interface Backoff {
  clock: Clock;
  /** A number from 0 up to, not including, 1. */
  random: () => number;
}

/** True where the service refused a request because of its load, without doing anything. */
export function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return REFUSED.has(error.name) || reasonsOf(error).some((code) => PASSING.has(code));
}

/** True where the same request may succeed later: it was refused for load, or its fate is unknown. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return isRefused(error) || FAILED.has(error.name) || FAILED.has(code) || statusOf(error) >= 500;
}

/**
 * Does `work` until it succeeds, waiting between tries with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 *
 * @param input.isWorthAnother - which errors another try may mend; {@link isRefused} for work that must not be done twice
 * @throws Store.Throttled when all tries failed so; any other error as it is
 */
export async function withBackoff<T>(
  input: Backoff & { work: () => Promise<T>; isWorthAnother?: (error: unknown) => boolean },
): Promise<T> {
  const { work, isWorthAnother = isPassing } = input;
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isWorthAnother(error) || attempt === ATTEMPTS - 1) throw named(error);
      await waitBefore(attempt, input);
    }
  }
}

/**
 * Does `work` on what it leaves over, until nothing is left: batch requests of DynamoDB succeed in part.
 *
 * @param input.work - answers what is still to be done
 * @throws Store.Throttled when something is left after all tries
 */
export async function untilNoneLeft<T>(
  input: Backoff & { items: T[]; work: (items: T[]) => Promise<T[]> },
): Promise<void> {
  let { items } = input;
  for (let attempt = 0; items.length > 0; attempt++) {
    if (attempt === ATTEMPTS) throw new MillraceError("Store.Throttled", OVERLOADED);
    if (attempt > 0) await waitBefore(attempt - 1, input);
    items = await input.work(items);
  }
}

/** Does `work` with a client that tries again by itself. @throws Store.Throttled where it gave up; any other error as it is */
export async function throttledByName<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw named(error);
  }
}

const OVERLOADED = say("store.overloaded");

/** An error that may pass, named `Store.Throttled`; any other as it is. */
export function named(error: unknown): unknown {
  return isPassing(error) ? new MillraceError("Store.Throttled", OVERLOADED, { cause: error }) : error;
}

async function waitBefore(attempt: number, { clock, random }: Backoff): Promise<void> {
  await clock.sleep(random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt));
}

/** Codes of a cancelled transaction's items; none for any other error. */
function reasonsOf(error: Error): string[] {
  if (!("CancellationReasons" in error)) return [];
  return Reasons.parse(error.CancellationReasons).map(({ Code }) => Code);
}

/** The HTTP status an AWS service answered an error with; 0 where it is no such error. */
export function statusOf(error: unknown): number {
  if (!(error instanceof Error) || !("$metadata" in error)) return 0;
  return Metadata.parse(error.$metadata).httpStatusCode;
}
