import type { Clock } from "../clock/index.ts";
import type { Cache } from "./cache.ts";
import { decodeEntry, type EntryKind } from "./entry.ts";

/** How an entry stands. */
export interface EntryState {
  /** `stale`: past its fresh time, still served, and renewed by the next who asks; `absent`: the next who asks asks the database. */
  state: "fresh" | "stale" | "absent";
  /** `nothing`: it is known that there is none. null where the entry is absent. */
  holds: "value" | "nothing" | null;
  /** In ms, as the next two; null where the entry is absent. */
  storedAt: number | null;
  freshUntil: number | null;
  /** To some milliseconds. */
  expiresAt: number | null;
}

const ABSENT: EntryState = {
  state: "absent",
  holds: null,
  storedAt: null,
  freshUntil: null,
  expiresAt: null,
};

/**
 * Looks at an entry without asking for it: nothing is loaded, renewed or counted. What is of another version, or no entry of this
 * kind, is absent.
 *
 * @throws Cache.Unavailable
 */
export async function entryState<Id, Value extends object>(
  input: { kind: EntryKind<Id, Value>; id: Id },
  deps: { cache: Pick<Cache, "read">; clock: Clock },
): Promise<EntryState> {
  const { kind, id } = input;
  const [entry = null] = await deps.cache.read([kind.key(id)]);
  const found = entry === null ? null : decodeEntry({ kind, text: entry.value, now: deps.clock.now() });
  if (found === null) return ABSENT;
  const { value, fresh, storedAt, freshUntil, expiresAt } = found;
  return {
    state: fresh ? "fresh" : "stale",
    holds: value === null ? "nothing" : "value",
    ...{ storedAt, freshUntil, expiresAt },
  };
}
