import type { Product, ProductCode, ProductOutcome } from "../product/index.ts";
import type { CatalogRun } from "../run/index.ts";
import type { CatalogDeps } from "./deps.ts";

/** A provider's data are paid for once in so long. */
export const FRESH_MS = 24 * 60 * 60 * 1000;

/**
 * Where a tenant's catalogs find what any of them was answered, and who is asking just now: a catalog of its own for each provider
 * and marketplace. Its id is one that no uploader's catalog can have.
 */
function shelfOf({ tenantId, options }: CatalogRun): { tenantId: string; catalogId: string } {
  return { tenantId, catalogId: `~${options.provider}.${options.marketplace}` };
}

/** True where the provider's data need not be paid for again. */
export function isFresh({ enrichedAt }: Product, now: number): boolean {
  return enrichedAt !== null && now - enrichedAt < FRESH_MS;
}

/** What the shelf of a run holds of these codes. */
export function onShelf(input: {
  run: CatalogRun;
  codes: readonly ProductCode[];
  deps: CatalogDeps;
}): Promise<Product[]> {
  const { run, codes, deps } = input;
  return deps.products.get({ ...shelfOf(run), codes: codes.map(({ code }) => code) });
}

/**
 * Claims products for a call, so that two runs do not both pay for them, of whichever catalogs of the tenant they are.
 *
 * @param input.until - in ms; nobody else is to ask about them before
 * @returns those that are `by`'s to ask about
 */
export async function claimOnShelf(input: {
  run: CatalogRun;
  codes: readonly ProductCode[];
  by: string;
  until: number;
  deps: CatalogDeps;
}): Promise<ProductCode[]> {
  const { run, codes, by, until, deps } = input;
  const shelf = shelfOf(run);
  const at = deps.clock.now();
  // Put by the same "run" always: what is there stays as it is.
  const named = { ...shelf, row: 0, runId: shelf.catalogId, status: "pending" } as const;
  await deps.products.put({ products: codes.map((code) => ({ ...named, ...code })), at });
  const products = await deps.products.update({
    ...shelf,
    outcomes: codes.map(({ code }): ProductOutcome => ({ code, at, status: "claimed", by, until })),
  });
  const mine = new Set(
    products.filter((product) => product.claim?.by === by && !isFresh(product, at)).map(({ code }) => code),
  );
  return codes.filter(({ code }) => mine.has(code));
}

/** Puts what the provider has answered on the shelf, and ends the claims. */
export async function putOnShelf(input: {
  run: CatalogRun;
  outcomes: ProductOutcome[];
  deps: CatalogDeps;
}): Promise<void> {
  await input.deps.products.update({ ...shelfOf(input.run), outcomes: input.outcomes });
}
