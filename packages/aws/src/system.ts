import { randomBytes as cryptoBytes, randomUUID } from "node:crypto";
import { setTimeout as timer } from "node:timers/promises";
import type { Clock } from "@millrace/core/clock";

/** The machine's own time. With `random`, `randomBytes` and `uuid` the only time and chance in this package. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await timer(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // Node rejects with an AbortError of its own; the port promises the signal's reason.
      signal?.throwIfAborted();
      throw error;
    }
  },
};

/** A number from 0 up to, not including, 1. */
export function random(): number {
  return Math.random();
}

/** Bytes that nobody can guess. */
export function randomBytes(count: number): Uint8Array {
  return cryptoBytes(count);
}

/** A version 4 UUID. */
export function uuid(): string {
  return randomUUID();
}
