import { hash } from "node:crypto";
import * as z from "zod";

/** Tokens come in lumps, one a minute, and never more than an hour's are kept (Keepa). */
export const REFILL_MS = 60_000;
const REFILLS_KEPT = 60;

/** Longer than a call with its time limit takes, so that who still works is not taken for dead. */
export const LEASE_MS = 120_000;
/** So long a turn is kept for somebody who has not come back: a cold start, a throttled function, a busy machine. */
export const GRACE_MS = 120_000;
/** An account that is not refilled at all is asked again after so long: it may have been paid for. */
export const RECHECK_MS = 3_600_000;

/** Granted, and not settled yet. */
const Grant = z.object({
  key: z.string(),
  need: z.number(),
  at: z.number(),
  /** True where it was granted after the account's balance was told, which so cannot include it. */
  later: z.boolean(),
});
export type Grant = z.infer<typeof Grant>;

/** In the order of `order`: who came first, with a head start for the interactive lane. */
const Ticket = z.object({ key: z.string(), need: z.number(), order: z.number(), until: z.number() });
export type Ticket = z.infer<typeof Ticket>;

/** What is known about the provider's bucket. */
const Account = z.object({
  /** What the provider told last, brought up to date by refills. */
  balance: z.number(),
  /** So much of the grants that are not `later` is taken to be in the balance already: their calls were under way. */
  included: z.number(),
  rate: z.number(),
  /** The next refill, in ms. */
  refillAt: z.number(),
  /** What was told last, as it was told. */
  told: z.object({ left: z.number(), refillAt: z.number() }),
});
export type Account = z.infer<typeof Account>;

/** All a ledger remembers; small enough for one item of a table: below 100 KB with all turns taken. */
export const LedgerState = z.object({
  account: Account.nullable(),
  granted: z.array(Grant),
  waiting: z.array(Ticket),
});
export type LedgerState = z.infer<typeof LedgerState>;

export const NEW_LEDGER: LedgerState = { account: null, granted: [], waiting: [] };

/** A reservation's id as it is kept: 96 bits of its hash, so that the size of the state does not hang on anybody's names. */
export function keyOf(id: string): string {
  return hash("sha256", id, "base64url").slice(0, 16);
}

/** The sum of what reservations need. */
export function sumOf(reservations: readonly { need: number }[]): number {
  return reservations.reduce((sum, { need }) => sum + need, 0);
}

/** The most tokens an account can hold. */
export function capacityOf(rate: number): number {
  return rate * REFILLS_KEPT;
}

/** Tokens that will be left when all granted calls have been made. */
export function freeOf(account: Account, granted: readonly Grant[]): number {
  return account.balance - sumOf(granted) + account.included;
}

/**
 * The account when `free` tokens are expected to be free: as near to that as its balance allows. A grant that came later is
 * certainly not in the balance; of the others anything between nothing and all may be.
 */
export function expecting(account: Account, granted: readonly Grant[], free: number): Account {
  const doubtful = sumOf(granted.filter(({ later }) => !later));
  const included = free - (account.balance - sumOf(granted));
  return { ...account, included: Math.min(doubtful, Math.max(0, included)) };
}

/** A bucket after the refills until `now`. */
export function refilled<Bucket extends { balance: number; rate: number; refillAt: number }>(
  bucket: Bucket,
  now: number,
): Bucket {
  const { balance, rate, refillAt } = bucket;
  if (now < refillAt) return bucket;
  const refills = Math.floor((now - refillAt) / REFILL_MS) + 1;
  return {
    ...bucket,
    balance: Math.max(balance, Math.min(capacityOf(rate), balance + refills * rate)),
    refillAt: refillAt + refills * REFILL_MS,
  };
}

/** The state as time has changed it: refills have come, and reservations of those who died have expired. */
export function atTime(state: LedgerState, now: number): LedgerState {
  const granted = state.granted.filter(({ at }) => now < at + LEASE_MS);
  const waiting = state.waiting.filter(({ until }) => now < until + GRACE_MS);
  return { account: accountAt(state, granted, now), granted, waiting };
}

function accountAt({ account, granted }: LedgerState, left: readonly Grant[], now: number): Account | null {
  if (account === null) return null;
  if (account.rate <= 0 && now >= account.told.refillAt + RECHECK_MS) return null;
  const current = refilled(account, now);
  if (left.length === granted.length) return current;
  // Whoever died may have made the call: its tokens count as spent until the provider tells otherwise.
  const free = freeOf(current, granted);
  const doubtful = sumOf(left.filter(({ later }) => !later));
  const included = Math.min(current.included, doubtful);
  return { ...current, included, balance: free + sumOf(left) - included };
}
