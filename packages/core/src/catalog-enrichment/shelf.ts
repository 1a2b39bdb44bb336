import type { Clock } from "../clock/index.ts";
import type { Product, ProductCode, ProductOutcome, ProductStore } from "../product/index.ts";
import type { CatalogOptions, CatalogRun } from "../run/index.ts";
import type { CatalogDeps } from "./deps.ts";

/** A provider's data are paid for once in so long. */
export const FRESH_MS = 24 * 60 * 60 * 1000;

/** So many products are held in memory at once: with their texts a few hundred KB. */
const GET_AT_ONCE = 500;

/** Whose products are meant, and in which shop. */
type Owner = Pick<CatalogRun, "tenantId"> & {
  options: Pick<CatalogOptions, "catalogId" | "provider" | "marketplace">;
};

/**
 * Where a tenant's catalogs find what any of them was answered, and who is asking just now: a catalog of its own for each provider
 * and marketplace. Its id is one that no uploader's catalog can have.
 */
function shelfOf({ tenantId, options }: Owner): { tenantId: string; catalogId: string } {
  return { tenantId, catalogId: `~${options.provider}.${options.marketplace}` };
}

/** True where the provider's data need not be paid for again. */
export function isFresh({ enrichedAt }: Product, now: number): boolean {
  return enrichedAt !== null && now - enrichedAt < FRESH_MS;
}

/** Those of a catalog's codes that need not be paid for again, because it or another catalog of the tenant knows them. */
export async function freshCodes(
  input: Owner & { codes: readonly ProductCode[] },
  { products, clock }: { products: Pick<ProductStore, "get">; clock: Clock },
): Promise<Set<string>> {
  const { tenantId, options, codes } = input;
  const { catalogId, marketplace } = options;
  const now = clock.now();
  const fresh = new Set<string>();
  for (let at = 0; at < codes.length; at += GET_AT_ONCE) {
    const portion = codes.slice(at, at + GET_AT_ONCE).map(({ code }) => code);
    const own = await products.get({ tenantId, catalogId, codes: portion });
    const others = await products.get({ ...shelfOf(input), codes: portion });
    for (const product of [...own.filter(({ fields }) => fields.marketplace === marketplace), ...others])
      if (isFresh(product, now)) fresh.add(product.code);
  }
  return fresh;
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
 * @param input.from - in ms; when the call will be made, of who waits for its tokens. Who has tokens before may make it all the same
 * @param input.until - in ms; nobody else is to ask about them before
 * @returns those that are `by`'s to ask about
 */
export async function claimOnShelf(input: {
  run: CatalogRun;
  codes: readonly ProductCode[];
  by: string;
  from?: number;
  until: number;
  deps: CatalogDeps;
}): Promise<ProductCode[]> {
  const { run, codes, by, until, from, deps } = input;
  const claim = { status: "claimed", by, until, ...(from === undefined ? {} : { from }) } as const;
  const shelf = shelfOf(run);
  const at = deps.clock.now();
  // Put by the same "run" always: what is there stays as it is.
  const named = { ...shelf, row: 0, runId: shelf.catalogId, status: "pending" } as const;
  await deps.products.put({ products: codes.map((code) => ({ ...named, ...code })), at });
  const products = await deps.products.update({
    ...shelf,
    outcomes: codes.map(({ code }): ProductOutcome => ({ code, at, ...claim })),
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
