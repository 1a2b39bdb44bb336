import * as z from "zod";
import type { CacheKey, Stamp } from "./cache.ts";

/**
 * A kind of entry: what identifies one, what it holds and how long it lives.
 *
 * @typeParam Id - what the caller names an entry by, such as a phone or `{ tenantId, customerId }`
 * @typeParam Value - a JSON object
 */
export interface EntryKind<Id, Value extends object> {
  /** Names the kind in events and figures. */
  name: string;
  key: (id: Id) => CacheKey;
  /** What is stored. It must accept what it gives out, after a way through JSON. */
  schema: z.ZodType<Value>;
  /** Changes whenever the meaning of the stored data does: entries of another version are misses. */
  version: number;
  /**
   * Milliseconds until a value is gone, at most; jitter shortens it by up to a tenth.
   *
   * @param now - milliseconds since 1970
   */
  ttlMs: (value: Value, now: number) => number;
  /** The same for "there is none": as good as always shorter, since nobody invalidates what is not there yet. */
  absentTtlMs: number;
  /** Milliseconds one loader has before another may load; {@link LEASE_MS} where not given. */
  leaseMs?: number;
  /** Counts loads in the ranking that an entry belongs to, so that the most used of it can be loaded beforehand. */
  ranking?: { of: (id: Id) => string; id: z.ZodType<Id> };
}

/**
 * Defines a kind of entry; infers its types.
 *
 * @example
 * const customers = defineEntry({
 *   name: "customer",
 *   key: ({ tenantId, id }: { tenantId: string; id: string }) => ({ key: cacheKey(tenantId, "customer", id), group: tenantId }),
 *   schema: z.object({ name: z.string() }),
 *   version: 1,
 *   ttlMs: () => 300_000,
 *   absentTtlMs: 60_000,
 * });
 */
export function defineEntry<Id, Value extends object>(kind: EntryKind<Id, Value>): EntryKind<Id, Value> {
  return kind;
}

/** Longer than a query that is worth waiting for; shorter than a caller's patience (API Gateway ends at 30 s). */
export const LEASE_MS = 10_000;

/** The part of its life an entry is fresh for. After it one reader renews it while the others are served what is there. */
const FRESH_PART = 0.8;

/** Spreads the end of entries that were stored at once. Only ever shortens: a documented lifetime is a promise. */
const JITTER_PART = 0.1;

/** What an entry holds beside the data. The stamp comes last: {@link stampOf}. */
const Header = z.object({
  schema: z.number(),
  storedAt: z.number(),
  freshUntil: z.number(),
  absent: z.literal(true).optional(),
  stamp: z.number(),
});

const Stored = z.looseObject({ _cache: Header });

/** An entry as it is read. */
export interface DecodedEntry<Value> {
  /** null: there is none, and that is known. */
  value: Value | null;
  fresh: boolean;
  stamp: Stamp;
  /** In ms, as the next two. */
  storedAt: number;
  freshUntil: number;
  /** When the cache drops it, to some milliseconds: it counts from when the write arrived. */
  expiresAt: number;
}

/**
 * The text of an entry: the data as it is, for whoever else reads the key, with one more property `_cache` at its end.
 *
 * @param input.value - null: there is none
 * @param input.random - from 0 up to, not including, 1
 * @returns the text, and the milliseconds it is to be kept
 */
export function encodeEntry<Id, Value extends object>(input: {
  kind: EntryKind<Id, Value>;
  value: Value | null;
  stamp: Stamp;
  now: number;
  random: number;
}): { value: string; ttlMs: number } {
  const { kind, value, stamp, now, random } = input;
  const life = value === null ? kind.absentTtlMs : kind.ttlMs(value, now);
  const ttlMs = Math.max(1, Math.floor(life * (1 - JITTER_PART * random)));
  const freshUntil = now + Math.floor(ttlMs * FRESH_PART);
  const header: z.infer<typeof Header> = {
    ...{ schema: kind.version, storedAt: now, freshUntil },
    ...(value === null ? { absent: true as const } : {}),
    stamp,
  };
  return { value: JSON.stringify({ ...value, _cache: header }), ttlMs };
}

/** Reads what {@link encodeEntry} wrote; null where it is of another version or no entry of this kind at all. */
export function decodeEntry<Id, Value extends object>(input: {
  kind: EntryKind<Id, Value>;
  text: string;
  now: number;
}): DecodedEntry<Value> | null {
  const { kind, text, now } = input;
  const stored = Stored.safeParse(parsed(text));
  if (!stored.success) return null;
  const { _cache: header, ...data } = stored.data;
  if (header.schema !== kind.version) return null;
  const { stamp, storedAt, freshUntil } = header;
  const expiresAt = storedAt + Math.round((freshUntil - storedAt) / FRESH_PART);
  const times = { fresh: now < freshUntil, stamp, storedAt, freshUntil, expiresAt };
  if (header.absent === true) return { value: null, ...times };
  const value = kind.schema.safeParse(data);
  return value.success ? { value: value.data, ...times } : null;
}

/** The stamp at the end of an entry's text, for caches that keep one text for a key; null where it has none. */
export function stampOf(text: string): Stamp | null {
  const digits = /"stamp":(\d{1,15})\}\}$/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
