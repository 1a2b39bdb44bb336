/** The seed's default. */
const DEFAULT_SIZE = 20;

/** The seed's table: what it recommends for catalogs of up to so many products. */
const RECOMMENDED: readonly { upTo: number; from: number; to: number }[] = [
  { upTo: 99, from: 10, to: 15 },
  { upTo: 500, from: 15, to: 25 },
  { upTo: 1_000, from: 20, to: 30 },
  { upTo: Number.POSITIVE_INFINITY, from: 25, to: 40 },
];

/**
 * How many products a batch has where nobody says so: the default, or what the table allows nearest to it.
 *
 * @example
 * batchSizeFor(80); // 15
 * batchSizeFor(1_000); // 20
 * batchSizeFor(5_000); // 25
 */
export function batchSizeFor(products: number): number {
  const range = RECOMMENDED.find(({ upTo }) => products <= upTo);
  return Math.min(range?.to ?? DEFAULT_SIZE, Math.max(range?.from ?? DEFAULT_SIZE, DEFAULT_SIZE));
}
