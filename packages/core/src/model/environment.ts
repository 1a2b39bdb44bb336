import * as z from "zod";
import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import type { ModelCache } from "./cache.ts";
import { chatModel, DEEPSEEK_MODEL, DEEPSEEK_URL } from "./chat.ts";
import { type LeadModel, leadModel } from "./lead/standardise.ts";
import { limitModel, semaphore } from "./limit.ts";
import { FREE, MODEL_PRICES, type ModelPrices } from "./prices.ts";
import { retryModel } from "./retry.ts";

/** Environment variables that configure the language model. */
const Settings = z.object({
  /** `DEEPSEEK_API_KEY` is the name of the original set-up, and is read where the first is not given. */
  MILLRACE_MODEL_KEY: z.string().optional(),
  DEEPSEEK_API_KEY: z.string().optional(),
  MILLRACE_MODEL_URL: z.url().default(DEEPSEEK_URL),
  MILLRACE_MODEL: z.string().default(DEEPSEEK_MODEL),
  /** How many questions may be under way at once: the account's limit, whatever the number of runs. */
  MILLRACE_MODEL_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(5),
  /** US dollars per million tokens, for a model whose prices Millrace does not know. */
  MILLRACE_MODEL_PROMPT_USD: z.coerce.number().nonnegative().optional(),
  MILLRACE_MODEL_COMPLETION_USD: z.coerce.number().nonnegative().optional(),
  MILLRACE_MODEL_TIMEOUT_SECONDS: z.coerce.number().min(1).max(600).default(75),
});

/** A language model as those know it who do not ask it. */
export interface ModelTariff {
  name: string;
  prices: ModelPrices;
}

/**
 * The language model that the environment names; null where it gives no key.
 *
 * @param input.signal - breaks off what is being asked, when the program ends
 * @throws Input.Invalid naming the variable at fault
 */
export function modelFromEnvironment(input: {
  env: Record<string, string | undefined>;
  cache: ModelCache;
  clock: Clock;
  random: () => number;
  signal?: AbortSignal;
}): LeadModel | null {
  const { env, cache, clock, random, signal } = input;
  const settings = settingsIn(env);
  const apiKey = settings.MILLRACE_MODEL_KEY ?? settings.DEEPSEEK_API_KEY;
  if (apiKey === undefined || apiKey === "") return null;
  const chat = chatModel({
    baseURL: settings.MILLRACE_MODEL_URL,
    apiKey,
    model: settings.MILLRACE_MODEL,
    timeoutMs: settings.MILLRACE_MODEL_TIMEOUT_SECONDS * 1000,
    prices: pricesOf(settings),
    clock,
  });
  const places = semaphore({ limit: settings.MILLRACE_MODEL_CONCURRENCY });
  const limited = limitModel({ model: chat, semaphore: places });
  const ask = leadModel({ model: retryModel({ model: limited, clock, random }), cache });
  return signal === undefined ? ask : (question) => ask({ ...question, signal });
}

/**
 * The name and the prices of the model that the environment names, whether or not it gives a key.
 *
 * @throws Input.Invalid naming the variable at fault
 */
export function modelTariff({ env }: { env: Record<string, string | undefined> }): ModelTariff {
  const settings = settingsIn(env);
  return { name: settings.MILLRACE_MODEL, prices: pricesOf(settings) };
}

function settingsIn(env: Record<string, string | undefined>): z.infer<typeof Settings> {
  const parsed = Settings.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join("."));
  throw new MillraceError("Input.Invalid", `the environment variable ${names.join(", ")} is not usable`);
}

function pricesOf(settings: z.infer<typeof Settings>): ModelPrices {
  const { MILLRACE_MODEL_PROMPT_USD: prompt, MILLRACE_MODEL_COMPLETION_USD: completion } = settings;
  if (prompt === undefined && completion === undefined)
    return MODEL_PRICES.get(settings.MILLRACE_MODEL) ?? FREE;
  return { rates: { cachedPrompt: prompt ?? 0, prompt: prompt ?? 0, completion: completion ?? 0 } };
}
