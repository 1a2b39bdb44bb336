import type { TokenUsage } from "./model.ts";

/** US dollars per million tokens. */
export interface TokenRates {
  /** Prompt tokens the provider had cached. */
  cachedPrompt: number;
  prompt: number;
  completion: number;
}

/** What a model costs, by the hour where the provider's prices differ by the hour. */
export interface ModelPrices {
  rates: TokenRates;
  peak?: {
    rates: TokenRates;
    /** Hours of the day, UTC, from (inclusive) and to (exclusive). */
    hours: readonly (readonly [number, number])[];
    /** Days of the week, UTC; 0 is Sunday. */
    days: readonly number[];
  };
}

/** 9-12 h and 14-18 h in Beijing, Monday to Friday; the UTC day is the same one. */
const DEEPSEEK_PEAK = {
  hours: [
    [1, 4],
    [6, 10],
  ],
  days: [1, 2, 3, 4, 5],
} as const;

const DEEPSEEK_FLASH: ModelPrices = {
  rates: { cachedPrompt: 0.003, prompt: 0.15, completion: 0.6 },
  peak: { rates: { cachedPrompt: 0.006, prompt: 0.3, completion: 1.2 }, ...DEEPSEEK_PEAK },
};

const DEEPSEEK_PRO: ModelPrices = {
  rates: { cachedPrompt: 0.022, prompt: 0.66, completion: 1.98 },
  peak: { rates: { cachedPrompt: 0.044, prompt: 1.32, completion: 3.96 }, ...DEEPSEEK_PEAK },
};

/**
 * Known prices by model name.
 *
 * Source: https://api-docs.deepseek.com/quick_start/pricing as of October 2026.
 */
export const MODEL_PRICES: ReadonlyMap<string, ModelPrices> = new Map([
  ["deepseek-flash", DEEPSEEK_FLASH],
  ["deepseek-v4-flash", DEEPSEEK_FLASH],
  ["deepseek-v4-pro", DEEPSEEK_PRO],
]);

/** Of a model that costs nothing, such as one on the own machine. */
export const FREE: ModelPrices = { rates: { cachedPrompt: 0, prompt: 0, completion: 0 } };

/**
 * What an answer cost.
 *
 * @param at - when it was asked for, in ms since 1970. The price page does not say whether the beginning or the end of a
 *   request decides at the turn of an hour; calls take seconds, so this matters to a handful of calls a day.
 * @returns US dollars
 * @example
 * costOf({ prices, usage: { promptTokens: 1000, cachedTokens: 600, completionTokens: 500 }, at: clock.now() });
 */
export function costOf(input: { prices: ModelPrices; usage: TokenUsage; at: number }): number {
  const { usage } = input;
  const rates = ratesAt(input.prices, input.at);
  const cached = Math.min(usage.cachedTokens, usage.promptTokens);
  const perMillion =
    cached * rates.cachedPrompt +
    (usage.promptTokens - cached) * rates.prompt +
    usage.completionTokens * rates.completion;
  return perMillion / 1_000_000;
}

function ratesAt(prices: ModelPrices, at: number): TokenRates {
  if (prices.peak === undefined) return prices.rates;
  const time = new Date(at);
  const hour = time.getUTCHours();
  const peak =
    prices.peak.days.includes(time.getUTCDay()) &&
    prices.peak.hours.some(([from, to]) => hour >= from && hour < to);
  return peak ? prices.peak.rates : prices.rates;
}
