import type { Product, ProductField, ProductFields } from "./product.ts";

/** A product as a catalog's file names it. */
export type NewProduct = Pick<Product, "tenantId" | "catalogId" | "code" | "kind" | "row" | "runId"> &
  ({ status: "pending" } | { status: "rejected"; reason: string });

/**
 * What has become of a product; `at` is when that was known, in ms, and `enrichedAt` when the provider said it, where that was not just
 * then.
 */
export type ProductOutcome = {
  code: string;
  at: number;
} & (
  | { status: "enriched"; fields: ProductFields; enrichedAt?: number }
  | { status: "noData" | "rejected"; reason: string; sample?: ProductFields }
  | { status: "pending"; reason: string; until: number | null; sample?: ProductFields }
  /** Nothing yet: `by` is about to ask the provider, or will at `from`, and nobody else is to until then. */
  | { status: "claimed"; by: string; until: number; from?: number }
);

/**
 * A product when a file names it, again or for the first time. What is known stays; one that is enriched stays so. Put again by
 * the same run nothing changes.
 */
export function namedAgain(before: Product | null, named: NewProduct, at: number): Product {
  if (before !== null && before.runId === named.runId) return before;
  const { tenantId, catalogId, code, kind, row, runId, status } = named;
  const reason = named.status === "rejected" ? named.reason : null;
  const known = before ?? { fields: {}, sampled: [], source: null, enrichedAt: null };
  return {
    ...{ tenantId, catalogId, code, kind, row, runId },
    ...(before?.status === "enriched" ? { status: "enriched", reason: null } : { status, reason }),
    pendingUntil: null,
    ...{ fields: known.fields, sampled: known.sampled, source: known.source, enrichedAt: known.enrichedAt },
    updatedAt: at,
    ...(before?.claim === undefined ? {} : { claim: before.claim }),
  };
}

/**
 * A product after an outcome. The provider's data replace all that was there, sample values too; sample values fill only fields that are
 * empty, each marked, and change no status. An outcome from before the data that are there is late, and changes nothing. A claim stands until the provider has answered, or its time is over;
 * somebody else's meanwhile changes nothing.
 */
export function afterOutcome(before: Product, outcome: ProductOutcome): Product {
  if (before.enrichedAt !== null && outcome.at < before.enrichedAt) return before;
  const { at } = outcome;
  if (outcome.status === "claimed") {
    const { by, until, from } = outcome;
    if (isClaimed(before, { by, at }) || (from !== undefined && isAwaited(before, { by, at }))) return before;
    return { ...before, claim: { by, until, ...(from === undefined ? {} : { from }) } };
  }
  const { claim: _, ...unclaimed } = before;
  if (outcome.status === "enriched") {
    const { fields, enrichedAt = at } = outcome;
    return {
      ...unclaimed,
      ...{ status: "enriched", reason: null, pendingUntil: null },
      ...{ fields, sampled: [], source: "keepa", enrichedAt, updatedAt: at },
    };
  }
  return {
    ...(outcome.status === "pending" ? before : unclaimed),
    ...withSample(before, outcome.sample ?? {}),
    status: outcome.status,
    reason: outcome.reason,
    pendingUntil: outcome.status === "pending" ? outcome.until : null,
    updatedAt: at,
  };
}

/** True where somebody else than `by` is asking about the product. */
export function isClaimed({ claim }: Product, { by, at }: { by: string; at: number }): boolean {
  return claim !== undefined && claim.from === undefined && claim.by !== by && at < claim.until;
}

/** True where somebody else waits for the tokens to ask about the product. Who has tokens need not mind. */
export function isAwaited({ claim }: Product, { by, at }: { by: string; at: number }): boolean {
  return claim?.from !== undefined && claim.by !== by && at < claim.until;
}

function withSample(
  { fields, sampled, source }: Product,
  sample: ProductFields,
): Pick<Product, "fields" | "sampled" | "source"> {
  const isReal = (field: string) => field in fields && !sampled.some((name) => name === field);
  const values = Object.fromEntries(Object.entries(sample).filter(([field]) => !isReal(field)));
  const names = Object.keys(values) as ProductField[];
  if (names.length === 0) return { fields, sampled, source };
  return {
    fields: { ...fields, ...values },
    sampled: [...new Set([...sampled, ...names])],
    source: "sample",
  };
}
