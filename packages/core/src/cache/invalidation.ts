import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import type { Cache, CacheKey } from "./cache.ts";
import { type AsideContext, ifAvailable } from "./context.ts";

/** With these waits and a cache that answers in 300 ms or not at all, a writer is held up for 1.5 s at most. */
const TRIES = 4;
const FIRST_WAIT_MS = 50;

/** {@link CacheAside.invalidate} */
export async function invalidateKeys(context: AsideContext, keys: readonly CacheKey[]): Promise<void> {
  if (keys.length === 0) return;
  await untilDone(context, {
    count: keys.length,
    ask: (cache) => cache.invalidate(keys.map(({ key }) => key)),
  });
}

/** {@link CacheAside.invalidateGroup} */
export async function invalidateGroup(context: AsideContext, group: string): Promise<void> {
  if (await untilDone(context, { count: 1, ask: (cache) => cache.invalidateGroup(group) })) return;
  throw new MillraceError("Cache.Unavailable", say("cache.unavailable"));
}

/** Of any kind: what is invalidated together need not be of one. */
const ANY = "any";

/** @returns false where the cache did not answer, try after try */
async function untilDone(
  context: AsideContext,
  { count, ask }: { count: number; ask: (cache: Cache) => Promise<void> },
): Promise<boolean> {
  const { clock, random } = context;
  for (let tries = 1; tries <= TRIES; tries++) {
    if (tries > 1) await clock.sleep(random() * FIRST_WAIT_MS * 2 ** (tries - 2));
    const done = await ifAvailable({
      context,
      entry: ANY,
      ask: async (cache) => {
        await ask(cache);
        return true;
      },
    });
    if (done === true) {
      context.emit("invalidated", ANY, count);
      return true;
    }
  }
  context.emit("invalidationFailed", ANY, count);
  return false;
}
