import { MillraceError } from "../error.ts";

/**
 * The key of an entry: its parts, each URL-encoded, joined by colons. Different parts never give the same key, whatever they
 * contain, so no caller reaches another's entry by what he puts into an id.
 *
 * @param first - the tenant's id, where the entry is a tenant's
 * @throws Input.Invalid where a part is no Unicode text (half a surrogate pair), which no id of ours is
 * @example
 * cacheKey("t1", "customer", "a:b"); // "t1:customer:a%3Ab"
 */
export function cacheKey(first: string, ...rest: string[]): string {
  return [first, ...rest].map(encodeKeyPart).join(":");
}

/** One part of a {@link cacheKey}. @throws Input.Invalid where it is no Unicode text */
export function encodeKeyPart(part: string): string {
  if (!part.isWellFormed()) throw new MillraceError("Input.Invalid", "an id is not valid Unicode text");
  return encodeURIComponent(part);
}
