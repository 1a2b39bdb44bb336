import type { Clock } from "../clock/index.ts";
import { isError, MillraceError } from "../error.ts";
import type { Cache, CacheWrite, Stamp } from "./cache.ts";
import { type EntryKind, encodeEntry } from "./entry.ts";
import type { CacheEventName } from "./event.ts";

/** What every operation of a cache-aside has at hand. */
export interface AsideContext {
  cache: Cache;
  clock: Clock;
  /** From 0 up to, not including, 1. */
  random: () => number;
  uuid: () => string;
  emit: (name: CacheEventName, entry: string, count?: number) => void;
}

/** Asks the cache; null, and an event, where it does not answer. */
export async function ifAvailable<T>(input: {
  context: AsideContext;
  entry: string;
  ask: (cache: Cache) => Promise<T>;
}): Promise<T | null> {
  const { context, entry, ask } = input;
  try {
    return await ask(context.cache);
  } catch (error) {
    if (!isError(error, "Cache.Unavailable")) throw error;
    context.emit("unavailable", entry);
    return null;
  }
}

/** A loaded value as it is given to the cache. */
export function entryOf<Id, Value extends object>(input: {
  context: AsideContext;
  kind: EntryKind<Id, Value>;
  id: Id;
  value: Value | null;
  stamp: Stamp;
}): CacheWrite {
  const { context, kind, id, value, stamp } = input;
  const encoded = encodeEntry({ kind, value, stamp, now: context.clock.now(), random: context.random() });
  const named = { ...kind.key(id), ...encoded, stamp };
  // Who asks for what does not exist again and again is not to be served faster for it.
  if (kind.ranking === undefined || value === null) return named;
  return { ...named, ranking: { name: kind.ranking.of(id), member: JSON.stringify(id) } };
}

/** True for an error of the database that passes, during which an entry that is no longer fresh is the better answer. */
export function isPassing(error: unknown): boolean {
  return error instanceof MillraceError && error.retryable;
}
