import { type CatalogRun, isCatalogRun, type RunStore, UNDER_WAY } from "../run/index.ts";
import type { Forecast, TokenLedger } from "../token-ledger/index.ts";
import { laneOf } from "./lane.ts";
import { type CatalogSummary, catalogSummaryOf } from "./summary.ts";

/** A catalog's run as it stands. */
export interface CatalogProgress {
  run: CatalogRun;
  summary: CatalogSummary;
  /** The account's tokens, and when those of the pending products will have been granted. */
  tokens: Forecast;
  /** When the run is expected to end, in ms; null where that is not known, or it has ended, or waits for somebody. */
  expectedAt: number | null;
}

/** The run of a tenant's catalog; null where the tenant has no such run, or it is of leads. */
export async function catalogRunOf(
  { tenantId, runId }: { tenantId: string; runId: string },
  { runs }: { runs: RunStore },
): Promise<CatalogRun | null> {
  const run = await runs.get({ runId });
  return run !== null && run.tenantId === tenantId && isCatalogRun(run) ? run : null;
}

/** How far a tenant's run is, and how long it will take by the account's tokens; null as {@link catalogRunOf}. */
export async function catalogProgress(
  input: { tenantId: string; runId: string },
  deps: { runs: RunStore; keepaTokens: Pick<TokenLedger, "forecast">; clock: { now(): number } },
): Promise<CatalogProgress | null> {
  const { runs, keepaTokens, clock } = deps;
  // In this order: a run that has ended is not shown with the counts of one that had not.
  const run = await catalogRunOf(input, deps);
  if (run === null) return null;
  const totals = await runs.totals({ runId: run.runId });
  const summary = catalogSummaryOf({ run, totals, now: clock.now() });
  const tokens = await keepaTokens.forecast({ tokens: summary.pending, lane: laneOf(run) });
  const isKnown = run.parse !== null && UNDER_WAY.includes(run.status);
  return { run, summary, tokens, expectedAt: isKnown ? tokens.readyAt : null };
}
