/**
 * Who goes first. Somebody waits for what the interactive lane asks; the batch lane is for catalogs.
 */
export type Lane = "interactive" | "batch";

/** What a provider says of its tokens with every answer. */
export interface TokenFigures {
  /** Tokens left after the call; a call may have driven them below zero. */
  left: number;
  /** Milliseconds from the answer to the next refill. */
  refillIn: number;
  /** Tokens of one refill; there is one every minute. */
  refillRate: number;
  /** What the call itself has cost; 0 where it was refused. */
  consumed: number;
  /** When the answer arrived, in ms by our own clock. */
  at: number;
}

/** What a caller is told. Both times are in ms by our own clock. */
export type Reservation =
  /** The call may be made until `expiresAt`. */
  | { state: "granted"; expiresAt: number }
  /** Ask again at `until`, not before: the turn is kept for a while after it. `ahead`: tokens of those who go first. */
  | { state: "waiting"; until: number; ahead: number };

/** How the budget stands. */
export interface Forecast {
  /** Tokens that nobody has been granted; null before the first call has been settled. */
  free: number | null;
  /** Tokens a minute; null as above. */
  rate: number | null;
  /** Tokens of all who wait. */
  waiting: number;
  /** When the tokens asked about will have been granted, in ms; null where that is not known. */
  readyAt: number | null;
}

/**
 * The one account book of a provider's tokens, for all workers of all runs. Whoever calls reserves before and settles
 * after, with the provider's own figures. The algorithm and its reasons: `docs/decisions/0007-token-ledger.md`.
 *
 * Every method may throw Store.Throttled.
 */
export interface TokenLedger {
  /**
   * Asks for tokens, or asks again. The same id is the same reservation until it is settled or released: asked for again
   * while granted it is granted as before, while waiting it keeps its turn.
   *
   * Before anything is known about the account one call is granted, to find out; the others wait for a moment.
   *
   * @param input.id - one call's: names the run, the batch and the attempt
   * @param input.need - the most the call can cost, in tokens; at least 1
   */
  reserve(input: { id: string; need: number; lane: Lane }): Promise<Reservation>;
  /**
   * Ends a reservation with what the provider said, also where it refused the call for want of tokens. Settles may come
   * twice, late and in any order; one whose reservation has expired still tells the truth about the account.
   * A call that ended without figures is not settled: it may have cost something. It expires, counted as spent.
   */
  settle(input: { id: string; tokens: TokenFigures }): Promise<void>;
  /** Ends a reservation for which no call was made or will be made. One that is not there is no error. */
  release(input: { id: string }): Promise<void>;
  /**
   * When `tokens` more will have been granted, if nobody else comes: those included that go before or beside the lane.
   *
   * @param input.lane - whose tokens they are; batch where not given
   * @param input.areAsked - true where what is granted just now is among the tokens, as it is among those of a run's pending products. It
   *   may be others' too: for as long as a call takes they are then not counted
   */
  forecast(input: { tokens: number; lane?: Lane; areAsked?: boolean }): Promise<Forecast>;
}
