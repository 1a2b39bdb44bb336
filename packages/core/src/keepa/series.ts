import * as z from "zod";

/** Places in Keepa's arrays `csv` and `stats.current` (Keepa's Product.CsvType). */
export const SERIES = {
  amazon: 0,
  new: 1,
  used: 2,
  salesRank: 3,
  list: 4,
  collectible: 5,
  refurbished: 6,
  newFbm: 7,
  lightningDeal: 8,
  warehouse: 9,
  newFba: 10,
  offersNew: 11,
  offersUsed: 12,
  rating: 16,
  reviewCount: 17,
  buyBox: 18,
} as const;
export type SeriesName = keyof typeof SERIES;

/** Series of three numbers a point: time, price, shipping. All others have two. */
const WITH_SHIPPING = new Set([7, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32]);

/** Minutes from 1970 to 2011, where Keepa's time begins. */
const KEEPA_EPOCH_MINUTES = 21_564_000;

/** Keepa's numbers of products are Java's ints (its Product.java); what is greater is none, and could not be kept as one. */
const GREATEST = 2 ** 31 - 1;
const NUMERAL = /^-?\d+(?:\.\d+)?$/;

/** A number of Keepa's, also one that came as a text; undefined for everything else. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && NUMERAL.test(value) ? Number(value) : value;
  return typeof number === "number" && Math.abs(number) <= GREATEST ? number : undefined;
}

/** Keepa's minutes as ms since 1970; undefined for 0 and below, which mean "never" and "unknown". */
export function keepaTime(minutes: number | undefined): number | undefined {
  return minutes === undefined || minutes <= 0 ? undefined : (minutes + KEEPA_EPOCH_MINUTES) * 60_000;
}

/** A value from a moment on. Null: there was no offer (or rank, or rating). */
export interface Point {
  /** ms since 1970 */
  at: number;
  value: number | null;
  /** For a price with shipping: what is to be added to it. */
  shipping?: number | null;
}

const Numbers = z.array(z.unknown().transform(numberOf).pipe(z.number()));

/**
 * A history as Keepa writes it, decoded.
 *
 * @param index - its place in `csv`
 * @param csv - `[time, value, …]`, or with the shipping `[time, price, shipping, …]`; null or empty where there is none
 * @returns oldest first; none where the list is broken off in the middle of a point
 */
export function decodeSeries({ index, csv }: { index: number; csv: unknown }): Point[] {
  const { data: numbers = [] } = Numbers.safeParse(csv);
  const size = WITH_SHIPPING.has(index) ? 3 : 2;
  if (numbers.length % size !== 0) return [];
  return Array.from({ length: numbers.length / size }, (_, n) => {
    const [minutes = 0, value = -1, shipping] = numbers.slice(n * size, (n + 1) * size);
    const at = (minutes + KEEPA_EPOCH_MINUTES) * 60_000;
    const point = { at, value: value < 0 ? null : value };
    return shipping === undefined ? point : { ...point, shipping: shipping < 0 ? null : shipping };
  });
}

/**
 * What a number of Keepa's says: itself, null for -1 (no offer), undefined for -2 and everything else (no data).
 */
export function known(value: unknown): number | null | undefined {
  const number = numberOf(value);
  if (number === -1) return null;
  return number !== undefined && number >= 0 ? Math.round(number) : undefined;
}
