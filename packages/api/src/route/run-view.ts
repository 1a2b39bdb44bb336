import { catalogProgress } from "@millrace/core/catalog-enrichment";
import type { Clock } from "@millrace/core/clock";
import { isUndoable, summaryOf } from "@millrace/core/lead-import";
import {
  type BatchRecord,
  type BatchTotals,
  type CatalogRun,
  type FlowOfRun,
  isCatalogRun,
  isLeadRun,
  type LeadRun,
  NO_PRODUCTS,
  type Run,
  type RunStore,
} from "@millrace/core/run";
import { indexOfBatch } from "@millrace/core/run-file";
import { isCancellable, isRetryable } from "@millrace/core/run-lifecycle";
import { told } from "@millrace/core/sentence";
import type { TokenLedger } from "@millrace/core/token-ledger";
import type * as z from "zod";
import type { BatchView, CatalogRunView, LeadRunView, RunView } from "../contract/run-views.ts";
import { toldFailure } from "../told.ts";

/** What a run is shown with. */
export interface ViewDeps {
  runs: Pick<RunStore, "totals">;
  keepaTokens: Pick<TokenLedger, "forecast">;
  clock: Clock;
}

/** A run that was just read, as it is answered. */
export async function shownRun(run: Run, deps: ViewDeps): Promise<z.infer<typeof RunView>> {
  // After the run: one that has ended is not shown with the counts of one that had not.
  const totals = await deps.runs.totals({ runId: run.runId });
  if (isCatalogRun(run)) return shownCatalogRun({ run, totals }, deps);
  if (isLeadRun(run)) return shownLeadRun({ run, totals }, deps);
  throw new Error(`run ${run.runId} is of no flow`);
}

function shownLeadRun(
  { run, totals }: { run: LeadRun; totals: BatchTotals },
  { clock }: ViewDeps,
): z.infer<typeof LeadRunView> {
  const now = clock.now();
  const summary = summaryOf({ run, totals, now });
  const { rows, created, updated, unchanged, superseded } = summary;
  const { duplicates, rejected, failed, pending, skipped } = summary;
  const outcomes = { rows, created, updated, unchanged, superseded };
  return {
    flow: "lead-import",
    ...commonOf({ run, totals, now }),
    seconds: summary.seconds,
    options: run.options,
    counts: run.parse === null ? null : { ...outcomes, duplicates, rejected, failed, pending, skipped },
    model: run.model,
  };
}

async function shownCatalogRun(
  { run, totals }: { run: CatalogRun; totals: BatchTotals },
  deps: ViewDeps,
): Promise<z.infer<typeof CatalogRunView>> {
  const { summary, tokens, expectedAt } = await catalogProgress({ run, totals }, deps);
  const { rows, duplicates, products, enriched, noData, rejected, pending } = summary;
  const { batches, failedBatches, tokensSpent, seconds } = summary;
  const fates = { products, enriched, noData, rejected, pending };
  const { catalogId, provider, marketplace, user } = run.options;
  return {
    flow: "catalog-enrichment",
    ...commonOf({ run, totals, now: deps.clock.now() }),
    ...{ seconds, catalogId, provider, marketplace, user, expectedAt },
    counts: run.parse === null ? null : { rows, duplicates, ...fates, batches, failedBatches },
    tokens: { spent: tokensSpent, left: tokens.free, perMinute: tokens.rate },
  };
}

function commonOf({ run, totals, now }: { run: Run; totals: BatchTotals; now: number }) {
  const { runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt } = run;
  const { completed, failed, pending } = totals;
  return {
    ...{ runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt },
    ...{ halted: run.halted && toldFailure(run.halted), error: run.error && toldFailure(run.error) },
    can: [
      ...(isRetryable(run) ? ["retry" as const] : []),
      ...(isCancellable(run) ? ["cancel" as const] : []),
      ...(isUndoable({ run, now }) ? ["undo" as const] : []),
    ],
    reading: readingOf(run.parse),
    batches: { all: run.parse?.batches ?? 0, completed, failed, pending },
  };
}

function readingOf(parse: Run["parse"]): z.infer<typeof LeadRunView>["reading"] {
  if (parse === null) return null;
  const { rows: _, duplicates: __, rejected: ___, batches: ____, notes, ...reading } = parse;
  return { ...reading, notes: notes.map(told) };
}

/** A batch's record as it is answered. */
export function shownBatch(batch: BatchRecord, flow: FlowOfRun): z.infer<typeof BatchView> {
  const { batchId, status, rows, startedAt, finishedAt } = batch;
  const error = batch.error && toldFailure(batch.error);
  const common = { batchId, index: indexOfBatch(batchId), status, error, startedAt, finishedAt };
  if (flow === "lead-import") {
    const { created, updated, unchanged, superseded, model } = batch;
    const outcomes = { rows, created, updated, unchanged, superseded };
    return { flow, ...common, ...outcomes, costUsd: model.costUsd };
  }
  const { enriched, noData, rejected, tokens } = batch.products ?? NO_PRODUCTS;
  const pending = rows - enriched - noData - rejected;
  return { flow, ...common, products: rows, enriched, noData, rejected, pending, tokens };
}
