import { StatesError } from "./error.ts";
import type { Json } from "./json.ts";

/** What may pass between two states: the service's quota, in bytes of UTF-8 JSON. */
export const MAX_PAYLOAD_BYTES = 262_144;

/** A UTF-16 unit takes at most six bytes in JSON: a control character is written as \u001f. */
const MOST_BYTES_PER_UNIT = 6;
/** Covers the longest number JSON.stringify writes, and true, false and null. */
const MOST_BYTES_PER_SCALAR = 25;

/**
 * Whether a value, written as JSON, takes more bytes than may pass between states.
 *
 * The size is bounded from above first, which is cheap; only a value which might be too large is written out.
 */
export function exceedsPayloadLimit(value: Json): boolean {
  if (restAfter(value, MAX_PAYLOAD_BYTES) >= 0) return false;
  return payloadBytes(value) > MAX_PAYLOAD_BYTES;
}

/** Bytes of a value written as JSON in UTF-8. */
export function payloadBytes(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * Refuses a value that is too large to pass on.
 *
 * @param options.from - the state's name or the task's resource type, as the cause names it
 * @throws StatesError States.DataLimitExceeded
 */
export function assertPayloadFits({ value, from }: { value: Json; from: string }): void {
  if (!exceedsPayloadLimit(value)) return;
  throw new StatesError(
    "States.DataLimitExceeded",
    `The state/task '${from}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** What is left of a number of bytes after an upper bound of the value's size; negative as soon as it is used up. */
function restAfter(value: Json, bytes: number): number {
  if (typeof value === "string") return bytes - value.length * MOST_BYTES_PER_UNIT - 3;
  if (typeof value !== "object" || value === null) return bytes - MOST_BYTES_PER_SCALAR;
  let rest = bytes - 3;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (rest < 0) return rest;
      rest = restAfter(item, rest);
    }
    return rest;
  }
  for (const key in value) {
    if (rest < 0) return rest;
    rest = restAfter(value[key] ?? null, rest - key.length * MOST_BYTES_PER_UNIT - 4);
  }
  return rest;
}
