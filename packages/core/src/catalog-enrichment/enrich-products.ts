import * as z from "zod";
import { isError, MillraceError } from "../error.ts";
import { KeepaError } from "../keepa/error.ts";
import type { ProductCode, ProductOutcome, ProductSource } from "../product/index.ts";
import { type CatalogRun, type Failure, NO_PRODUCTS, type ProductCounts } from "../run/index.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import {
  BUSY_MS,
  CatalogBatchInput,
  catalogRunOfBatch,
  countsOf,
  openCatalogRecord,
  pauseRun,
  reservationOf,
} from "./batch.ts";
import type { CatalogDeps } from "./deps.ts";
import { claimOnShelf, putOnShelf } from "./shelf.ts";
import { catalogOf, claimantOf, standingOf } from "./standing.ts";

/** Calls for one batch in one execution; a provider that fails them all is down. */
const MOST_CALLS = 6;
/** 5, 10, 20, 40 and 80 s before another call, where the provider names no time. */
const FIRST_WAIT_MS = 5_000;
/** A call takes a minute at most and must end before its reservation does. */
const CALL_MS = 65_000;

export const EnrichProductsInput = CatalogBatchInput.extend({
  expiresAt: z.number().nullable(),
  /** How often the state machine has tried this step again: whether an earlier try made the call nobody knows. */
  retry: z.number().int().nonnegative().default(0),
});
export type EnrichProductsInput = z.infer<typeof EnrichProductsInput>;

/** The batch is done, or goes back to reserve the tokens of another call. */
export type EnrichOutput =
  | ({ batchId: string; state: "done" } & ProductCounts)
  | (CatalogBatchInput & { state: "waiting"; until: string });

/**
 * Asks the provider about what is open of a batch, in one call, and keeps the answers. For one reservation one call is made, never two. What is
 * answered is kept before anything else, so that a batch that is done again pays for nothing it has.
 *
 * @throws Run.Paused when no later call would be answered either; Keepa.* when the batch has failed; Run.Cancelled; Store.Throttled
 */
export const enrichProducts = step(
  EnrichProductsInput,
  async (input, deps: CatalogDeps): Promise<EnrichOutput> => {
    const { runId, batch, expiresAt, retry } = input;
    const { runs, products, clock, keepa, keepaTokens } = deps;
    const run = await catalogRunOfBatch(input, deps);
    const done = await runs.getBatch({ runId, batchId: batch.batchId });
    if (done?.status === "COMPLETED") return outputOf(batch.batchId, done.products ?? NO_PRODUCTS);

    const { open, products: known } = await standingOf({ run, batch, deps });
    let after = known;
    let figures: Answer["tokens"] = null;
    let isWhole = true;
    if (open.length > 0) {
      const mayCall = retry === 0 && expiresAt !== null && clock.now() + CALL_MS <= expiresAt;
      if (keepa === null || !mayCall) {
        // Certainly unused only where this is the first try.
        if (retry === 0) await keepaTokens.release({ id: reservationOf(input) });
        return again({ input, run, open, waitMs: 0, deps });
      }
      if (run.halted !== null) {
        await keepaTokens.release({ id: reservationOf(input) });
        return pauseRun({ run, input, reason: run.halted, deps });
      }
      const until = clock.now() + CALL_MS;
      const mine = await claimOnShelf({ run, codes: open, by: claimantOf(input), until, deps });
      if (mine.length === 0) {
        await keepaTokens.release({ id: reservationOf(input) });
        return waiting({ input, call: input.call, until: clock.now() + BUSY_MS });
      }
      isWhole = mine.length === open.length;
      const answer = await ask({ input, run, open: mine, keepa, deps });
      if ("state" in answer) return answer;
      figures = answer.tokens;
      const outcomes = outcomesOf(answer, clock.now());
      await putOnShelf({ run, outcomes, deps });
      const changed = await products.update({ ...catalogOf(run), outcomes });
      const byCode = new Map([...known, ...changed].map((product) => [product.code, product]));
      after = [...byCode.values()];
    } else if (expiresAt !== null && retry === 0) {
      // Another run has been answered meanwhile.
      await keepaTokens.release({ id: reservationOf(input) });
    }
    const record = await openCatalogRecord(input, deps);
    const tokens = record.products.tokens + (figures?.consumed ?? 0);
    const counts = { ...countsOf(after), tokens };
    const status = isWhole ? "COMPLETED" : "PENDING";
    await runs.putBatch({ ...record, status, products: counts, finishedAt: clock.now() });
    if (figures !== null) await keepaTokens.settle({ id: reservationOf(input), tokens: figures });
    // The rest is asked about by another run just now: its answers are there when this batch looks again.
    if (!isWhole) return waiting({ input, call: input.call + 1, until: clock.now() + BUSY_MS });
    deps.log.info("batch enriched", { runId, batchId: batch.batchId, rows: batch.rows, ...counts });
    return outputOf(batch.batchId, counts);
  },
);

