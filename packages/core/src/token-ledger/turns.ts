import type { Forecast, Lane, Reservation, TokenFigures } from "./ledger.ts";
import {
  type Account,
  atTime,
  capacityOf,
  expecting,
  freeOf,
  keyOf,
  LEASE_MS,
  type LedgerState,
  RECHECK_MS,
  REFILL_MS,
  refilled,
  sumOf,
  type Ticket,
} from "./state.ts";

/** The interactive lane goes before all who have not waited for an hour: it is first, and cannot starve them. */
const HEAD_START_MS = 3_600_000;

/** More calls at once than any plan needs; with {@link MOST_WAITING} it bounds the size of the state. */
const MOST_GRANTED = 200;
const MOST_WAITING = 1_000;

/** While the first call finds out about the account, the others wait as long as it has lasted, within these bounds. */
const SHORTEST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 30_000;

/** A state, and what the caller is told. */
export interface Change<Answer> {
  state: LedgerState;
  answer: Answer;
}

/** {@link TokenLedger.reserve} on a state. */
export function reserve(
  before: LedgerState,
  input: { id: string; need: number; lane: Lane; now: number },
): Change<Reservation> {
  const { id, need, lane, now } = input;
  const state = atTime(before, now);
  const key = keyOf(id);
  const open = state.granted.find((grant) => grant.key === key);
  if (open !== undefined) return { state, answer: { state: "granted", expiresAt: open.at + LEASE_MS } };

  const queue = queued(state.waiting, { key, need, order: orderOf(lane, now), until: now });
  const place = queue.findIndex((ticket) => ticket.key === key);
  const ahead = queue.slice(0, place);
  const until = turnOf({ state, ahead, need, now });
  if (until <= now) {
    const granted = [...state.granted, { key, need, at: now, later: state.account !== null }];
    return {
      state: { ...state, granted, waiting: queue.toSpliced(place, 1) },
      answer: { state: "granted", expiresAt: now + LEASE_MS },
    };
  }
  const answer: Reservation = { state: "waiting", until, ahead: sumOf(ahead) };
  // Who finds no place waits all the same, and has no turn until there is one.
  if (queue.length > MOST_WAITING && queue.length > state.waiting.length) return { state, answer };
  const waiting = queue.map((ticket) => (ticket.key === key ? { ...ticket, until } : ticket));
  return { state: { ...state, waiting }, answer };
}

/** {@link TokenLedger.settle} on a state. */
export function settle(
  before: LedgerState,
  input: { id: string; tokens: TokenFigures; now: number },
): LedgerState {
  const { tokens, now } = input;
  const state = atTime(before, now);
  const key = keyOf(input.id);
  const settled = state.granted.find((grant) => grant.key === key);
  const granted = state.granted.filter((grant) => grant !== settled);
  const bucket = bucketOf(tokens);
  const { account } = state;
  if (account === null) {
    const told = { ...refilled(bucket, now), included: 0, told: bucket.told };
    return { ...state, granted: markedBy(granted, tokens.at), account: told };
  }
  // By our own books: had nobody else used the account, only the price of this call is news.
  const expected =
    freeOf(account, state.granted) + (settled === undefined ? 0 : settled.need - tokens.consumed);
  if (settled?.later !== true && !isNewer(bucket.told, account.told)) {
    return { ...state, granted, account: expecting(account, granted, expected) };
  }
  const told = { ...refilled(bucket, now), included: 0, told: bucket.told };
  const doubted = markedBy(granted, tokens.at);
  return {
    ...state,
    granted: doubted,
    account: expecting(told, doubted, expected + refilledBetween(account, told)),
  };
}

/** {@link TokenLedger.release} on a state. */
export function release(before: LedgerState, { id, now }: { id: string; now: number }): LedgerState {
  const state = atTime(before, now);
  const key = keyOf(id);
  const waiting = state.waiting.filter((ticket) => ticket.key !== key);
  const released = state.granted.find((grant) => grant.key === key);
  const granted = state.granted.filter((grant) => grant !== released);
  if (state.account === null || released === undefined) return { ...state, granted, waiting };
  const free = freeOf(state.account, state.granted) + released.need;
  return { account: expecting(state.account, granted, free), granted, waiting };
}

