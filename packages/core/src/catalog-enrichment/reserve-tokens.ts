import type { ProductOutcome } from "../product/index.ts";
import type { Failure } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import { GRACE_MS } from "../token-ledger/index.ts";
import { BUSY_MS, CatalogBatchInput, catalogRunOfBatch, pauseRun, reservationOf } from "./batch.ts";
import type { CatalogDeps } from "./deps.ts";
import { laneOf } from "./lane.ts";
import { claimOnShelf } from "./shelf.ts";
import { catalogOf, claimantOf, standingOf } from "./standing.ts";

/** What the machine goes on with: the call may be made, or the batch waits. */
export type ReserveOutput = CatalogBatchInput &
  (
    | { state: "granted" /** In ms; null where there is nothing to ask. */; expiresAt: number | null }
    | { state: "waiting" /** ISO 8601: what a Wait state takes. */; until: string }
  );

/**
 * Reserves the tokens of a batch's call, or says when to come back. What is fresh leaves before: a batch of which nothing is left to ask about
 * needs no tokens, and one that another run waits for altogether waits for that run.
 *
 * @throws Run.Paused when the provider may not be asked; Run.Cancelled; Store.Throttled
 */
export const reserveTokens = step(
  CatalogBatchInput,
  async (input, deps: CatalogDeps): Promise<ReserveOutput> => {
    const { runId, batch } = input;
    const { clock, keepa, keepaTokens, products } = deps;
    const run = await catalogRunOfBatch(input, deps);
    const { open, isBusy, awaitedUntil } = await standingOf({ run, batch, deps });
    const lane = laneOf(run);
    const id = reservationOf(input);
    if (open.length === 0) {
      await keepaTokens.release({ id });
      return { ...input, state: "granted", expiresAt: null };
    }
    if (run.halted !== null || keepa === null) {
      await keepaTokens.release({ id });
      return pauseRun({ run, input, reason: run.halted ?? withoutProvider(deps), deps });
    }
    const waiting = (until: number): ReserveOutput => {
      return { ...input, state: "waiting", until: new Date(until).toISOString() };
    };
    const waitFor = async (until: number): Promise<ReserveOutput> => {
      const known = { at: clock.now(), status: "pending", reason: "tokens.wait", until } as const;
      const outcomes = open.map(({ code }): ProductOutcome => ({ code, ...known }));
      await products.update({ ...catalogOf(run), outcomes });
      return waiting(until);
    };
    if (isBusy) {
      await keepaTokens.release({ id });
      return waiting(clock.now() + BUSY_MS);
    }
    // Tokens are reserved once for what two runs want. A few codes named by the API do not wait for a file's turn.
    if (awaitedUntil !== null && lane === "batch") {
      await keepaTokens.release({ id });
      const now = clock.now();
      return awaitedUntil <= now ? waiting(now + BUSY_MS) : waitFor(awaitedUntil + BUSY_MS);
    }
    const reservation = await keepaTokens.reserve({ id, need: keepa.price(open), lane });
    if (reservation.state === "granted") {
      return { ...input, state: "granted", expiresAt: reservation.expiresAt };
    }
    const { until } = reservation;
    // As long as the ledger keeps the turn.
    const claim = { by: claimantOf(input), from: until, until: until + GRACE_MS };
    const mine = await claimOnShelf({ run, codes: open, ...claim, deps });
    if (mine.length === 0 && lane === "batch") {
      const after = await standingOf({ run, batch, deps });
      // Another run was faster; claims of one that has ended hold nobody up.
      if (after.open.length === 0 || after.isBusy || after.awaitedUntil !== null) {
        await keepaTokens.release({ id });
        return waiting(clock.now() + BUSY_MS);
      }
    }
    deps.log.info("batch waits for tokens", { runId, batchId: batch.batchId, ms: until - clock.now() });
    return waitFor(until);
  },
);

/** A run that was begun with a provider and goes on without one waits for it. */
function withoutProvider({ keepaSetting }: CatalogDeps): Failure {
  return { name: "Keepa.Rejected", message: say("keepa.noKey", { setting: keepaSetting }) };
}
