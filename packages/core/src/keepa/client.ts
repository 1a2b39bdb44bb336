import type { Clock } from "../clock/index.ts";
import { MillraceError } from "../error.ts";
import { MEGABYTE } from "../file/limits.ts";
import { retryAfterMs } from "../model/retry-after.ts";
import { isAsin, MOST_CODES, type ProductCode, type ProductSource } from "../product/index.ts";
import { say } from "../sentence/index.ts";
import type { TokenFigures } from "../token-ledger/index.ts";
import { figuresOf, KeepaAnswer, productsOf } from "./answer.ts";
import { KeepaError } from "./error.ts";
import { domainOf, type Marketplace } from "./marketplace.ts";
import { refusalOf } from "./refusal.ts";

export const KEEPA_URL = "https://api.keepa.com";

/** Keepa looks at products that are older than an hour before it answers, which takes seconds for a full batch. */
const TIMEOUT_MS = 60_000;

/** Without history a product takes 10 to 50 KB: a hundred of the largest are far below. */
const MOST_BYTES = 32 * 1024 * 1024;

/** The days that averages and lowest prices are of; statistics cost nothing. */
const STATS_DAYS = 90;

export interface KeepaOptions {
  apiKey: string;
  clock: Pick<Clock, "now">;
  /** A local server's, in tests. */
  baseURL?: string;
  /** For the whole call, body included. */
  timeoutMs?: number;
  mostBytes?: number;
  /**
   * How many products of one product code are looked at before one is chosen. Each costs a token, so as many are to be
   * reserved for a code. 1 where not given: Keepa chooses.
   */
  productsPerCode?: number;
  fetch?: typeof fetch;
}

/** What a call about codes costs at most, in tokens: a code that is no ASIN may stand for several products. No key is needed to know it. */
export function keepaPrice(codes: readonly ProductCode[], productsPerCode = 1): number {
  return codes.reduce((sum, code) => sum + (isAsin(code) ? 1 : productsPerCode), 0);
}

/**
 * Products from Keepa: one call for a batch, without price history, with 90 days' statistics. Answers come compressed. The key is in
 * no error and in no log; redirects are not followed, which would take it elsewhere.
 *
 * @throws Input.Invalid where the key is empty
 * @example
 * const keepa = keepaSource({ apiKey, clock: systemClock });
 * const { products, tokens } = await keepa.fetchProducts({ codes, marketplace: "com" });
 */
export function keepaSource(options: KeepaOptions): ProductSource<Marketplace> {
  const { apiKey, clock, productsPerCode = 1 } = options;
  if (apiKey === "") throw new MillraceError("Input.Invalid", "Keepa's API key is empty");

  return {
    price: (codes) => keepaPrice(codes, productsPerCode),

    async fetchProducts({ codes, marketplace, signal }) {
      const url = addressOf({ options, codes, domain: domainOf(marketplace), productsPerCode });
      const { status, headers, body } = await call({ url, options, signal });
      const at = clock.now();
      const answer = read(body);
      const tokens = answer === null ? null : figuresOf(answer, at);
      const products = answer === null ? [] : productsOf(answer);
      const refused = answer?.error != null && products.length === 0;
      if (status !== 200 || refused) {
        throw refusalOf({ status, answer, tokens, retryAfterMs: retryAfterMs({ headers, now: at }) });
      }
      if (answer === null || (products.length === 0 && tokens === null)) throw unreadable(tokens);
      // Its parser of HTML is loaded here, for most programs never ask.
      const { joinByCode } = await import("./join.ts");
      return { products: joinByCode({ codes, products, marketplace }), tokens };
    },
  };
}

function addressOf(input: {
  options: KeepaOptions;
  codes: readonly ProductCode[];
  domain: number;
  productsPerCode: number;
}): URL {
  const { options, domain, productsPerCode } = input;
  const codes = [...new Set(input.codes.map(({ code }) => code))];
  const asins = input.codes.filter(isAsin).length;
  if (codes.length === 0 || codes.length > MOST_CODES || (asins > 0 && asins < input.codes.length)) {
    throw new MillraceError(
      "Input.Invalid",
      `a call to Keepa asks about 1 to ${MOST_CODES} codes, all of them ASINs or none`,
    );
  }
  const url = new URL("/product", options.baseURL ?? KEEPA_URL);
  url.search = new URLSearchParams({
    key: options.apiKey,
    domain: String(domain),
    [asins > 0 ? "asin" : "code"]: codes.join(","),
    ...(asins > 0 ? {} : { "code-limit": String(productsPerCode) }),
    stats: String(STATS_DAYS),
    history: "0",
  }).toString();
  return url;
}

/** One HTTP call. @throws Keepa.Unavailable, Keepa.Rejected for an answer that is too long, or the signal's reason */
async function call(input: {
  url: URL;
  options: KeepaOptions;
  signal: AbortSignal | undefined;
}): Promise<{ status: number; headers: Headers; body: string }> {
  const { url, options, signal } = input;
  const late = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const send = options.fetch ?? fetch;
  try {
    const response = await send(url, {
      headers: { "accept-encoding": "gzip", accept: "application/json" },
      redirect: "error",
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    });
    const body = await bodyOf(response, options.mostBytes ?? MOST_BYTES);
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof KeepaError) throw error;
    // What fetch throws may quote the address, and so the key.
    throw new KeepaError("Keepa.Unavailable", late.aborted ? say("keepa.late") : say("keepa.unreachable"));
  }
}

/** The text of a response, counted as it is once decompressed. */
async function bodyOf(response: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) {
      throw new KeepaError("Keepa.Rejected", say("keepa.long", { megabytes: mostBytes / MEGABYTE }));
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The answer's envelope; null for what is no JSON object: a proxy's page, or an answer cut off. */
function read(body: string): KeepaAnswer | null {
  try {
    return KeepaAnswer.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

function unreadable(tokens: TokenFigures | null): KeepaError {
  return new KeepaError("Keepa.Unavailable", say("keepa.noAnswer"), { tokens });
}
