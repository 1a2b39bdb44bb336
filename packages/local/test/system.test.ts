import { describe, expect, it } from "vitest";
import { systemClock } from "../src/system.ts";

describe("sleeping on the machine's clock", () => {
  it("ends", async () => {
    await systemClock.sleep(1);
    await systemClock.sleep(1, new AbortController().signal);
  });

  it("rejects with the signal's reason, aborted before or during it", async () => {
    const reason = new Error("stop");
    const controller = new AbortController();
    const asleep = systemClock.sleep(3_600_000, controller.signal);
    controller.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    await expect(systemClock.sleep(3_600_000, controller.signal)).rejects.toBe(reason);
  });
});