type Answer = Awaited<ReturnType<ProductSource["fetchProducts"]>>;

interface Asking {
  input: EnrichProductsInput;
  run: CatalogRun;
  open: ProductCode[];
  deps: CatalogDeps;
}

/** Makes the call. Where it is refused, the ledger is told what is known of the tokens. */
async function ask(
  asking: Asking & { keepa: NonNullable<CatalogDeps["keepa"]> },
): Promise<Answer | EnrichOutput> {
  const { input, run, open, keepa, deps } = asking;
  const id = reservationOf(input);
  try {
    return await keepa.fetchProducts({ codes: open, marketplace: run.options.marketplace });
  } catch (error) {
    if (!(error instanceof KeepaError)) throw error;
    const reason: Failure = { name: error.name, message: error.message };
    deps.log.warn(say("log.keepa"), {
      runId: run.runId,
      batchId: input.batch.batchId,
      errorName: error.name,
    });
    if (error.tokens !== null) {
      await deps.keepaTokens.settle({ id, tokens: error.tokens });
      await addTokens(asking, error.tokens.consumed);
    } else if (isRefusal(error)) {
      await deps.keepaTokens.release({ id });
    }
    if (isFinal(error)) return pauseRun({ run, input, reason, deps });
    if (!error.retryable || input.call + 1 >= MOST_CALLS) throw error;
    // Where the ledger knows how the account stands it says when; a turn in its queue is better than a wait outside.
    const known = isError(error, "Keepa.OutOfTokens") && error.tokens !== null;
    const backoff = FIRST_WAIT_MS * 2 ** input.call;
    return again({ ...asking, reason, waitMs: known ? 0 : Math.max(error.retryAfterMs ?? 0, backoff) });
  }
}

/** Keepa refuses before it works: such a call has cost nothing. */
function isRefusal({ name }: KeepaError): boolean {
  return ["Keepa.PaymentRequired", "Keepa.InvalidRequest", "Keepa.OutOfRange"].includes(name);
}

/** Refused for what every later call would bring too: the plan, or a key that Keepa does not know and names no account for. */
function isFinal({ name, tokens }: KeepaError): boolean {
  if (name === "Keepa.PaymentRequired") return true;
  return tokens === null && (name === "Keepa.InvalidRequest" || name === "Keepa.Rejected");
}

/** Notes what a call has cost that brought nothing. */
async function addTokens({ input, deps }: Asking, consumed: number): Promise<void> {
  if (consumed === 0) return;
  const record = await openCatalogRecord(input, deps);
  const products = { ...record.products, tokens: record.products.tokens + consumed };
  await deps.runs.putBatch({ ...record, products });
}

/** Sends the batch back to reserve anew: the reservation it had is used, or nobody knows. @throws Keepa.Unavailable in the end */
async function again(asking: Asking & { waitMs: number; reason?: Failure }): Promise<EnrichOutput> {
  const { input, run, open, waitMs, reason, deps } = asking;
  const { call } = input;
  if (call + 1 >= MOST_CALLS) {
    throw new MillraceError("Keepa.Unavailable", say("keepa.unknownFate"));
  }
  const at = deps.clock.now();
  const until = at + waitMs;
  if (reason !== undefined) {
    await deps.products.update({
      ...catalogOf(run),
      outcomes: open.map(({ code }): ProductOutcome => {
        return { code, at, status: "pending", reason: reason.name, until };
      }),
    });
  }
  return waiting({ input, call: call + 1, until });
}

function waiting(given: { input: EnrichProductsInput; call: number; until: number }): EnrichOutput {
  const { input, call, until } = given;
  const { runId, batch, execution } = input;
  return { runId, batch, execution, call, state: "waiting", until: new Date(until).toISOString() };
}

function outcomesOf({ products }: Answer, at: number): ProductOutcome[] {
  return [...products].map(([code, answer]) =>
    answer.status === "found"
      ? { code, at, status: "enriched", fields: answer.fields }
      : { code, at, status: answer.status, reason: answer.reason },
  );
}

function outputOf(batchId: string, counts: ProductCounts): EnrichOutput {
  return { batchId, state: "done", ...counts };
}
