import * as z from "zod";
import { MillraceError } from "../error.ts";
import { currencyOf } from "../keepa/marketplace.ts";
import { type Product, type ProductOutcome, sampleFields } from "../product/index.ts";
import {
  type BatchRecord,
  type CatalogRun,
  type Failure,
  isCatalogRun,
  NO_PRODUCTS,
  type ProductCounts,
} from "../run/index.ts";
import { BatchInput, emptyRecord } from "../run-lifecycle/batch.ts";
import { say } from "../sentence/index.ts";
import type { CatalogDeps } from "./deps.ts";
import { catalogOf, standingOf } from "./standing.ts";

/** When to look again at a product that another run is asking about: a call takes seconds. */
export const BUSY_MS = 5_000;

/** What the steps of a batch are given, from one to the next. */
export const CatalogBatchInput = BatchInput.extend({
  /** How many calls were made, or given up, for this batch in this execution. */
  call: z.number().int().nonnegative().default(0),
  /** Tells this execution from one that was there before it: when it began. */
  execution: z.string().default(""),
});
export type CatalogBatchInput = z.infer<typeof CatalogBatchInput>;

/**
 * The run of a batch, if it may still go on.
 *
 * @throws Run.NotFound; Run.Cancelled
 */
export async function catalogRunOfBatch(
  { runId }: { runId: string },
  { runs }: CatalogDeps,
): Promise<CatalogRun> {
  const run = await runs.get({ runId });
  if (run === null || !isCatalogRun(run))
    throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  if (run.status !== "RUNNING") throw new MillraceError("Run.Cancelled", say("run.stopped", { run: runId }));
  return run;
}

/** The name of one call's reservation. No two calls share one, whoever has died in between. */
export function reservationOf({ runId, batch, execution, call }: CatalogBatchInput): string {
  return [runId, batch.batchId, execution, call].join("/");
}

/** The record a try of a batch begins with: what earlier tries have cost is not forgotten. */
export async function openCatalogRecord(
  { runId, batch }: BatchInput,
  { runs, clock }: CatalogDeps,
): Promise<BatchRecord & { products: ProductCounts }> {
  const before = await runs.getBatch({ runId, batchId: batch.batchId });
  return { ...emptyRecord({ runId, batch }, clock.now()), products: before?.products ?? NO_PRODUCTS };
}

/** How products stand, in numbers. */
export function countsOf(products: readonly Product[]): Omit<ProductCounts, "tokens"> {
  const count = (status: Product["status"]) => products.filter((product) => product.status === status).length;
  return { enriched: count("enriched"), noData: count("noData"), rejected: count("rejected") };
}

/**
 * Leaves a batch with its products as they are: those that are open wait, for a known reason. Where the run allows it their empty
 * fields get sample values.
 */
export async function leaveOpen(input: {
  run: CatalogRun;
  input: BatchInput;
  status: "PENDING" | "FAILED";
  reason: Failure;
  deps: CatalogDeps;
}): Promise<void> {
  const { run, status, reason, deps } = input;
  const { batch } = input.input;
  const before = await standingOf({ run, batch, deps });
  const at = deps.clock.now();
  const currency = currencyOf(run.options.marketplace);
  const changed = await deps.products.update({
    ...catalogOf(run),
    outcomes: before.open.map(({ code }): ProductOutcome => {
      const sample = run.options.sample ? { sample: sampleFields({ code, currency }) } : {};
      return { code, at, status: "pending", reason: reason.name, until: null, ...sample };
    }),
  });
  const after = new Map([...before.products, ...changed].map((product) => [product.code, product]));
  const record = await openCatalogRecord(input.input, deps);
  const products = { ...countsOf([...after.values()]), tokens: record.products.tokens };
  await deps.runs.putBatch({ ...record, status, products, error: reason });
}

/** Leaves a batch waiting and has later batches not ask at all. */
export async function pauseRun(input: {
  run: CatalogRun;
  input: BatchInput;
  reason: Failure;
  deps: CatalogDeps;
}): Promise<never> {
  const { run, reason, deps } = input;
  await deps.runs.update({ runId: run.runId, set: { halted: reason } });
  await leaveOpen({ ...input, status: "PENDING" });
  throw new MillraceError(
    "Run.Paused",
    say("batch.waits", { batch: input.input.batch.batchId, reason: reason.message }),
  );
}
