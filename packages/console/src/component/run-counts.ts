import type { RunView } from "../api/views.ts";
import type { Say } from "../i18n/i18n.ts";
import type { CountPart } from "./counts.tsx";

export type RunPart = CountPart & { key: keyof typeof SAID };

/** What became of a run's rows, or of a catalog's codes: the parts whose sum is {@link wholeOf}. Empty until its file has been read. */
export function partsOf(run: RunView): RunPart[] {
  if (run.counts === null) return [];
  if (run.flow === "lead-import") {
    const { created, updated, unchanged, superseded, duplicates, rejected, failed, pending } = run.counts;
    return [
      { key: "count.created", count: created, tone: "success" },
      { key: "count.updated", count: updated, tone: "info" },
      { key: "count.unchanged", count: unchanged, tone: "neutral" },
      { key: "count.superseded", count: superseded, tone: "neutral" },
      { key: "count.duplicates", count: duplicates, tone: "warning" },
      { key: "count.rejected", count: rejected, tone: "error" },
      { key: "count.failed", count: failed, tone: "error" },
      { key: "count.pending", count: pending, tone: "none" },
    ];
  }
  const { enriched, noData, rejected, pending } = run.counts;
  return [
    { key: "product.status.enriched", count: enriched, tone: "success" },
    { key: "product.status.noData", count: noData, tone: "warning" },
    { key: "product.status.rejected", count: rejected, tone: "error" },
    { key: "product.status.pending", count: pending, tone: "none" },
  ];
}

const SAID = {
  "count.created": "said.created",
  "count.updated": "said.updated",
  "count.unchanged": "said.unchanged",
  "count.superseded": "said.superseded",
  "count.duplicates": "said.duplicates",
  "count.rejected": "said.rejected",
  "count.failed": "said.failed",
  "count.pending": "said.pending",
  "product.status.enriched": "said.enriched",
  "product.status.noData": "said.noData",
  "product.status.rejected": "said.productsRejected",
  "product.status.pending": "said.productsPending",
} as const;

/** A part within a sentence, such as `2 duplicates`. */
export function partText({ key, count }: RunPart, t: Say): string {
  return t(SAID[key], { count });
}

/** Rows of a file of leads, products of a catalog. */
export function wholeOf(run: RunView): number {
  if (run.counts === null) return 0;
  return run.flow === "lead-import" ? run.counts.rows : run.counts.products;
}

/** Batches that are done with, of all. Those that failed are, until a retry does them again. */
export function progressOf({ batches, attempt }: RunView): { done: number; all: number } {
  const failed = attempt === 1 ? batches.failed : 0;
  return { done: batches.completed + failed, all: batches.all };
}

/** How long it took, or has taken so far, in milliseconds; null before it begins, and once an undo has set another end. */
export function tookOf({ startedAt, seconds, status }: RunView): number | null {
  if (startedAt === null || status === "UNDONE" || status === "UNDOING") return null;
  return seconds * 1000;
}

/** True where it changes by itself. */
export function isMoving({ status }: Pick<RunView, "status">): boolean {
  return status === "REGISTERED" || status === "RUNNING" || status === "UNDOING";
}
