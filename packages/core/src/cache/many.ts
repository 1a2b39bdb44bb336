import { type AsideContext, entryOf, ifAvailable, isPassing } from "./context.ts";
import { type DecodedEntry, decodeEntry, type EntryKind } from "./entry.ts";
import type { Cached } from "./single.ts";

/** A value that was loaded for certain, and whether the cache now holds it: `refused` where it knows something newer. */
export interface Refreshed<Value> {
  /** null: there is none. */
  value: Value | null;
  outcome: "stored" | "refused" | "unavailable";
}

/** Which entries, and how they are read from the database. */
export interface ManyEntries<Id, Value extends object> {
  kind: EntryKind<Id, Value>;
  /** May repeat. */
  ids: readonly Id[];
  /** Values for just these ids, none of them twice, in their order; null: there is none. Never asked for no ids. */
  load: (ids: Id[]) => Promise<(Value | null)[]>;
}

/** {@link CacheAside.getMany} */
export async function getMany<Id, Value extends object>(
  context: AsideContext,
  many: ManyEntries<Id, Value>,
): Promise<Cached<Value>[]> {
  const { kind } = many;
  const ids = unique(many);
  const found = await readMany(context, { kind, ids });
  const missing = new Map([...ids].filter(([key]) => found?.get(key)?.fresh !== true));
  const loaded = await loadOrStale(context, { ...many, missing, found });
  const answers = new Map<string, Cached<Value>>(loaded);
  for (const [key, entry] of found ?? []) {
    if (entry.fresh) answers.set(key, { value: entry.value, from: "hit" });
  }
  count(context, kind.name, answers);
  return many.ids.map((id) => at(answers, kind.key(id).key));
}

/** {@link CacheAside.refreshMany} */
export async function refreshMany<Id, Value extends object>(
  context: AsideContext,
  many: ManyEntries<Id, Value>,
): Promise<Refreshed<Value>[]> {
  const { kind } = many;
  const ids = unique(many);
  const refreshed = await loadMany(context, { ...many, missing: ids });
  if (ids.size > 0) context.emit("refresh", kind.name, ids.size);
  return many.ids.map((id) => at(refreshed, kind.key(id).key));
}

/** {@link CacheAside.warm} */
export async function warm<Id, Value extends object>(
  context: AsideContext,
  input: Omit<ManyEntries<Id, Value>, "ids"> & { ranking: string; limit: number },
): Promise<{ asked: number; loaded: number }> {
  const { kind, load, limit, ranking } = input;
  const { ranking: ranked } = kind;
  if (ranked === undefined) throw new TypeError(`entries of ${kind.name} have no ranking`);
  const members = await ifAvailable({
    context,
    entry: kind.name,
    ask: (cache) => cache.mostUsed({ ranking, limit }),
  });
  const ids = (members ?? []).flatMap((member) => {
    const id = ranked.id.safeParse(JSON.parse(member));
    return id.success ? [id.data] : [];
  });
  const answers = await getMany(context, { kind, ids, load });
  return { asked: ids.length, loaded: answers.filter(({ from }) => from === "miss").length };
}

/** The ids by their keys, each once. */
function unique<Id, Value extends object>({ kind, ids }: ManyEntries<Id, Value>): Map<string, Id> {
  return new Map(ids.map((id) => [kind.key(id).key, id]));
}

/** What is there, by key; null where the cache does not answer. */
async function readMany<Id, Value extends object>(
  context: AsideContext,
  { kind, ids }: { kind: EntryKind<Id, Value>; ids: Map<string, Id> },
): Promise<Map<string, DecodedEntry<Value>> | null> {
  const keys = [...ids.values()].map(kind.key);
  const read = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.read(keys) });
  if (read === null) return null;
  const found = new Map<string, DecodedEntry<Value>>();
  const now = context.clock.now();
  for (const [index, { key }] of keys.entries()) {
    const entry = read[index] ?? null;
    if (entry === null) continue;
    const decoded = decodeEntry({ kind, text: entry.value, now });
    if (decoded === null) context.emit("invalid", kind.name);
    else found.set(key, decoded);
  }
  return found;
}

/** Loads what is missing; where the database does not answer and something was there for each, that is the answer. */
async function loadOrStale<Id, Value extends object>(
  context: AsideContext,
  input: Omit<ManyEntries<Id, Value>, "ids"> & {
    missing: Map<string, Id>;
    found: Map<string, DecodedEntry<Value>> | null;
  },
): Promise<[string, Cached<Value>][]> {
  const { missing, found } = input;
  try {
    // A cache that has just not answered is not asked again for this reading.
    const loaded = found === null ? await loadUnstored(input) : await loadMany(context, input);
    return [...loaded].map(([key, { value, outcome }]) => [
      key,
      { value, from: outcome === "unavailable" ? "uncached" : "miss" },
    ]);
  } catch (error) {
    if (!isPassing(error) || found === null) throw error;
    return [...missing.keys()].map((key) => {
      const stale = found.get(key);
      if (stale === undefined) throw error;
      return [key, { value: stale.value, from: "stale" }];
    });
  }
}

type Loading<Id, Value extends object> = Omit<ManyEntries<Id, Value>, "ids"> & { missing: Map<string, Id> };

/** One stamp, one query, one write. */
async function loadMany<Id, Value extends object>(
  context: AsideContext,
  input: Loading<Id, Value>,
): Promise<Map<string, Refreshed<Value>>> {
  const { kind, missing } = input;
  if (missing.size === 0) return new Map();
  const stamp = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.stamp() });
  const loaded = await loadUnstored(input);
  if (stamp === null) return loaded;
  const entries = [...missing].map(([key, id]) =>
    entryOf({ context, kind, id, value: at(loaded, key).value, stamp }),
  );
  const stored = await ifAvailable({ context, entry: kind.name, ask: (cache) => cache.write(entries) });
  if (stored === null) return loaded;
  const refused = stored.filter((ok) => !ok).length;
  if (refused > 0) context.emit("refused", kind.name, refused);
  return new Map(
    [...loaded].map(([key, { value }], index) => [
      key,
      { value, outcome: stored[index] === true ? "stored" : "refused" },
    ]),
  );
}

async function loadUnstored<Id, Value extends object>(
  input: Loading<Id, Value>,
): Promise<Map<string, Refreshed<Value>>> {
  const { kind, missing, load } = input;
  if (missing.size === 0) return new Map();
  const values = await load([...missing.values()]);
  if (values.length !== missing.size) {
    throw new TypeError(`${kind.name}: ${missing.size} values asked for, ${values.length} loaded`);
  }
  return new Map(
    [...missing.keys()].map((key, index) => [key, { value: values[index] ?? null, outcome: "unavailable" }]),
  );
}

/** An event for each way the answers came. */
function count(context: AsideContext, entry: string, answers: Map<string, Cached<object>>): void {
  for (const from of ["hit", "miss", "stale", "uncached"] as const) {
    const times = [...answers.values()].filter((answer) => answer.from === from).length;
    if (times > 0) context.emit(from, entry, times);
  }
}

function at<T>(map: Map<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new TypeError("a key that was asked for has no answer");
  return value;
}
