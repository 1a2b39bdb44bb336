/**
 * Does something with each item of a source, a few at a time, taking an item only when there is room for it.
 *
 * @param options.onFailure - called at once with the first failure, which stops the taking; what is under way is
 *   waited for, so this should make it end
 * @throws what `run` or the source threw first
 */
export async function runPool<T>(options: {
  source: AsyncIterable<T> | Iterable<T>;
  concurrency: number;
  run: (item: T) => Promise<void>;
  onFailure: (error: unknown) => void;
}): Promise<void> {
  const { source, concurrency, run, onFailure } = options;
  let failure: { error: unknown } | undefined;
  let active = 0;
  let wake = (): void => {};
  const fail = (error: unknown): void => {
    if (failure) return;
    failure = { error };
    onFailure(error);
  };
  const start = async (item: T): Promise<void> => {
    active += 1;
    try {
      await run(item);
    } catch (error) {
      fail(error);
    } finally {
      active -= 1;
      wake();
    }
  };
  const change = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  try {
    for await (const item of source) {
      if (failure) break;
      void start(item);
      while (active >= concurrency) await change();
      if (failure) break;
    }
  } catch (error) {
    fail(error);
  }
  while (active > 0) await change();
  if (failure) throw failure.error;
}
