import { DEFAULT_RATE_LIMIT, rateLimitFromEnvironment } from "@millrace/api";
import { describe, expect, it } from "vitest";

describe("the rate limit as a setting", () => {
  it("is 600 requests a minute where nothing is set", () => {
    expect(rateLimitFromEnvironment({ env: {} })).toEqual(DEFAULT_RATE_LIMIT);
    expect(DEFAULT_RATE_LIMIT).toEqual({ requests: 600, windowMs: 60_000 });
  });

  it("is so many a minute", () => {
    const env = { MILLRACE_API_REQUESTS_PER_MINUTE: "90" };
    expect(rateLimitFromEnvironment({ env })).toEqual({ requests: 90, windowMs: 60_000 });
  });

  it.each(["0", "-1", "1.5", "many", ""])("is refused by name of the variable: %j", (text) => {
    const env = { MILLRACE_API_REQUESTS_PER_MINUTE: text };
    expect(() => rateLimitFromEnvironment({ env })).toThrow(/MILLRACE_API_REQUESTS_PER_MINUTE/);
  });
});
