import { type ErrorName, MillraceError } from "../error.ts";
import type { TokenFigures } from "../token-ledger/index.ts";

export type KeepaErrorName = Extract<ErrorName, `Keepa.${string}`>;

/** A call that Keepa has refused or not answered, with what it said of its tokens. */
export class KeepaError extends MillraceError {
  readonly tokens: TokenFigures | null;

  constructor(
    name: KeepaErrorName,
    message: string,
    options: { tokens?: TokenFigures | null; retryAfterMs?: number | undefined } = {},
  ) {
    super(name, message, options.retryAfterMs === undefined ? {} : { retryAfterMs: options.retryAfterMs });
    this.tokens = options.tokens ?? null;
  }
}
