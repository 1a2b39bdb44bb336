import { createServer, type ServerResponse } from "node:http";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { type Json, keepaProduct } from "./keepa-products.ts";

/** How the server treats one call. Whoever is not charged in Keepa's way says so. */
export type KeepaBehaviour =
  | "good"
  /** Takes the call and never answers; charged. */
  | "hang"
  /** Takes the call, charges it, and breaks the connection. */
  | "reset"
  /** Breaks the connection before anything is done. */
  | "refuse"
  /** A proxy's page, status 200. */
  | "html"
  /** Half of the answer's JSON; charged. */
  | "truncated"
  /** An answer without any product, though there are some; charged. */
  | "empty"
  /** Every second product is missing; only the others are charged. */
  | "missing"
  /** The products in the opposite order. */
  | "reordered"
  /** Each product twice, the first time as it was a day ago. */
  | "duplicated"
  /** The products of another marketplace. */
  | "foreign"
  /** Products without their types, texts as numbers, arrays as null. */
  | "odd"
  /** Somebody else spends tokens first, and leaves so many. */
  | { tokensLeft: number }
  /** Status 200 with an error inside. */
  | { error: string }
  /** A status, with Keepa's body or another. */
  | { status: number; body?: string; headers?: Record<string, string> };

export interface KeepaCall {
  codes: string[];
  status: number;
  tokensConsumed: number;
  parameters: Record<string, string>;
}

export interface KeepaServer {
  /** For `baseURL`. */
  url: string;
  /** All calls, in order. */
  calls: KeepaCall[];
  /** Tokens that each code has cost. */
  spent: Map<string, number>;
  /** Tokens left; may be negative. */
  balance(): number;
  /** Somebody else uses the account. */
  spend(tokens: number): void;
  /** Behaviours of the next calls; after them comes `otherwise`. */
  script(...behaviours: KeepaBehaviour[]): void;
  close(): Promise<void>;
}

export interface KeepaServerOptions {
  /** ms since 1970 */
  now: () => number;
  /** Tokens a minute. */
  refillRate?: number;
  /** Tokens at the beginning; as many as the account can hold, where not given. */
  tokens?: number;
  apiKey?: string;
  otherwise?: KeepaBehaviour | ((codes: string[]) => KeepaBehaviour);
  /** Products that are to be answered as they stand, by ASIN. */
  products?: ReadonlyMap<string, Json>;
  /** Codes nobody knows. */
  unknown?: (code: string) => boolean;
  /** How many products a product code has; 1 where not given. */
  productsOf?: (code: string) => number;
  port?: number;
}

const MINUTE = 60_000;
const MINUTES_KEPT = 60;

/**
 * A server on 127.0.0.1 that speaks Keepa's protocol for `/product` and `/token` with a true bucket of tokens, by the clock it is given: a
 * refill a minute, an hour's refills at most, a call runs while there is a token and may drive the balance below zero. It makes up a product for
 * every code, always the same, and, as it is told, misbehaves.
 */
