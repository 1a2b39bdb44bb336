import type { Clock } from "../clock/index.ts";
import type { Cache, CacheKey } from "./cache.ts";
import type { EntryKind } from "./entry.ts";
import type { CacheListener } from "./event.ts";

/**
 * A value, and where it is from: the cache (`hit`; also where another's load was waited for), the database (`miss`), the cache though it is no
 * longer fresh (`stale`), or the database without being stored, because the cache does not answer (`uncached`).
 */
export interface Cached<Value> {
  /** null: there is none. */
  value: Value | null;
  from: "hit" | "miss" | "stale" | "uncached";
}

/** A value that was loaded for certain, and whether the cache now holds it: `refused` because it knows something newer. */
export interface Refreshed<Value> {
  value: Value | null;
  outcome: "stored" | "refused" | "unavailable";
}

/**
 * Reads through a shared cache. The cache never makes a reading fail: where it does not answer, the database does. Loaders throw
 * what they throw; where that is retryable and an entry is there, the entry is the answer though it is no longer fresh.
 */
export interface CacheAside {
  /**
   * The entry, loaded where it is not there: by one loader at a time, however many ask in however many processes.
   *
   * @param input.load - reads the database; null: there is none
   */
  get<Id, Value extends object>(input: {
    kind: EntryKind<Id, Value>;
    id: Id;
    load: () => Promise<Value | null>;
  }): Promise<Cached<Value>>;
  /** A value read from the database after this call began, be it by another who asked for the same: never `stale`. */
  refresh<Id, Value extends object>(input: {
    kind: EntryKind<Id, Value>;
    id: Id;
    load: () => Promise<Value | null>;
  }): Promise<Cached<Value>>;
  /**
   * Many entries by one read, one query and one write; no leases. In the order of `ids`, which may repeat.
   *
   * @param input.load - values for just these ids, which do not repeat, in their order
   */
  getMany<Id, Value extends object>(input: {
    kind: EntryKind<Id, Value>;
    ids: readonly Id[];
    load: (ids: Id[]) => Promise<(Value | null)[]>;
  }): Promise<Cached<Value>[]>;
  /** Loads and stores many entries whether or not they are there: one stamp, one query, one write. In the order of `ids`. */
  refreshMany<Id, Value extends object>(input: {
    kind: EntryKind<Id, Value>;
    ids: readonly Id[];
    load: (ids: Id[]) => Promise<(Value | null)[]>;
  }): Promise<Refreshed<Value>[]>;
  /** Loads those of the most used entries of a kind with a ranking that are not there. @returns how many were asked for */
  warm<Id, Value extends object>(input: {
    kind: EntryKind<Id, Value>;
    limit: number;
    load: (ids: Id[]) => Promise<(Value | null)[]>;
  }): Promise<{ asked: number; loaded: number }>;
  /**
   * Removes entries, after a write is committed. Tries again a few times; where the cache still does not answer there is an event and no error,
   * for the write stands.
   */
  invalidate(keys: readonly CacheKey[]): Promise<void>;
  /** The same for all entries of a group. */
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
