import type { Lane, TokenFigures, TokenLedger } from "@millrace/core/token-ledger";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** What {@link tokenLedgerContract} asks of an adapter: a ledger of an account nobody used before, with this clock. */
export type MakeTokenLedger = (clock: { now: () => number }) => Promise<{
  ledger: TokenLedger;
  close(): Promise<void>;
}>;

const MINUTE = 60_000;

/** What every {@link TokenLedger} does. */
export function tokenLedgerContract(name: string, make: MakeTokenLedger): void {
  describe(`${name}: the contract of TokenLedger`, () => {
    const start = 1_700_000_000_000;
    let now: number;
    let ledger: TokenLedger;
    let close: () => Promise<void>;

    beforeEach(async () => {
      now = start;
      ({ ledger, close } = await make({ now: () => now }));
    });
    afterEach(() => close());

    const reserve = (id: string, need = 20, lane: Lane = "batch") => ledger.reserve({ id, need, lane });
    const settle = (id: string, figures: Partial<TokenFigures>) =>
      ledger.settle({
        id,
        tokens: { left: 0, refillIn: MINUTE, refillRate: 50, consumed: 20, at: now, ...figures },
      });
    /** The first call, which tells what is left; 50 tokens a minute, the next in a minute. */
    const find = async (left: number, figures: Partial<TokenFigures> = {}) => {
      await reserve("first");
      await settle("first", { left, ...figures });
    };
    const granted = { state: "granted", expiresAt: expect.any(Number) };
    const until = (ms: number) => ({ state: "waiting", until: start + ms, ahead: expect.any(Number) });

    describe("an account nobody knows", () => {
      it("is found out about by one call; the others wait for a moment", async () => {
        expect(await reserve("a")).toEqual(granted);
        const other = await reserve("b");
        expect(other).toMatchObject({ state: "waiting", ahead: 0 });
        await settle("a", { left: 100 });
        expect(await reserve("b")).toEqual(granted);
      });

      it("is found out about by another, where the first call was never heard of again", async () => {
        await reserve("a");
        now += 10 * MINUTE;
        expect(await reserve("b")).toEqual(granted);
      });

      it("that has nothing left says when it will", async () => {
        await reserve("a");
        await settle("a", { left: 0, refillIn: 38_205, consumed: 0 });
        expect(await reserve("a")).toEqual(until(38_205));
      });
    });

    describe("tokens", () => {
      it("are granted as long as there are enough, and then with the refill that brings them", async () => {
        await find(50);
        expect(await reserve("a")).toEqual(granted);
        expect(await reserve("b")).toEqual(granted);
        expect(await reserve("c")).toEqual(until(MINUTE));
        expect(await reserve("d", 100)).toEqual(until(3 * MINUTE));
      });

      it("below zero are refilled first", async () => {
        await find(-130);
        expect(await reserve("a")).toEqual(until(3 * MINUTE));
      });

      it("are kept for an hour at most", async () => {
        await find(0);
        now += 10 * 60 * MINUTE;
        expect(await reserve("a", 3_000)).toEqual(granted);
        expect(await reserve("b", 1)).toMatchObject({ state: "waiting" });
      });

      it("beyond what the account can hold are granted when it is full", async () => {
        await find(0, { refillRate: 1 });
        expect(await reserve("a", 100)).toEqual(until(60 * MINUTE));
        now += 60 * MINUTE;
        expect(await reserve("a", 100)).toEqual(granted);
        expect(await reserve("b", 1)).toEqual(until(101 * MINUTE));
      });

      it("of a plan that has ended are asked about again after an hour", async () => {
        await find(0, { refillRate: 0 });
        expect(await reserve("a")).toEqual(until(61 * MINUTE));
        now += 61 * MINUTE;
        expect(await reserve("a")).toEqual(granted);
      });

      it("that many ask for at once are granted once", async () => {
        await find(200);
        const answers = await Promise.all(Array.from({ length: 25 }, (_, n) => reserve(`worker-${n}`)));
        expect(answers.filter(({ state }) => state === "granted")).toHaveLength(10);
      });

      it("need be a whole number", async () => {
        for (const need of [0, -1, 1.5, Number.NaN]) {
          await expect(reserve("a", need)).rejects.toMatchObject({ name: "Input.Invalid" });
        }
      });
    });

    describe("turns", () => {
      it("are kept: who came later does not take what somebody waits for", async () => {
        await find(0);
        expect(await reserve("large", 100)).toEqual(until(2 * MINUTE));
        expect(await reserve("small", 10)).toEqual(until(3 * MINUTE));
        now = start + MINUTE;
        expect(await reserve("smaller", 1)).toEqual(until(3 * MINUTE));
        now = start + 2 * MINUTE;
        expect(await reserve("large", 100)).toEqual(granted);
      });

      it("do not hang on those ahead coming in time", async () => {
        await find(0);
        await reserve("ahead");
        await reserve("me");
        now = start + MINUTE;
        expect(await reserve("me")).toEqual(granted);
        expect(await reserve("ahead")).toEqual(granted);
      });

      it("of the interactive lane come first", async () => {
        await find(0);
        expect(await reserve("batch", 50)).toEqual(until(MINUTE));
        expect(await reserve("person", 50, "interactive")).toEqual(until(MINUTE));
        now = start + MINUTE;
        expect(await reserve("batch", 50)).toEqual({
          state: "waiting",
          until: start + 2 * MINUTE,
          ahead: 50,
        });
        expect(await reserve("person", 50, "interactive")).toEqual(granted);
      });

      it("of the batch lane come in the end, however many are interactive", async () => {
        await find(0);
        let answer = await reserve("batch", 50);
        for (let minute = 1; answer.state === "waiting" && minute < 100; minute++) {
          await reserve(`person-${minute}`, 50, "interactive");
          now = start + minute * MINUTE;
          await reserve(`person-${minute}`, 50, "interactive");
          answer = await reserve("batch", 50);
        }
        expect(answer).toEqual(granted);
        expect(now).toBeLessThanOrEqual(start + 62 * MINUTE);
      });

      it("of somebody who never comes are given up", async () => {
        await find(0);
        await reserve("dead", 100);
        now = start + 5 * MINUTE;
        expect(await reserve("other", 250)).toEqual(granted);
      });
    });

    describe("a reservation", () => {
      it("asked for again is the same", async () => {
        await find(20);
        expect(await reserve("a")).toEqual(granted);
        const again = await reserve("a");
        expect(again).toEqual({ state: "granted", expiresAt: expect.any(Number) });
        expect(await reserve("b")).toEqual(until(MINUTE));
        expect(await reserve("b")).toEqual({ ...until(MINUTE), ahead: 0 });
        expect(await reserve("c", 30)).toEqual({ ...until(MINUTE), ahead: 20 });
      });

      it("released gives its tokens back", async () => {
        await find(20);
        await reserve("a");
        await ledger.release({ id: "a" });
        await ledger.release({ id: "nobody" });
        expect(await reserve("b")).toEqual(granted);
      });

      it("released while waiting gives its turn up", async () => {
        await find(0);
        await reserve("a", 100);
        await ledger.release({ id: "a" });
        expect(await reserve("b", 50)).toEqual(until(MINUTE));
      });

      it("that expires counts as spent, until the provider tells otherwise", async () => {
        await find(70, { refillIn: 10 * MINUTE });
        await reserve("dead", 50);
        now += 3 * MINUTE;
        expect(await reserve("other", 50)).toMatchObject({ state: "waiting" });
        expect(await reserve("small", 20)).toMatchObject({ state: "waiting" });
        await ledger.release({ id: "other" });
        expect(await reserve("small", 20)).toEqual(granted);
        await settle("small", { left: 50, refillIn: 7 * MINUTE });
        expect(await reserve("last", 50)).toEqual(granted);
      });
    });

    describe("settling", () => {
      it("gives back what a call did not cost, and takes what it cost more", async () => {
        await find(100);
        await reserve("a", 100);
        await settle("a", { left: 40, consumed: 60 });
        expect(await reserve("b", 40)).toEqual(granted);
        await settle("b", { left: -20, consumed: 60 });
        expect(await reserve("c", 40)).toEqual(until(2 * MINUTE));
      });

      it.each([
        ["in the order of the calls", ["a", "b", "c"]],
        ["in the opposite order", ["c", "b", "a"]],
        ["in no order, twice each", ["b", "a", "b", "c", "a", "c"]],
      ])("%s comes to the same", async (_, order) => {
        await find(100);
        const left = new Map([
          ["a", 80],
          ["b", 60],
          ["c", 40],
        ]);
        for (const id of left.keys()) await reserve(id);
        for (const id of order) {
          now += 10;
          await settle(id, { left: left.get(id) ?? 0, refillIn: start + MINUTE - now });
        }
        expect((await ledger.forecast({ tokens: 0 })).free).toBe(40);
      });

      it("believes the provider where somebody else has used the account", async () => {
        await find(100);
        await reserve("a");
        await settle("a", { left: 5 });
        expect(await reserve("b")).toEqual(until(MINUTE));
      });

      it("keeps back what calls under way may still cost", async () => {
        await find(100);
        await reserve("a", 40);
        await reserve("b", 40);
        await settle("b", { left: 20, consumed: 40 });
        expect((await ledger.forecast({ tokens: 0 })).free).toBe(20);
      });

      it("of a refused call makes it wait for its tokens", async () => {
        await find(100);
        await reserve("a");
        await settle("a", { left: -7, consumed: 0, refillIn: 12_000 });
        expect(await reserve("again")).toEqual(until(12_000));
      });

      it("late, from a worker that was given up, is still the truth about the account", async () => {
        await find(100);
        await reserve("slow", 100);
        now += 5 * MINUTE;
        await settle("slow", { left: 200, consumed: 100, refillIn: MINUTE });
        expect((await ledger.forecast({ tokens: 0 })).free).toBe(200);
      });

      it("knows a new plan", async () => {
        await find(0);
        expect(await reserve("a", 100)).toEqual(until(2 * MINUTE));
        now += 2 * MINUTE;
        await reserve("a", 100);
        await settle("a", { left: 0, refillRate: 200, consumed: 100 });
        expect(await reserve("b", 200)).toEqual({ ...until(3 * MINUTE), ahead: 0 });
      });
    });

    describe("the forecast", () => {
      it("knows nothing before the first call", async () => {
        expect(await ledger.forecast({ tokens: 10 })).toEqual({
          free: null,
          rate: null,
          waiting: 0,
          readyAt: null,
        });
      });

      it("says when so many tokens will have been there, those that wait included", async () => {
        await find(30);
        await reserve("a", 100);
        expect(await ledger.forecast({ tokens: 30 })).toEqual({
          ...{ free: 30, rate: 50, waiting: 100 },
          readyAt: start + 2 * MINUTE,
        });
        expect((await ledger.forecast({ tokens: 1_030 })).readyAt).toBe(start + 20 * MINUTE);
      });

      it("counts what is granted just now once, where it is among the tokens", async () => {
        await find(200);
        await reserve("a", 150);
        expect((await ledger.forecast({ tokens: 300, areAsked: true })).readyAt).toBe(start + 2 * MINUTE);
        expect((await ledger.forecast({ tokens: 150, areAsked: true })).readyAt).toBe(now);
        expect((await ledger.forecast({ tokens: 300 })).readyAt).toBe(start + 5 * MINUTE);
      });

      it("of the interactive lane leaves out those of the batch lane who will wait for it", async () => {
        await find(30);
        await reserve("a", 100);
        await reserve("person", 50, "interactive");
        expect(await ledger.forecast({ tokens: 50, lane: "interactive" })).toEqual({
          ...{ free: 30, rate: 50, waiting: 150 },
          readyAt: start + MINUTE,
        });
      });
    });
  });
}
