/** The names Step Functions matches in `Retry` and `Catch`: they are `error.name`, and part of the flows' contract. */
export type ErrorName =
  | "LeadFile.Unsupported"
  | "LeadFile.Malformed"
  | "LeadFile.Empty"
  | "LeadFile.TooLarge"
  | "LeadFile.Encrypted"
  | "Model.RateLimited"
  | "Model.Unavailable"
  | "Model.Rejected"
  | "Model.OutOfCredit"
  | "Model.Unauthorized"
  | "Keepa.OutOfTokens"
  | "Keepa.Unavailable"
  | "Keepa.InvalidRequest"
  | "Keepa.PaymentRequired"
  | "Keepa.OutOfRange"
  | "Keepa.Rejected"
  | "Object.NotFound"
  | "Store.Throttled"
  | "Run.NotFound"
  | "Run.Paused"
  | "Run.Cancelled"
  | "Run.Conflict"
  | "Run.UndoExpired"
  | "Sql.Unavailable"
  | "Cache.Unavailable"
  | "Input.Invalid";

/** Worth another try with the same input: the cause is elsewhere and passes. */
const RETRYABLE: ReadonlySet<ErrorName> = new Set([
  "Model.RateLimited",
  "Model.Unavailable",
  "Keepa.OutOfTokens",
  "Keepa.Unavailable",
  "Store.Throttled",
  "Sql.Unavailable",
  "Cache.Unavailable",
]);

/**
 * An error with a name that flows, callers and users can act on.
 *
 * @param name - one of {@link ErrorName}; becomes `error.name`, which Step Functions matches
 * @param message - one sentence for the user: what happened and what to do. Never contains personal data.
 * @param options.retryAfterMs - how long the other side asked us to wait
 * @example
 * throw new MillraceError("LeadFile.Encrypted", "leads.xlsx is protected by a password: save it without one");
 */
export class MillraceError extends Error {
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(name: ErrorName, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = name;
    this.retryable = RETRYABLE.has(name);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** True for a {@link MillraceError} of that name. */
export function isError(error: unknown, name: ErrorName): error is MillraceError {
  return error instanceof MillraceError && error.name === name;
}
