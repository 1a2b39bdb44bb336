import { describe, expect, it } from "vitest";
import { type LedgerState, ledgerOver, NEW_LEDGER } from "../../src/token-ledger/index.ts";

describe("the state of a ledger", () => {
  it("stays below 100 KB, however many wait and whatever they are called", async () => {
    let state: LedgerState = NEW_LEDGER;
    let now = 1_700_000_000_000;
    const ledger = ledgerOver({
      clock: { now: () => now++ },
      storage: {
        read: async () => state,
        async change(work) {
          const change = work(state);
          state = change.state;
          return change.answer;
        },
      },
    });
    const tokens = { left: 10_000, refillIn: 60_000, refillRate: 200, consumed: 1, at: now };
    await ledger.reserve({ id: "first", need: 1, lane: "batch" });
    await ledger.settle({ id: "first", tokens });
    let granted = 0;
    for (let n = 0; n < 1_500; n++) {
      const id = `${n}-${"x".repeat(300)}`;
      const answer = await ledger.reserve({ id, need: 40, lane: n % 10 === 0 ? "interactive" : "batch" });
      if (answer.state === "granted") granted += 1;
    }
    expect([granted, state.waiting.length]).toEqual([200, 1_000]);
    const bytes = JSON.stringify(state).length;
    console.log(`a ledger with 200 calls under way and 1,000 waiting takes ${(bytes / 1024).toFixed(1)} KB`);
    expect(bytes).toBeLessThan(100 * 1024);
    expect(await ledger.reserve({ id: "late", need: 40, lane: "batch" })).toMatchObject({
      state: "waiting",
      ahead: 40_000,
    });
  });
});
