import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { Model } from "./model.ts";

/** With Step Functions' own retries above, three tries bridge a hiccup; an outage is waited out where waiting is free. */
const TRIES = 3;
const FIRST_WAIT_MS = 1_000;
/** A worker that waits is paid for: a longer wait is left to the flow. */
const LONGEST_WAIT_MS = 20_000;

/**
 * Tries a model again after Model.RateLimited and Model.Unavailable: three times in all, waiting a random time up to 1 s,
 * then 2 s (full jitter), and never less than the provider asked for. A provider that asks for more than 20 s is not
 * waited for: the error leaves at once, with its `retryAfterMs`.
 *
 * @param random - a number from 0 (inclusive) to 1 (exclusive)
 * @throws what the last try threw
 * @example
 * // The slot is free while a call waits for its next try.
 * const model = retryModel({ model: limitModel({ model: chat, semaphore }), clock, random });
 */
export function retryModel(input: { model: Model; clock: Clock; random: () => number }): Model {
  const { model, clock, random } = input;
  return {
    id: model.id,
    async complete(request) {
      for (let failed = 1; ; failed++) {
        try {
          return await model.complete(request);
        } catch (error) {
          if (!(error instanceof MillraceError) || !error.retryable || failed === TRIES) throw error;
          const asked = error.retryAfterMs ?? 0;
          if (asked > LONGEST_WAIT_MS) throw error;
          await clock.sleep(asked + random() * FIRST_WAIT_MS * 2 ** (failed - 1), request.signal);
        }
      }
    },
  };
}
