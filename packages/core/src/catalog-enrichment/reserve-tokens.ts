import type { ProductOutcome } from "../product/index.ts";
import type { Failure } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import { BUSY_MS, CatalogBatchInput, catalogRunOfBatch, pauseRun, reservationOf } from "./batch.ts";
import type { CatalogDeps } from "./deps.ts";
import { laneOf } from "./lane.ts";
import { catalogOf, standingOf } from "./standing.ts";

/** What the machine goes on with: the call may be made, or the batch waits. */
export type ReserveOutput = CatalogBatchInput &
  (
    | { state: "granted" /** In ms; null where there is nothing to ask. */; expiresAt: number | null }
    | { state: "waiting" /** ISO 8601: what a Wait state takes. */; until: string }
  );

/**
 * Reserves the tokens of a batch's call, or says when to come back. What is fresh leaves before: a batch of which nothing is left to ask about
 * needs no tokens.
 *
 * @throws Run.Paused when the provider may not be asked; Run.Cancelled; Store.Throttled
 */
export const reserveTokens = step(
  CatalogBatchInput,
  async (input, deps: CatalogDeps): Promise<ReserveOutput> => {
    const { runId, batch } = input;
    const { clock, keepa, keepaTokens, products } = deps;
    const run = await catalogRunOfBatch(input, deps);
    const { open, isBusy } = await standingOf({ run, batch, deps });
    const id = reservationOf(input);
    if (open.length === 0) {
      await keepaTokens.release({ id });
      return { ...input, state: "granted", expiresAt: null };
    }
    if (run.halted !== null || keepa === null) {
      await keepaTokens.release({ id });
      return pauseRun({ run, input, reason: run.halted ?? withoutProvider(deps), deps });
    }
    if (isBusy) {
      await keepaTokens.release({ id });
      return { ...input, state: "waiting", until: new Date(clock.now() + BUSY_MS).toISOString() };
    }
    const reservation = await keepaTokens.reserve({ id, need: keepa.price(open), lane: laneOf(run) });
    if (reservation.state === "granted") {
      return { ...input, state: "granted", expiresAt: reservation.expiresAt };
    }
    const { until } = reservation;
    await products.update({
      ...catalogOf(run),
      outcomes: open.map(({ code }): ProductOutcome => {
        return { code, at: clock.now(), status: "pending", reason: "tokens.wait", until };
      }),
    });
    deps.log.info("batch waits for tokens", { runId, batchId: batch.batchId, ms: until - clock.now() });
    return { ...input, state: "waiting", until: new Date(until).toISOString() };
  },
);

/** A run that was begun with a provider and goes on without one waits for it. */
function withoutProvider({ keepaSetting }: CatalogDeps): Failure {
  return { name: "Keepa.Rejected", message: say("keepa.noKey", { setting: keepaSetting }) };
}
