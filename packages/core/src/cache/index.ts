export { type CacheAside, type CacheAsideInput, cacheAside } from "./aside.ts";
export type * from "./cache.ts";
export {
  type DecodedEntry,
  decodeEntry,
  defineEntry,
  type EntryKind,
  encodeEntry,
  LEASE_MS,
  stampOf,
} from "./entry.ts";
export * from "./event.ts";
export * from "./key.ts";
export type { ManyEntries, Refreshed } from "./many.ts";
export type { Cached, OneEntry } from "./single.ts";
export { type EntryState, entryState } from "./state.ts";
