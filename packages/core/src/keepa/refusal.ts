import { say } from "../sentence/index.ts";
import type { TokenFigures } from "../token-ledger/index.ts";
import type { KeepaAnswer } from "./answer.ts";
import { KeepaError, type KeepaErrorName } from "./error.ts";

const REFILL_MS = 60_000;

/** What is final whenever it is sent, by status. */
const FINAL: ReadonlyMap<number, readonly [KeepaErrorName, string]> = new Map([
  [400, ["Keepa.InvalidRequest", say("keepa.malformed")]],
  [402, ["Keepa.PaymentRequired", say("keepa.payment")]],
  [405, ["Keepa.OutOfRange", say("keepa.range")]],
]);

/** Errors that come with status 200, by a part of their type; what no part fits is final. */
const TYPES: readonly (readonly [RegExp, number])[] = [
  [/token|too.?many|throttl/i, 429],
  [/payment|subscription|access|plan/i, 402],
  [/range/i, 405],
  [/invalid|malformed|parameter|missing/i, 400],
  [/internal|unavailable|timeout|temporar|maintenance|server/i, 500],
];

/** Keepa's refusal by its status, or by the error inside an answer with status 200. Its own text stays out: it may quote the key. */
export function refusalOf(input: {
  status: number;
  answer: KeepaAnswer | null;
  tokens: TokenFigures | null;
  /** What the headers asked for, in ms. */
  retryAfterMs: number | undefined;
}): KeepaError {
  const { answer, tokens } = input;
  const type = answer?.error?.type ?? "";
  const status = input.status === 200 ? (TYPES.find(([part]) => part.test(type))?.[1] ?? 0) : input.status;
  const wait =
    tokens === null ? input.retryAfterMs : Math.max(untilPositive(tokens), input.retryAfterMs ?? 0);
  if (status === 429) {
    return new KeepaError("Keepa.OutOfTokens", say("keepa.tokens"), {
      tokens,
      retryAfterMs: wait ?? REFILL_MS,
    });
  }
  if (status === 408 || status >= 500) {
    const retryAfterMs = input.retryAfterMs ?? tokens?.refillIn;
    return new KeepaError("Keepa.Unavailable", say("keepa.trouble", { status: String(status) }), {
      tokens,
      retryAfterMs,
    });
  }
  const [name, message] = FINAL.get(status) ?? ["Keepa.Rejected", rejection(status)];
  // A key that Keepa does not know is refused as malformed, in an answer that names no account.
  const isKey = status === 400 && answer !== null && tokens === null;
  return new KeepaError(name, isKey ? say("keepa.unauthorized", { status: "400" }) : message, { tokens });
}

function rejection(status: number): string {
  if (status === 0) return say("keepa.unexplained");
  if (status === 401 || status === 403) return say("keepa.unauthorized", { status: String(status) });
  return say("keepa.refused", { status: String(status) });
}

/** When an account that is at zero or below has a token again: a call runs while there is one. */
function untilPositive({ left, refillIn, refillRate }: TokenFigures): number {
  if (left > 0 || refillRate <= 0) return refillIn;
  return refillIn + (Math.ceil((1 - left) / refillRate) - 1) * REFILL_MS;
}
