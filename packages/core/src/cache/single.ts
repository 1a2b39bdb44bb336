import type { CacheKey, Stamp } from "./cache.ts";
import { type AsideContext, entryOf, ifAvailable, isPassing } from "./context.ts";
import { type DecodedEntry, decodeEntry, type EntryKind, LEASE_MS } from "./entry.ts";

/**
 * A value, and where it is from: the cache (`hit`; also where another's load was waited for), the database (`miss`), the cache though it is no
 * longer fresh (`stale`), or the database without being stored, because the cache does not answer (`uncached`).
 */
export interface Cached<Value> {
  /** null: there is none. */
  value: Value | null;
  from: "hit" | "miss" | "stale" | "uncached";
}

/** Which entry, and how it is read from the database. */
export interface OneEntry<Id, Value extends object> {
  kind: EntryKind<Id, Value>;
  id: Id;
  /** Reads the database; null: there is none. */
  load: () => Promise<Value | null>;
}

/** Waits between two looks whether another loader is done: shorter ones load the cache, longer ones the caller's patience. */
const SHORTEST_POLL_MS = 50;
const LONGEST_POLL_MS = 200;

/** {@link CacheAside.get} */
export async function getOne<Id, Value extends object>(
  context: AsideContext,
  one: OneEntry<Id, Value>,
): Promise<Cached<Value>> {
  const { kind, id } = one;
  const key = kind.key(id);
  const read = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.read([key]) });
  if (read === null) return loadUncached(context, { ...one, forced: false });
  const [entry = null] = read;
  if (entry === null) return loadOnce(context, { ...one, key, newerThan: null, stale: null, forced: false });
  const found = decodeEntry({ kind, text: entry.value, now: context.clock.now() });
  if (found === null) context.emit("invalid", kind.name);
  if (found?.fresh === true) {
    context.emit("hit", kind.name);
    return { value: found.value, from: "hit" };
  }
  return loadOnce(context, { ...one, key, newerThan: entry.stamp, stale: found, forced: false });
}

/** {@link CacheAside.refresh} */
export async function refreshOne<Id, Value extends object>(
  context: AsideContext,
  one: OneEntry<Id, Value>,
): Promise<Cached<Value>> {
  const { kind, id } = one;
  const since = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.stamp() });
  if (since === null) return loadUncached(context, { ...one, forced: true });
  return loadOnce(context, { ...one, key: kind.key(id), newerThan: since, stale: null, forced: true });
}

/** A reading that found nothing it may answer with at once. */
interface Reading<Id, Value extends object> extends OneEntry<Id, Value> {
  key: CacheKey;
  /** Entries up to this stamp are no answer; null: any is. */
  newerThan: Stamp | null;
  /** No longer fresh, and better than waiting. */
  stale: DecodedEntry<Value> | null;
  /** A forced load: an event of its own, so that it does not count as a miss. */
  forced: boolean;
}

/** Loads, or waits for who is loading: as long as a lease lasts, so that a loader who died is succeeded. */
async function loadOnce<Id, Value extends object>(
  context: AsideContext,
  reading: Reading<Id, Value>,
): Promise<Cached<Value>> {
  const { kind, key, stale, forced } = reading;
  const { clock, random } = context;
  const owner = context.uuid();
  const leaseMs = kind.leaseMs ?? LEASE_MS;
  // One poll longer: the cache's clock, by which the lease ends, is not ours.
  const patience = clock.now() + leaseMs + LONGEST_POLL_MS;
  let { newerThan } = reading;
  for (let looks = 1; ; looks++) {
    const request = { ...key, owner, leaseMs, ...(newerThan === null ? {} : { newerThan }) };
    const acquired = await ifAvailable({
      context,
      entry: kind.name,
      ask: (cache) => cache.acquire(request),
    });
    if (acquired === null)
      return stale === null ? loadUncached(context, reading) : answerStale(context, reading, stale);
    if (acquired.state === "granted")
      return loadGranted(context, { ...reading, owner, stamp: acquired.stamp });
    if (acquired.state === "stored") {
      const found = decodeEntry({ kind, text: acquired.entry.value, now: clock.now() });
      if (found !== null) {
        context.emit(forced ? "refresh" : looks === 1 ? "hit" : "wait", kind.name);
        return { value: found.value, from: "hit" };
      }
      context.emit("invalid", kind.name);
      newerThan = acquired.entry.stamp;
    } else if (stale !== null) {
      return answerStale(context, reading, stale);
    }
    if (clock.now() >= patience) return loadUncached(context, reading);
    await clock.sleep(SHORTEST_POLL_MS + random() * (LONGEST_POLL_MS - SHORTEST_POLL_MS));
  }
}

async function loadGranted<Id, Value extends object>(
  context: AsideContext,
  reading: Reading<Id, Value> & { owner: string; stamp: Stamp },
): Promise<Cached<Value>> {
  const { kind, id, key, load, stale, owner, stamp, forced } = reading;
  let value: Value | null;
  try {
    value = await load();
  } catch (error) {
    await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.release({ key: key.key, owner }) });
    if (stale === null || !isPassing(error)) throw error;
    return answerStale(context, reading, stale);
  }
  const entry = { ...entryOf({ context, kind, id, value, stamp }), owner };
  const stored = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.write([entry]) });
  if (stored?.[0] === false) context.emit("refused", kind.name);
  const from = stored === null ? "uncached" : "miss";
  context.emit(forced ? "refresh" : from, kind.name);
  return { value, from };
}

async function loadUncached<Id, Value extends object>(
  context: AsideContext,
  { kind, load, forced }: OneEntry<Id, Value> & { forced: boolean },
): Promise<Cached<Value>> {
  const value = await load();
  context.emit(forced ? "refresh" : "uncached", kind.name);
  return { value, from: "uncached" };
}

function answerStale<Id, Value extends object>(
  context: AsideContext,
  { kind }: Reading<Id, Value>,
  stale: DecodedEntry<Value>,
): Cached<Value> {
  context.emit("stale", kind.name);
  return { value: stale.value, from: "stale" };
}
