import * as z from "zod";
import { defineEntry } from "../cache/index.ts";

const Count = z.int().nonnegative();

/** What all businesses together know of a customer by phone: counts only. */
export const CustomerStatistics = z.object({
  cantOrders: Count,
  /** Returned orders. */
  cantReturOrders: Count,
  delivered: Count,
  canceled: Count,
  /** Businesses that have blacklisted the phone, each once. */
  blockedBy: Count,
  /** Of a hundred eligible orders, to two decimals; null where none is eligible. */
  percentageReturn: z.number().min(0).max(100).nullable(),
  /** Delivered and returned orders: 100 % of one order says less than 100 % of ten. */
  eligible: Count,
});
export type CustomerStatistics = z.infer<typeof CustomerStatistics>;

const SEVEN_DAYS_MS = 7 * 86_400_000;
/** Customers are also written by others than this program, who invalidate nothing. */
const ABSENT_MS = 5 * 60_000;

/** Statistics in the cache, by sanitised phone. They are the platform's: the key has no tenant, and is the seed's. */
export const statisticsEntry = defineEntry({
  name: "customerStatistics",
  key: (phone: string) => ({ key: `customerStatistics-${phone}` }),
  schema: CustomerStatistics,
  version: 1,
  ttlMs: () => SEVEN_DAYS_MS,
  absentTtlMs: ABSENT_MS,
});

/** Returned orders among a hundred eligible ones, to two decimals; null where there are none. */
export function percentageReturn(input: { delivered: number; returned: number }): number | null {
  const { delivered, returned } = input;
  const eligible = delivered + returned;
  return eligible === 0 ? null : Math.round((returned * 10_000) / eligible) / 100;
}
