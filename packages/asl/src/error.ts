/**
 * An error of the Amazon States Language: a name which `Retry` and `Catch` match, and a text.
 *
 * @example
 * throw new StatesError("States.Timeout", "The state timed out after 5 seconds");
 */
export class StatesError extends Error {
  /** The name `ErrorEquals` is compared with, such as `States.Timeout` or a function's own error type. */
  readonly error: string;
  /** What `$states.errorOutput.Cause` and the execution's `cause` hold. */
  readonly causeText: string;

  constructor(error: string, cause: string, options: { cause?: unknown } = {}) {
    super(`${error}: ${cause}`, "cause" in options ? { cause: options.cause } : {});
    this.name = "StatesError";
    this.error = error;
    this.causeText = cause;
  }
}
