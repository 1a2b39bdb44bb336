import { expect, test } from "vitest";
import { systemClock, systemRandom, systemUuid } from "../src/index.ts";

test("the system's clock sleeps, and stops sleeping when aborted", async () => {
  const before = systemClock.now();
  await systemClock.sleep(5);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before + 4);
  const controller = new AbortController();
  // Longer than one timer can be.
  const sleep = systemClock.sleep(2 ** 40, controller.signal);
  controller.abort("enough");
  await expect(sleep).rejects.toBe("enough");
  await expect(systemClock.sleep(1, controller.signal)).rejects.toBe("enough");
});

test("its chance is a number below 1, its identifiers are UUIDs", () => {
  const chance = systemRandom();
  expect(chance >= 0 && chance < 1).toBe(true);
  expect(systemUuid()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});
