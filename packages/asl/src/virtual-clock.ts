import type { Clock } from "./clock.ts";

/** Turns of the event loop without a new sleeper after which everybody is taken to be asleep. */
const IDLE_TURNS = 3;

type Sleeper = { at: number; order: number; wake: () => void };

/** A {@link Clock} whose time passes only while everybody sleeps, and then in a moment. */
export type VirtualClock = Clock & {
  /** Holds time still while this work, which the clock cannot see (files, sockets), is under way. */
  during: <T>(work: Promise<T>) => Promise<T>;
};

/**
 * A clock for tests: as soon as nothing is left to do but to sleep, it jumps to the next waking, so a day of
 * retries runs in a moment and always in the same order.
 *
 * @param options.start - milliseconds since 1970-01-01 UTC at which time begins; 2026-01-01 by default
 * @example
 * const clock = virtualClock();
 * await clock.sleep(86_400_000); // returns at once; clock.now() is a day later
 */
export function virtualClock(options: { start?: number } = {}): VirtualClock {
  let now = options.start ?? Date.UTC(2026, 0, 1);
  let order = 0;
  let held = 0;
  let quietTurns = 0;
  let watching = false;
  const sleepers = new Set<Sleeper>();

  const watch = (): void => {
    quietTurns = 0;
    if (watching) return;
    watching = true;
    setImmediate(turn);
  };

  const turn = (): void => {
    if (sleepers.size === 0 || held > 0) {
      watching = false;
      return;
    }
    quietTurns += 1;
    if (quietTurns >= IDLE_TURNS) {
      quietTurns = 0;
      const next = earliest(sleepers);
      sleepers.delete(next);
      now = Math.max(now, next.at);
      next.wake();
    }
    setImmediate(turn);
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const onAbort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        const wake = () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        };
        order += 1;
        const sleeper = { at: now + Math.max(0, ms), order, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", onAbort, { once: true });
        watch();
      }),
    during: async (work) => {
      held += 1;
      try {
        return await work;
      } finally {
        held -= 1;
        watch();
      }
    },
  };
}

function earliest(sleepers: Iterable<Sleeper>): Sleeper {
  let first: Sleeper | undefined;
  for (const sleeper of sleepers) {
    if (!first || sleeper.at < first.at || (sleeper.at === first.at && sleeper.order < first.order)) {
      first = sleeper;
    }
  }
  if (!first) throw new Error("nobody sleeps");
  return first;
}
