import { readText } from "../object/index.ts";
import {
  isAwaited,
  isClaimed,
  type Product,
  type ProductCode,
  type ProductOutcome,
} from "../product/index.ts";
import type { CatalogRun } from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { parseLines } from "../run-file/row.ts";
import type { BatchInput } from "../run-lifecycle/batch.ts";
import type { CatalogDeps } from "./deps.ts";
import { CatalogRow } from "./row.ts";
import { isFresh, onShelf } from "./shelf.ts";

/** A batch's products as they stand. */
export interface Standing {
  products: Product[];
  /** Those the provider is to be asked about. */
  open: ProductCode[];
  /** True where another run is asking about some of these just now. */
  isBusy: boolean;
  /** Where other runs wait for tokens to ask about all of these: when the last of them will have asked, in ms. Else null. */
  awaitedUntil: number | null;
}

/** The key of a run's catalog. */
export function catalogOf(run: CatalogRun): { tenantId: string; catalogId: string } {
  return { tenantId: run.tenantId, catalogId: run.options.catalogId };
}

/** Who claims the products of a batch: every try of it is the same one. */
export function claimantOf({ runId, batch }: BatchInput): string {
  return `${runId}/${batch.batchId}`;
}

/** The run of a claimant. */
function runOfClaimant(by: string): string {
  return by.split("/")[0] ?? "";
}

/**
 * Reads how the products of a batch stand. Who is fresh, or was answered for this file already, is not asked about again; who is fresh in
 * another catalog of the tenant is given the answer from there.
 */
export async function standingOf(input: {
  run: CatalogRun;
  batch: BatchInput["batch"];
  deps: CatalogDeps;
}): Promise<Standing> {
  const { run, batch, deps } = input;
  const range = { start: batch.offset, end: batch.offset + batch.bytes };
  const text = await readText({ objects: deps.objects, key: runKeys.rows(run.runId), range });
  const codes = parseLines(CatalogRow, text).map(({ code, kind }): ProductCode => ({ code, kind }));
  const products = await deps.products.get({ ...catalogOf(run), codes: codes.map(({ code }) => code) });
  const known = byCode(products);
  const now = deps.clock.now();
  const wanted = codes.filter(({ code }) => {
    const product = known.get(code);
    return product === undefined || isOpen({ product, run, now });
  });
  if (wanted.length === 0) return { products, open: [], isBusy: false, awaitedUntil: null };
  const shelf = byCode(await onShelf({ run, codes: wanted, deps }));
  const answers = [...shelf.values()].flatMap((product) => answerOf(product, now));
  const answered = byCode(await deps.products.update({ ...catalogOf(run), outcomes: answers }));
  const open = wanted.filter(({ code }) => !answered.has(code));
  const by = claimantOf({ runId: run.runId, batch });
  const isBusy = open.some(({ code }) => {
    const product = shelf.get(code);
    return product !== undefined && isClaimed(product, { by, at: now });
  });
  const awaitedUntil = await awaited({ products: open.map(({ code }) => shelf.get(code)), by, now, deps });
  return { products: [...new Map([...known, ...answered]).values()], open, isBusy, awaitedUntil };
}

/** When other runs will have asked about all of these; null where there is one that nobody waits for. */
async function awaited(input: {
  products: (Product | undefined)[];
  by: string;
  now: number;
  deps: CatalogDeps;
}): Promise<number | null> {
  const { products, by, now, deps } = input;
  const claims = products.flatMap((product) =>
    product?.claim !== undefined && isAwaited(product, { by, at: now }) ? [product.claim] : [],
  );
  if (claims.length === 0 || claims.length < products.length) return null;
  // Whoever was cancelled or paused will not ask.
  for (const runId of new Set(claims.map(({ by: claimant }) => runOfClaimant(claimant)))) {
    const run = await deps.runs.get({ runId });
    if (run?.status !== "RUNNING" || run.halted !== null) return null;
  }
  return Math.max(...claims.map(({ from = now }) => from));
}

function byCode(products: readonly Product[]): Map<string, Product> {
  return new Map(products.map((product) => [product.code, product]));
}

/** True for a product that the provider is to be asked about for this run, if no other catalog knows it. */
function isOpen({ product, run, now }: { product: Product; run: CatalogRun; now: number }): boolean {
  if (isFresh(product, now) && product.fields.marketplace === run.options.marketplace) return false;
  // A file that names a product again makes it pending: what is not was answered for this file.
  return product.status === "pending" || product.status === "enriched";
}

/** What the shelf says of a product, for a catalog that does not have it: nothing where it is not fresh. */
function answerOf(product: Product, now: number): ProductOutcome[] {
  const { code, fields, enrichedAt } = product;
  if (enrichedAt === null || !isFresh(product, now)) return [];
  return [{ code, at: now, status: "enriched", fields, enrichedAt }];
}
