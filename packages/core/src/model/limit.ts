import type { Model } from "./model.ts";

/** Lets at most `limit` tasks run at once; the others wait in order of arrival. */
export interface Semaphore {
  /**
   * Runs a task as soon as a place is free.
   *
   * @throws what the task throws; the signal's reason where it aborts before the task began
   */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/**
 * @param limit - at least 1
 * @example
 * const five = semaphore({ limit: 5 });
 * await Promise.all(urls.map((url) => five.run(() => load(url))));
 */
export function semaphore(input: { limit: number }): Semaphore {
  let free = input.limit;
  const waiting = new Set<() => void>();

  function leave(): void {
    const [next] = waiting;
    if (next === undefined) {
      free++;
    } else {
      waiting.delete(next);
      next();
    }
  }

  function enter(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const admitted = (): void => {
        signal?.removeEventListener("abort", aborted);
        resolve();
      };
      const aborted = (): void => {
        waiting.delete(admitted);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", aborted, { once: true });
      waiting.add(admitted);
    });
  }

  return {
    async run(task, signal) {
      signal?.throwIfAborted();
      if (free > 0) free--;
      else await enter(signal);
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}

/**
 * A model that is asked at most as often at once as the semaphore allows. Providers limit the account, not the run: give
 * every model of one account the same semaphore.
 */
export function limitModel(input: { model: Model; semaphore: Semaphore }): Model {
  const { model } = input;
  return {
    id: model.id,
    complete: (request) => input.semaphore.run(() => model.complete(request), request.signal),
  };
}
