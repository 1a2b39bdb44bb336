/**
 * A point in the cache's own order of events: greater than every stamp it gave before, to whomever. Near the time in
 * milliseconds, so that a cache that lost its count goes on above what it has stored.
 */
export type Stamp = number;

/** Names an entry. */
export interface CacheKey {
  key: string;
  /** The entry also goes when this group is invalidated as a whole, as a tenant's entries do. */
  group?: string;
}

/** A value as it is stored. Core says what the text means; the cache only compares stamps. */
export interface CacheEntry {
  /** A JSON object as `encodeEntry` makes it. It ends with its stamp, so that a cache that keeps one text for a key reads it there. */
  value: string;
  /** When the loader began, before it read the database. */
  stamp: Stamp;
}

export interface CacheWrite extends CacheKey, CacheEntry {
  /** Milliseconds until the entry is gone. */
  ttlMs: number;
  /** Whose lease of the entry ends with this write, whether or not it is stored; another's is left alone. */
  owner?: string;
  /** Counts this write in a ranking of that name: {@link Cache.mostUsed}. */
  ranking?: { name: string; member: string };
}

/**
 * What a caller who found nothing is told, in one atomic step: somebody else has stored an entry meanwhile; or he is to load
 * it, with the stamp of this moment; or somebody else is loading.
 */
export type Acquired =
  | { state: "stored"; entry: CacheEntry }
  | { state: "granted"; stamp: Stamp }
  | { state: "held" };

/**
 * A shared cache that cannot keep what an invalidation has made wrong. Every method is one round trip, and atomic for each key.
 *
 * An invalidation leaves its stamp as a fence. A write is stored only when its stamp is higher than the fences of
 * its key and group and not lower than the stamp of the entry that is there: what was read before an invalidation, or before a newer
 * entry's loader began, is refused. An entry whose stamp is not above its group's fence is not there.
 *
 * Every method may throw Cache.Unavailable.
 */
export interface Cache {
  /** A stamp of this moment, to be taken before the database is read. */
  stamp(): Promise<Stamp>;
  /** In the order of `keys`. An empty list asks nothing. */
  read(keys: readonly CacheKey[]): Promise<(CacheEntry | null)[]>;
  /**
   * Asks for the right to load an entry, for at most `leaseMs`.
   *
   * @param input.owner - tells this loader from others; unique
   * @param input.newerThan - an entry counts only when its stamp is higher than this one
   */
  acquire(input: CacheKey & { owner: string; leaseMs: number; newerThan?: Stamp }): Promise<Acquired>;
  /** Gives the right back without a value; another's is left alone. */
  release(input: { key: string; owner: string }): Promise<void>;
  /**
   * One pipeline for them all. An empty list asks nothing.
   *
   * @returns for each whether it was stored (false: a fence or a newer entry refused it)
   */
  write(entries: readonly CacheWrite[]): Promise<boolean[]>;
  /** Removes entries and fences them. An empty list asks nothing. */
  invalidate(keys: readonly string[]): Promise<void>;
  /** Removes all entries of a group in one step, however many they are. */
  invalidateGroup(group: string): Promise<void>;
  /** Counts an event in a window of time that begins with its first one. @returns how many there were, this one included */
  count(input: { key: string; windowMs: number }): Promise<number>;
  /** Members of a ranking, those written most often first. */
  mostUsed(input: { ranking: string; limit: number }): Promise<string[]>;
}
