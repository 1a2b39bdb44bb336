import { randomBytes as cryptoBytes, randomUUID } from "node:crypto";
import type { Clock } from "@millrace/core/clock";

/** The machine's own time. With `random` and `uuid` the only time and chance in this package. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    // By hand: each sleep that is given up, as every task's time limit is, would cost an error with a stack in node:timers/promises.
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const giveUp = () => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      }, ms);
      signal?.addEventListener("abort", giveUp, { once: true });
    }),
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

/** This process, as the owner of the executions it runs. */
export const thisProcess = {
  pid: process.pid,
  isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: it is there, and somebody else's.
      return error instanceof Error && "code" in error && error.code === "EPERM";
    }
  },
};
