/**
 * What happened in a cache-aside. Each reading of an entry ends in exactly one of
 *
 * - `hit`: it was there
 * - `wait`: somebody else was loading it, and it was waited for
 * - `stale`: it was there, no longer fresh, while somebody else renewed it or the database did not answer
 * - `miss`: it was loaded
 * - `uncached`: it was loaded and could not be stored, because the cache did not answer or the wait for another loader was too long
 *
 * or in an error. Beside these: `refresh`, a load that was forced; `refused`, a loaded value was not stored, for it was invalidated
 * meanwhile or a newer one was there; `invalid`, a stored value did not satisfy its schema or was of another version; `unavailable`, the cache did not
 * answer; `invalidated` and `invalidationFailed`: entries (or a group) were removed, or could not be and live on until their time ends.
 */
export type CacheEventName =
  | "hit"
  | "wait"
  | "stale"
  | "miss"
  | "uncached"
  | "refresh"
  | "refused"
  | "invalid"
  | "unavailable"
  | "invalidated"
  | "invalidationFailed";

/** Holds no key, which could hold a phone. */
export interface CacheEvent {
  name: CacheEventName;
  /** {@link EntryKind.name}; "any" where entries of several kinds may be concerned, as in an invalidation. */
  entry: string;
  /** How many entries. */
  count: number;
}

export type CacheListener = (event: CacheEvent) => void;

/** Counts of events, and what part of the readings needed no query: null where there were none. */
export interface CacheRates {
  counts: Partial<Record<CacheEventName, number>>;
  /** From 0 to 1: hits, waits and stale answers among all readings. */
  hitRate: number | null;
}

/**
 * Counts the events of a cache-aside.
 *
 * @example
 * const rates = cacheRates();
 * const aside = cacheAside({ cache, clock, random, uuid, onEvent: rates.onEvent });
 * rates.report(); // { counts: { hit: 3, miss: 1 }, hitRate: 0.75 }
 */
export function cacheRates(): { onEvent: CacheListener; report: (entry?: string) => CacheRates } {
  const events = new Map<string, Map<CacheEventName, number>>();
  return {
    onEvent({ name, entry, count }) {
      const counts = events.get(entry) ?? new Map<CacheEventName, number>();
      counts.set(name, (counts.get(name) ?? 0) + count);
      events.set(entry, counts);
    },
    report(entry) {
      const counts: Partial<Record<CacheEventName, number>> = {};
      for (const [kind, ofKind] of events) {
        if (entry !== undefined && entry !== kind) continue;
        for (const [name, count] of ofKind) counts[name] = (counts[name] ?? 0) + count;
      }
      const { hit = 0, wait = 0, stale = 0, miss = 0, uncached = 0 } = counts;
      const all = hit + wait + stale + miss + uncached;
      return { counts, hitRate: all === 0 ? null : (hit + wait + stale) / all };
    },
  };
}
