/** A day: a longer wait is a mistake of the other side's clock or header. */
const LONGEST_MS = 86_400_000;

/**
 * How long a response asks to wait: `retry-after-ms`, else `Retry-After` in seconds or as an HTTP date (RFC 9110, 10.2.3).
 *
 * @param now - ms since 1970
 * @returns ms, or undefined where nothing sensible is said
 */
export function retryAfterMs(input: { headers: Headers; now: number }): number | undefined {
  const ms = input.headers.get("retry-after-ms");
  if (ms !== null) return sensible(Number(ms));
  const after = input.headers.get("retry-after")?.trim();
  if (after === undefined || after === "") return undefined;
  const seconds = Number(after);
  return sensible(Number.isNaN(seconds) ? Date.parse(after) - input.now : seconds * 1000);
}

function sensible(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 && ms <= LONGEST_MS ? Math.ceil(ms) : undefined;
}
