import type { Clock } from "../clock/index.ts";
import type { Cache, CacheKey } from "./cache.ts";
import type { AsideContext } from "./context.ts";
import type { CacheListener } from "./event.ts";
import { invalidateGroup, invalidateKeys } from "./invalidation.ts";
import { getMany, type ManyEntries, type Refreshed, refreshMany, warm } from "./many.ts";
import { type Cached, getOne, type OneEntry, refreshOne } from "./single.ts";

/**
 * Reads through a shared cache. The cache never makes a reading fail: where it does not answer, the database does. Loaders throw
 * what they throw; where that is retryable and an entry is there, the entry is the answer though it is no longer fresh.
 */
export interface CacheAside {
  /**
   * The entry, loaded where it is not there: by one loader at a time, however many ask in however many processes.
   *
   * @throws what `load` throws, where there is nothing else to answer with
   */
  get<Id, Value extends object>(input: OneEntry<Id, Value>): Promise<Cached<Value>>;
  /**
   * A value read from the database after this call began, be it by another who asked for the same: never `stale`.
   *
   * @throws what `load` throws
   */
  refresh<Id, Value extends object>(input: OneEntry<Id, Value>): Promise<Cached<Value>>;
  /**
   * Many entries by one read, one query and one write; no leases. In the order of `ids`.
   *
   * @throws what `load` throws, where there is not for every id something else to answer with
   */
  getMany<Id, Value extends object>(input: ManyEntries<Id, Value>): Promise<Cached<Value>[]>;
  /** Loads and stores many entries whether or not they are there: one stamp, one query, one write. In the order of `ids`. */
  refreshMany<Id, Value extends object>(input: ManyEntries<Id, Value>): Promise<Refreshed<Value>[]>;
  /**
   * Loads those of the most used entries of a ranking that are not there.
   *
   * @returns how many there are in the ranking, up to `limit`, and how many had to be loaded
   */
  warm<Id, Value extends object>(
    input: Omit<ManyEntries<Id, Value>, "ids"> & { ranking: string; limit: number },
  ): Promise<{ asked: number; loaded: number }>;
  /**
   * Removes entries, after a write is committed. Tries again a few times; where the cache still does not answer there is an event and no error,
   * for the write stands.
   */
  invalidate(keys: readonly CacheKey[]): Promise<void>;
  /**
   * Removes all entries of a group, which is not done after a write but for its own sake.
   *
   * @throws Cache.Unavailable where the cache does not answer after a few tries
   */
  invalidateGroup(group: string): Promise<void>;
}

/** What a cache-aside is made of. */
export interface CacheAsideInput {
  cache: Cache;
  clock: Clock;
  /** From 0 up to, not including, 1. */
  random: () => number;
  uuid: () => string;
  onEvent?: CacheListener;
}

/**
 * A cache-aside over a shared cache.
 *
 * @example
 * const aside = cacheAside({ cache, clock, random, uuid });
 * const { value, from } = await aside.get({ kind: customers, id, load: () => customerById({ sql, ...id }) });
 * await update();
 * await aside.invalidate([customers.key(id)]);
 */
export function cacheAside(input: CacheAsideInput): CacheAside {
  const { cache, clock, random, uuid, onEvent = () => {} } = input;
  const context: AsideContext = {
    cache,
    clock,
    random,
    uuid,
    emit: (name, entry, count = 1) => onEvent({ name, entry, count }),
  };
  return {
    get: (one) => getOne(context, one),
    refresh: (one) => refreshOne(context, one),
    getMany: (many) => getMany(context, many),
    refreshMany: (many) => refreshMany(context, many),
    warm: (most) => warm(context, most),
    invalidate: (keys) => invalidateKeys(context, keys),
    invalidateGroup: (group) => invalidateGroup(context, group),
  };
}