/** {@link TokenLedger.forecast} on a state. */
export function forecast(
  before: LedgerState,
  { tokens, lane, now }: { tokens: number; lane: Lane; now: number },
): Forecast {
  const { account, granted, waiting: tickets } = atTime(before, now);
  const waiting = sumOf(tickets);
  if (account === null) return { free: null, rate: null, waiting, readyAt: null };
  const free = freeOf(account, granted);
  const last = orderOf(lane, now);
  const ahead = sumOf(tickets.filter(({ order }) => order <= last));
  const readyAt = timeOf({ account, free, tokens: Math.max(tokens, ahead), now });
  return { free, rate: account.rate, waiting, readyAt: account.rate > 0 ? readyAt : null };
}

/** The place in the queue of who asks for the first time now. */
function orderOf(lane: Lane, now: number): number {
  return lane === "interactive" ? now - HEAD_START_MS : now;
}

/** The queue with this ticket in its place: where it was, or behind all who came before it. */
function queued(waiting: readonly Ticket[], ticket: Ticket): Ticket[] {
  const known = waiting.findIndex(({ key }) => key === ticket.key);
  if (known >= 0) return waiting.map((old, n) => (n === known ? { ...old, need: ticket.need } : old));
  const behind = waiting.findIndex(({ order }) => order > ticket.order);
  return waiting.toSpliced(behind < 0 ? waiting.length : behind, 0, ticket);
}

/** When it is somebody's turn, at the earliest now: when there is enough for all who are ahead, whether they come or not. */
function turnOf(input: { state: LedgerState; ahead: readonly Ticket[]; need: number; now: number }): number {
  const { state, ahead, need, now } = input;
  const { account, granted } = state;
  if (account === null) {
    const [probe] = granted;
    if (probe === undefined) return now;
    return now + Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, now - probe.at));
  }
  // More than the account can hold is granted when it is full; the call then drives it below zero, as the provider allows.
  const most = account.rate > 0 ? capacityOf(account.rate) : Number.POSITIVE_INFINITY;
  const tokens = [...ahead, { need }].reduce((sum, ticket) => sum + Math.min(most, ticket.need), 0);
  const enough = timeOf({ account, free: freeOf(account, granted), tokens, now });
  const [oldest] = granted;
  if (oldest === undefined || granted.length < MOST_GRANTED) return enough;
  return Math.max(enough, oldest.at + LEASE_MS);
}

/** When so many tokens more than those granted will be there. */
function timeOf(input: { account: Account; free: number; tokens: number; now: number }): number {
  const { account, free, tokens, now } = input;
  if (tokens <= free) return now;
  if (account.rate <= 0) return account.told.refillAt + RECHECK_MS;
  const refills = Math.ceil((tokens - free) / account.rate);
  return account.refillAt + (refills - 1) * REFILL_MS;
}

/** What the provider has told, as a bucket at the time of the answer. */
function bucketOf({ left, refillIn, refillRate, at }: TokenFigures) {
  // A refill that is due at once, or overdue, is not counted before it is seen: nobody is refused for it.
  const refillAt = at + (refillIn > 0 ? refillIn : REFILL_MS);
  return { balance: left, rate: refillRate, refillAt, told: { left, refillAt } };
}

/**
 * True where one answer of the provider is younger than another, whatever order they arrived in: a later refill is ahead of
 * it, or the same one and fewer tokens are left. Between refills a balance only falls.
 */
function isNewer(one: Account["told"], other: Account["told"]): boolean {
  const refills = Math.round((one.refillAt - other.refillAt) / REFILL_MS);
  return refills > 0 || (refills === 0 && one.left < other.left);
}

/** Tokens of the refills that one of the two clocks has seen and the other has not. What a full account cannot hold is lost. */
function refilledBetween(account: Account, told: Account): number {
  const tokens = Math.round((told.refillAt - account.refillAt) / REFILL_MS) * told.rate;
  return Math.min(tokens, Math.max(0, capacityOf(told.rate) - account.balance));
}

/** Grants as they stand to a balance told in an answer that arrived at `at`. */
function markedBy(granted: LedgerState["granted"], at: number): LedgerState["granted"] {
  return granted.map((grant) => ({ ...grant, later: grant.at > at }));
}
