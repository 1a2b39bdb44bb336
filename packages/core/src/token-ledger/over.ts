import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { TokenLedger } from "./ledger.ts";
import { atTime, type LedgerState, sumOf } from "./state.ts";
import { type Change, forecast, release, reserve, settle } from "./turns.ts";

/** Where a ledger's state is kept. */
export interface LedgerStorage {
  read(): Promise<LedgerState>;
  /**
   * Replaces the state in one atomic step: nobody else's change comes between what `work` is given and what it answers.
   * `work` may be called several times.
   */
  change<Answer>(work: (state: LedgerState) => Change<Answer>): Promise<Answer>;
}

/** A {@link TokenLedger} over any storage that can replace one small value atomically. */
export function ledgerOver(input: { storage: LedgerStorage; clock: Pick<Clock, "now"> }): TokenLedger {
  const { storage, clock } = input;
  return {
    async reserve({ id, need, lane }) {
      if (!Number.isInteger(need) || need < 1) {
        throw new MillraceError("Input.Invalid", "a reservation needs a whole number of tokens, at least 1");
      }
      return storage.change((state) => reserve(state, { id, need, lane, now: clock.now() }));
    },
    async settle({ id, tokens }) {
      await storage.change((state) => ({
        state: settle(state, { id, tokens, now: clock.now() }),
        answer: undefined,
      }));
    },
    async release({ id }) {
      await storage.change((state) => ({
        state: release(state, { id, now: clock.now() }),
        answer: undefined,
      }));
    },
    async forecast({ tokens, lane = "batch", areAsked = false }) {
      const now = clock.now();
      const state = atTime(await storage.read(), now);
      const granted = areAsked ? sumOf(state.granted) : 0;
      return forecast(state, { tokens: Math.max(0, tokens - granted), lane, now });
    },
  };
}
