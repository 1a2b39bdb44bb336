import type { OpenAI } from "openai";
import * as z from "zod";
import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import type { Completion, CompletionRequest, Model } from "./model.ts";
import { costOf, type ModelPrices } from "./prices.ts";
import { retryAfterMs } from "./retry-after.ts";

export const DEEPSEEK_URL = "https://api.deepseek.com";
/** DeepSeek's small model, which suffices for splitting and sorting words. */
export const DEEPSEEK_MODEL = "deepseek-flash";

/**
 * DeepSeek may hold a request for ten minutes, sending blank lines, before it begins
 * (https://api-docs.deepseek.com/quick_start/rate_limit); an answer for ten rows takes about ten seconds.
 */
const TIMEOUT_MS = 75_000;

/** What we read of a chat completion; the rest of it is the provider's. */
const ChatCompletion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: z.number().nonnegative(),
      completion_tokens: z.number().nonnegative(),
      // DeepSeek's name, then everybody else's.
      prompt_cache_hit_tokens: z.number().nonnegative().nullish(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nonnegative().nullish() }).nullish(),
    })
    .nullish(),
});

export interface ChatModelOptions {
  /** @example "https://api.deepseek.com" */
  baseURL: string;
  apiKey: string;
  model: string;
  prices: ModelPrices;
  clock: Clock;
  /** For the whole of one try, body included. */
  timeoutMs?: number;
  /**
   * Further fields of the request's body. Not given: DeepSeek's models are told not to think, which they otherwise do by
   * default and bill (https://api-docs.deepseek.com/guides/thinking_mode); other models are told nothing.
   */
  body?: Record<string, unknown>;
  fetch?: typeof fetch;
}

/**
 * A model behind any endpoint that speaks chat completions. Asks in JSON mode at temperature 0, once: trying again is
 * `retryModel`'s, whose waits and tries are bounded. Never logs, whatever `OPENAI_LOG` says.
 *
 * @throws Model.Unauthorized where the key is empty
 * @example
 * const model = chatModel({ baseURL: DEEPSEEK_URL, apiKey, model: DEEPSEEK_MODEL, prices, clock });
 */
export function chatModel(options: ChatModelOptions): Model {
  if (options.apiKey === "") throw new MillraceError("Model.Unauthorized", say("model.emptyKey"));
  // Loaded with the first question: it takes longer to load than all else of a command that asks nothing.
  let loading: ReturnType<typeof openClient> | undefined;
  const client = () => {
    loading ??= openClient(options);
    return loading;
  };
  const extra =
    options.body ?? (options.model.startsWith("deepseek") ? { thinking: { type: "disabled" } } : {});

  return {
    id: options.model,
    async complete(request) {
      const at = options.clock.now();
      const answer = await ask({ ...(await client()), model: options.model, extra, request, now: at });
      const [choice] = answer.choices;
      const usage = {
        promptTokens: answer.usage?.prompt_tokens ?? 0,
        cachedTokens:
          answer.usage?.prompt_cache_hit_tokens ?? answer.usage?.prompt_tokens_details?.cached_tokens ?? 0,
        completionTokens: answer.usage?.completion_tokens ?? 0,
      };
      return {
        content: choice?.message.content ?? "",
        finishReason: finishReason(choice?.finish_reason),
        usage,
        costUsd: costOf({ prices: options.prices, usage, at }),
      };
    },
  };
}

/** The library, which tells its errors apart, and a client of the account. */
async function openClient(options: ChatModelOptions) {
  const { OpenAI } = await import("openai");
  const client = new OpenAI({
    baseURL: options.baseURL,
    apiKey: options.apiKey,
    // What is not given is read from OPENAI_* variables, and is another account's.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: "off",
    maxRetries: 0,
    timeout: options.timeoutMs ?? TIMEOUT_MS,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  return { OpenAI, client };
}

async function ask(input: {
  OpenAI: typeof OpenAI;
  client: OpenAI;
  model: string;
  extra: Record<string, unknown>;
  request: CompletionRequest;
  now: number;
}): Promise<z.infer<typeof ChatCompletion>> {
  const { request } = input;
  let body: unknown;
  try {
    body = await input.client.chat.completions.create(
      {
        ...input.extra,
        model: input.model,
        messages: [
          { role: "system", content: request.system },
          { role: "user", content: request.user },
        ],
        response_format: { type: "json_object" },
        temperature: 0,
        max_tokens: request.maxTokens,
        stream: false,
      },
      request.signal === undefined ? {} : { signal: request.signal },
    );
  } catch (error) {
    request.signal?.throwIfAborted();
    throw named(error, input);
  }
  const answer = ChatCompletion.safeParse(body);
  if (!answer.success) {
    throw new MillraceError("Model.Unavailable", say("model.noAnswer"));
  }
  return answer.data;
}

/** The library's error by our names. The provider's own text stays out: it may quote the request. */
function named(
  error: unknown,
  { OpenAI: library, now }: { OpenAI: typeof OpenAI; now: number },
): MillraceError {
  const status = error instanceof library.APIError ? error.status : undefined;
  const wait =
    error instanceof library.APIError && error.headers !== undefined
      ? retryAfterMs({ headers: error.headers, now })
      : undefined;
  const options = wait === undefined ? {} : { retryAfterMs: wait };
  if (status === undefined) {
    const timedOut = error instanceof library.APIConnectionTimeoutError;
    return new MillraceError("Model.Unavailable", timedOut ? say("model.late") : say("model.unreachable"));
  }
  if (status === 401 || status === 403) {
    return new MillraceError("Model.Unauthorized", say("model.unauthorized", { status: String(status) }));
  }
  if (status === 402) {
    return new MillraceError("Model.OutOfCredit", say("model.credit"));
  }
  if (status === 429) {
    return new MillraceError("Model.RateLimited", say("model.busy"), options);
  }
  if (status === 408 || status === 409 || status >= 500) {
    return new MillraceError("Model.Unavailable", say("model.trouble", { status: String(status) }), options);
  }
  return new MillraceError("Model.Rejected", say("model.refused", { status: String(status) }));
}

function finishReason(reason: string | null | undefined): Completion["finishReason"] {
  return reason === "stop" || reason === "length" ? reason : "other";
}
