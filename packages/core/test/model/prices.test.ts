import { describe, expect, it } from "vitest";
import { costOf, FREE, MODEL_PRICES } from "../../src/model/index.ts";

const MILLION = { promptTokens: 1_000_000, cachedTokens: 0, completionTokens: 0 };

function flash() {
  const prices = MODEL_PRICES.get("deepseek-flash");
  if (prices === undefined) throw new Error("no price");
  return prices;
}

describe("the cost of an answer", () => {
  it.each([
    ["Monday 00:59 UTC", Date.UTC(2026, 9, 19, 0, 59), 0.15],
    ["Monday 01:00 UTC, 9 h in Beijing", Date.UTC(2026, 9, 19, 1), 0.3],
    ["Monday 03:59 UTC", Date.UTC(2026, 9, 19, 3, 59), 0.3],
    ["Monday 04:00 UTC, noon in Beijing", Date.UTC(2026, 9, 19, 4), 0.15],
    ["Monday 06:00 UTC, 14 h in Beijing", Date.UTC(2026, 9, 19, 6), 0.3],
    ["Monday 10:00 UTC, 18 h in Beijing", Date.UTC(2026, 9, 19, 10), 0.15],
    ["Friday 09:59 UTC", Date.UTC(2026, 9, 23, 9, 59), 0.3],
    ["Saturday 02:00 UTC", Date.UTC(2026, 9, 24, 2), 0.15],
    ["Sunday 07:00 UTC", Date.UTC(2026, 9, 25, 7), 0.15],
    ["Monday 14:00 UTC, 9 h in Bogotá", Date.UTC(2026, 9, 19, 14), 0.15],
  ])("of a million prompt tokens on %s", (_, at, dollars) => {
    expect(costOf({ prices: flash(), usage: MILLION, at })).toBeCloseTo(dollars, 12);
  });

  it("has a rate for cached, other and written tokens each", () => {
    const usage = { promptTokens: 1400, cachedTokens: 600, completionTokens: 1100 };
    const cost = costOf({ prices: flash(), usage, at: Date.UTC(2026, 9, 18) });
    expect(cost).toBeCloseTo((600 * 0.003 + 800 * 0.15 + 1100 * 0.6) / 1e6, 12);
  });

  it("never counts more cached tokens than there were", () => {
    const usage = { promptTokens: 10, cachedTokens: 20, completionTokens: 0 };
    expect(costOf({ prices: flash(), usage, at: 0 })).toBeCloseTo((10 * 0.003) / 1e6, 15);
  });

  it("is nothing for a free model", () => {
    expect(costOf({ prices: FREE, usage: MILLION, at: 0 })).toBe(0);
  });

  it("doubles at peak for every known model", () => {
    for (const { rates, peak } of MODEL_PRICES.values()) {
      expect(peak?.rates.prompt).toBeCloseTo(rates.prompt * 2, 12);
      expect(peak?.rates.cachedPrompt).toBeCloseTo(rates.cachedPrompt * 2, 12);
      expect(peak?.rates.completion).toBeCloseTo(rates.completion * 2, 12);
    }
  });
});
