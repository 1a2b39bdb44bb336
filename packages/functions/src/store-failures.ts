/** Calls that a service failed since the last invocation ended; Lambda gives a container one invocation at a time. */
let failures = 0;

/**
 * A middleware of the AWS SDK that counts calls which failed after all its retries. A condition that was not met, or an
 * object that is not there, is an answer and no failure.
 */
export function countingFailures<Args, Answer>(next: (args: Args) => Promise<Answer>) {
  return async (args: Args): Promise<Answer> => {
    try {
      return await next(args);
    } catch (error) {
      if (isFailure(error)) failures++;
      throw error;
    }
  };
}

/** The calls that failed since it was last asked. */
export function takeStoreFailures(): number {
  const taken = failures;
  failures = 0;
  return taken;
}

function isFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = "$metadata" in error ? statusOf(error.$metadata) : undefined;
  // No answer at all, or one that blames the service or its limits.
  return (
    status === undefined ||
    status >= 500 ||
    status === 429 ||
    /Throttl|TooManyRequests|ThroughputExceeded/.test(error.name)
  );
}

function statusOf(metadata: unknown): number | undefined {
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return undefined;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined;
}
