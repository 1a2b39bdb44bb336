import { expect, test } from "vitest";
import { virtualClock } from "../src/index.ts";

test("sleepers wake in the order of their times, and in the order they came at the same time", async () => {
  const clock = virtualClock({ start: 0 });
  const woken: string[] = [];
  const sleep = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push(`${name}@${clock.now()}`);
  };
  await Promise.all([sleep("b", 2000), sleep("a", 1000), sleep("c", 2000)]);
  expect(woken).toEqual(["a@1000", "b@2000", "c@2000"]);
});

test("time stands still during work the clock cannot see", async () => {
  const clock = virtualClock({ start: 0 });
  let timedOut = false;
  const timeout = clock.sleep(10).then(() => {
    timedOut = true;
  });
  await clock.during(new Promise((resolve) => setTimeout(resolve, 20)));
  expect(timedOut).toBe(false);
  await timeout;
  expect(clock.now()).toBe(10);
});

test("an aborted sleep rejects with the reason and holds nobody up", async () => {
  const clock = virtualClock({ start: 0 });
  const controller = new AbortController();
  const sleep = clock.sleep(1e12, controller.signal);
  controller.abort("enough");
  await expect(sleep).rejects.toBe("enough");
  await clock.sleep(1);
  expect(clock.now()).toBe(1);
  await expect(clock.sleep(1, controller.signal)).rejects.toBe("enough");
});
