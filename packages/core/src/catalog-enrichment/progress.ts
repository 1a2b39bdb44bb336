import { type BatchTotals, type CatalogRun, UNDER_WAY } from "../run/index.ts";
import type { Forecast, TokenLedger } from "../token-ledger/index.ts";
import { laneOf } from "./lane.ts";
import { type CatalogSummary, catalogSummaryOf } from "./summary.ts";

/** A catalog's run as it stands. */
export interface CatalogProgress {
  summary: CatalogSummary;
  /** The account's tokens, and when those of the pending products will have been granted. */
  tokens: Forecast;
  /** When the run is expected to end, in ms; null where that is not known, or it has ended, or waits for somebody. */
  expectedAt: number | null;
}

/**
 * How far a run is, and how long it will take by the account's tokens.
 *
 * @param input.totals - read after the run: one that has ended is not to be shown with the counts of one that had not
 */
export async function catalogProgress(
  { run, totals }: { run: CatalogRun; totals: BatchTotals },
  { keepaTokens, clock }: { keepaTokens: Pick<TokenLedger, "forecast">; clock: { now(): number } },
): Promise<CatalogProgress> {
  const summary = catalogSummaryOf({ run, totals, now: clock.now() });
  const tokens = await keepaTokens.forecast({
    ...{ tokens: summary.pending, lane: laneOf(run), areAsked: true },
  });
  const isKnown = run.parse !== null && UNDER_WAY.includes(run.status);
  return { summary, tokens, expectedAt: isKnown ? tokens.readyAt : null };
}
