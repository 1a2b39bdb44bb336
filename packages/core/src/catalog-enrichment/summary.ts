import type { BatchTotals, CatalogRun, RunStatus } from "../run/index.ts";

/**
 * A catalog's run in numbers. rows = products + duplicates, and products = enriched + noData + rejected + pending.
 */
export interface CatalogSummary {
  runId: string;
  catalogId: string;
  status: RunStatus;
  rows: number;
  /** Rows that name a product an earlier row has named. */
  duplicates: number;
  products: number;
  enriched: number;
  noData: number;
  /** Rows without a product code that holds, and products the provider refuses. */
  rejected: number;
  /** To be asked about, now or by a retry. */
  pending: number;
  batches: number;
  failedBatches: number;
  /** By the provider's own figures. */
  tokensSpent: number;
  seconds: number;
}

/** Sums up a run from its record and its batches; before its file is parsed all counts are zero. */
export function catalogSummaryOf(input: {
  run: CatalogRun;
  totals: BatchTotals;
  now: number;
}): CatalogSummary {
  const { run, totals, now } = input;
  const { rows = 0, duplicates = 0, batches = 0 } = run.parse ?? {};
  const { enriched, noData, tokens } = totals.products;
  const products = rows - duplicates;
  const rejected = (run.parse?.rejected ?? 0) + totals.products.rejected;
  const elapsed = run.startedAt === null ? 0 : (run.finishedAt ?? now) - run.startedAt;
  return {
    runId: run.runId,
    catalogId: run.options.catalogId,
    status: run.status,
    rows,
    duplicates,
    products,
    enriched,
    noData,
    rejected,
    pending: products - enriched - noData - rejected,
    batches,
    failedBatches: totals.failed,
    tokensSpent: tokens,
    seconds: elapsed / 1000,
  };
}
