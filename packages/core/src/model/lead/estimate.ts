import type { RawLead, StandardisedLead } from "../../lead/index.ts";
import type { ImportMode } from "../../run/index.ts";
import { costOf, type ModelPrices } from "../prices.ts";
import { SYSTEM_PROMPT, userMessage } from "./prompt.ts";
import { askAbout } from "./question.ts";
import { MAX_ROWS, openFields } from "./standardise.ts";

/**
 * Tokens of a character, of English text and of Chinese: https://api-docs.deepseek.com/quick_start/token_usage
 * Names are rarer words than prose, and the frame of JSON is not: the two about cancel out.
 */
const TOKENS_PER_ASCII = 0.3;
const TOKENS_PER_OTHER = 0.6;

/** What a model is asked about in one batch. */
export interface AskedBatch {
  rows: readonly { raw: RawLead; rules: StandardisedLead }[];
}

/** What asking is expected to take. */
export interface AskingEstimate {
  calls: number;
  costUsd: number;
}

/**
 * What it would take to ask a model about these batches, by the very questions it would be asked: each call the fixed prompt, which
 * providers have cached, and its rows; an answer as long as if every field were set anew. Answers that are cached already
 * or asked for twice are not foreseen.
 *
 * @param input.at - when it would be asked, in ms: prices differ by the hour
 */
export function estimateAsking(input: {
  batches: readonly AskedBatch[];
  mode: ImportMode;
  country: string | null;
  prices: ModelPrices;
  at: number;
}): AskingEstimate {
  const { batches, mode, country, prices, at } = input;
  let calls = 0;
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0 };
  for (const { rows } of batches) {
    for (let from = 0; from < rows.length; from += MAX_ROWS) {
      const asked = rows
        .slice(from, from + MAX_ROWS)
        .map(({ raw, rules }) => askAbout({ raw, rules, open: openFields(rules, mode) }).question);
      calls++;
      usage.cachedTokens += SYSTEM_TOKENS;
      usage.promptTokens += SYSTEM_TOKENS + tokensOf(userMessage({ country, rows: asked, problems: [] }));
      usage.completionTokens += tokensOf(JSON.stringify(asked.map(({ now }, i) => ({ i, set: now }))));
    }
  }
  return { calls, costUsd: costOf({ prices, usage, at }) };
}

const SYSTEM_TOKENS = tokensOf(SYSTEM_PROMPT);

function tokensOf(text: string): number {
  let others = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) others++;
  return Math.ceil((text.length - others) * TOKENS_PER_ASCII + others * TOKENS_PER_OTHER);
}