export async function startKeepaServer(options: KeepaServerOptions): Promise<KeepaServer> {
  const { now, refillRate = 50, apiKey = "test-key" } = options;
  const scripted: KeepaBehaviour[] = [];
  const calls: KeepaCall[] = [];
  const spent = new Map<string, number>();
  let tokens = options.tokens ?? refillRate * MINUTES_KEPT;
  let refillAt = now() + MINUTE;
  const refill = () => {
    for (; refillAt <= now(); refillAt += MINUTE) {
      tokens = Math.max(tokens, Math.min(refillRate * MINUTES_KEPT, tokens + refillRate));
    }
  };
  const envelope = (tokensConsumed: number): Json => ({
    timestamp: now(),
    tokensLeft: tokens,
    refillIn: refillAt - now(),
    refillRate,
    tokenFlowReduction: 0,
    tokensConsumed,
    processingTimeInMs: 7,
  });

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const parameters = Object.fromEntries(url.searchParams);
    const codes = (parameters.asin ?? parameters.code ?? "").split(",").filter((code) => code !== "");
    refill();
    const log = (status: number, tokensConsumed: number) => {
      calls.push({ codes, status, tokensConsumed, parameters });
    };
    const answer = (status: number, body: Json, consumed = 0) => {
      log(status, consumed);
      send(response, status, { ...envelope(consumed), ...body });
    };
    if (url.pathname === "/token") return answer(200, {});
    if (url.pathname !== "/product") return answer(404, {});
    if (parameters.key !== apiKey) {
      log(400, 0);
      const nothing = { tokensLeft: 0, refillIn: 0, refillRate: 0, tokensConsumed: 0 };
      return send(response, 400, { ...nothing, error: { type: "invalidParameter", message: "key" } });
    }
    if (codes.length === 0 || codes.length > 100 || ("asin" in parameters && "code" in parameters)) {
      return answer(400, { error: { type: "invalidParameter", message: "asin or code" } });
    }
    const { otherwise = "good" } = options;
    const behaviour = scripted.shift() ?? (typeof otherwise === "function" ? otherwise(codes) : otherwise);
    if (behaviour === "refuse") {
      log(0, 0);
      return void response.destroy();
    }
    if (typeof behaviour === "object") {
      if ("error" in behaviour) return answer(200, { error: { type: behaviour.error, message: apiKey } });
      if ("status" in behaviour) {
        log(behaviour.status, 0);
        if (behaviour.status === 429) tokens = Math.min(tokens, 0);
        if (behaviour.body === undefined)
          return send(response, behaviour.status, envelope(0), behaviour.headers);
        return void response.writeHead(behaviour.status, behaviour.headers).end(behaviour.body);
      }
      tokens = behaviour.tokensLeft;
    }
    if (behaviour === "html") {
      log(200, 0);
      return void response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>");
    }
    if (tokens <= 0) return answer(429, {});

    const domain = Number(parameters.domain);
    const limit = Number(parameters["code-limit"] ?? 100);
    const known = codes.filter(
      (code, n) => options.unknown?.(code) !== true && !(behaviour === "missing" && n % 2 === 1),
    );
    const products = known.flatMap((code) => {
      const count = "asin" in parameters ? 1 : Math.min(limit, options.productsOf?.(code) ?? 1);
      spent.set(code, (spent.get(code) ?? 0) + count);
      return Array.from(
        { length: count },
        (_, nth) => options.products?.get(code) ?? keepaProduct({ code, domain, now: now(), nth }),
      );
    });
    const consumed = products.length;
    tokens -= consumed;
    log(200, consumed);
    if (behaviour === "hang") return;
    if (behaviour === "reset") return void response.destroy();
    const body = { ...envelope(consumed), products: treated(products, behaviour) };
    if (behaviour !== "truncated") return send(response, 200, body);
    const text = JSON.stringify(body);
    return void response
      .writeHead(200, { "content-type": "application/json" })
      .end(text.slice(0, text.length / 2));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address !== null && typeof address !== "string" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    spent,
    balance() {
      refill();
      return tokens;
    },
    spend(count) {
      refill();
      tokens -= count;
    },
    script(...behaviours) {
      scripted.push(...behaviours);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function treated(products: Json[], behaviour: KeepaBehaviour): Json[] | null {
  const dayAgo = (product: Json): Json => ({
    ...product,
    title: "as it was",
    lastUpdate: Number(product.lastUpdate) - 1_440,
  });
  switch (behaviour) {
    case "empty":
      return null;
    case "reordered":
      return products.toReversed();
    case "duplicated":
      return products.flatMap((product) => [dayAgo(product), product, dayAgo(product)]);
    case "foreign":
      return products.map((product) => ({ ...product, domainId: 12 }));
    case "odd":
      return products.map(({ productType: _, ...product }) => ({
        ...product,
        brand: 42,
        features: null,
        images: [null, { m: 7 }],
        categoryTree: "none",
        stats: { ...(product.stats as Json), avg90: null, current: [null, "12", -2] },
      }));
    default:
      return products;
  }
}

/** Answers come compressed, as Keepa's always do. */
function send(
  response: ServerResponse,
  status: number,
  body: Json,
  headers: Record<string, string> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json", "content-encoding": "gzip", ...headers })
    .end(gzipSync(JSON.stringify(body)));
}

// From the command line: node test/equipment/keepa-server.ts --port 8789 --rate 50
if (import.meta.main) {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "8789" }, rate: { type: "string", default: "50" } },
  });
  const { url } = await startKeepaServer({
    now: Date.now,
    refillRate: Number(values.rate),
    port: Number(values.port),
  });
  console.log(`Keepa's protocol at ${url}, with the key test-key`);
}
