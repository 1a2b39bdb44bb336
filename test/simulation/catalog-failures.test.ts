import { type VirtualClock, virtualClock } from "@millrace/asl";
import type { Product } from "@millrace/core/product";
import { type Run, type RunStatus, UNDER_WAY } from "@millrace/core/run";
import { retryRun } from "@millrace/core/run-lifecycle";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asins, catalogEquationHolds, type EnrichingBench, enrichingBench } from "../equipment/enriching.ts";
import { type KeepaBehaviour, type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

/** Real time: the clock of the flow stands still while a call hangs. */
const TIMEOUT_MS = 150;
/** Three batches, and codes that Keepa knows nothing of. */
const CODES = asins(60);
const FILE = ["asin", ...CODES].join("\n");
const UNKNOWN = new Set(CODES.filter((_, n) => n % 15 === 7));

const times = (count: number, behaviour: KeepaBehaviour) => Array<KeepaBehaviour>(count).fill(behaviour);

interface Script {
  name: string;
  first?: KeepaBehaviour[];
  /** From then on; good where not given. */
  after?: KeepaBehaviour;
  ends: RunStatus;
  /** Products that are enriched at the end of the run. */
  enriched?: number;
}

const KNOWN = CODES.length - UNKNOWN.size;

/** What may go wrong, and how a run of three batches ends that meets it. */
const SCRIPTS: Script[] = [
  // A batch has six calls, and on a busy machine one may meet all of these.
  { name: "a storm of refusals for tokens", first: times(5, { status: 429 }), ends: "COMPLETED" },
  {
    name: "429 by a proxy",
    first: times(3, { status: 429, body: "", headers: { "retry-after": "30" } }),
    ends: "COMPLETED",
  },
  { name: "429 for ever", after: { status: 429 }, ends: "PAUSED", enriched: 0 },
  {
    name: "tokens that somebody else spends",
    first: [{ tokensLeft: -100 }, { tokensLeft: 0 }],
    ends: "COMPLETED",
  },
  { name: "a balance driven far below zero", first: [{ tokensLeft: 1 }], ends: "COMPLETED" },
  { name: "503 thrice", first: times(3, { status: 503 }), ends: "COMPLETED" },
  {
    name: "503 with a time to come back",
    first: times(3, { status: 503, headers: { "retry-after": "90" } }),
    ends: "COMPLETED",
  },
  { name: "500 for ever", after: { status: 500, body: "<html>" }, ends: "PAUSED", enriched: 0 },
  {
    name: "200 with an error that passes",
    first: times(2, { error: "internalServerError" }),
    ends: "COMPLETED",
  },
  {
    name: "200 with an error for want of tokens",
    first: times(2, { error: "NOT_ENOUGH_TOKEN" }),
    ends: "COMPLETED",
  },
  { name: "200 with an error nobody explains", first: [{ error: "strange" }], ends: "COMPLETED_WITH_ERRORS" },
  { name: "a call that hangs", first: ["hang"], ends: "COMPLETED" },
  { name: "calls that hang for ever", after: "hang", ends: "PAUSED", enriched: 0 },
  { name: "a proxy's page", first: times(2, "html"), ends: "COMPLETED" },
  { name: "a proxy's page for ever", after: "html", ends: "PAUSED", enriched: 0 },
  {
    name: "connections broken before and after the work",
    first: ["refuse", "reset", "refuse"],
    ends: "COMPLETED",
  },
  { name: "nobody there", after: "refuse", ends: "PAUSED", enriched: 0 },
  { name: "half an answer", first: times(2, "truncated"), ends: "COMPLETED" },
  { name: "an answer without any product", first: ["empty"], ends: "COMPLETED" },
  { name: "missing products", first: times(3, "missing"), ends: "COMPLETED" },
  { name: "products in another order", after: "reordered", ends: "COMPLETED", enriched: KNOWN },
  { name: "products twice, once as they were", after: "duplicated", ends: "COMPLETED", enriched: KNOWN },
  { name: "products of another marketplace", first: ["foreign"], ends: "COMPLETED" },
  { name: "fields that are not as documented", after: "odd", ends: "COMPLETED" },
  { name: "402 half way", first: ["good"], after: { status: 402 }, ends: "PAUSED" },
  { name: "402 as an error inside 200", after: { error: "paymentRequired" }, ends: "PAUSED", enriched: 0 },
  { name: "400 for one batch", first: [{ status: 400 }], ends: "COMPLETED_WITH_ERRORS" },
  { name: "405 for one batch", first: [{ status: 405 }], ends: "COMPLETED_WITH_ERRORS" },
  { name: "403 for ever", after: { status: 403, body: "Forbidden" }, ends: "PAUSED", enriched: 0 },
];

describe("a catalog against a server that", () => {
  let clock: VirtualClock;
  let server: KeepaServer;
  let bench: EnrichingBench;
  let otherwise: KeepaBehaviour;

  beforeEach(async () => {
    otherwise = "good";
    clock = virtualClock();
    server = await startKeepaServer({
      ...{ now: clock.now, refillRate: 50, tokens: 500 },
      ...{ otherwise: () => otherwise, unknown: (code) => UNKNOWN.has(code) },
    });
    bench = enrichingBench({ clock, keepaUrl: server.url, timeoutMs: TIMEOUT_MS });
  });
  afterEach(async () => {
    await server.close();
    bench.close();
  });

  /** Nothing is said of a product that was not so. */
  const isTrue = ({
    code,
    status,
    fields,
    sampled,
    source,
    reason,
    enrichedAt,
    pendingUntil,
  }: Product): boolean => {
    const wasAnswered = server.calls.some(
      ({ codes, status: answer }) => answer === 200 && codes.includes(code),
    );
    switch (status) {
      case "enriched":
        return (
          (server.spent.get(code) ?? 0) > 0 &&
          fields.asin === code &&
          reason === null &&
          enrichedAt !== null &&
          sampled.length === 0 &&
          source === "keepa" &&
          pendingUntil === null
        );
      case "noData":
        return wasAnswered && reason !== null && Object.keys(fields).length === 0;
      case "pending":
        return reason !== null && enrichedAt === null && source === null;
      case "rejected":
        return false;
    }
  };
  const check = async (run: Run) => {
    const summary = await bench.summary(run);
    expect(UNDER_WAY).not.toContain(run.status);
    expect(catalogEquationHolds(summary)).toBe(true);
    const products = await bench.products();
    expect(products).toHaveLength(CODES.length);
    expect(products.filter((product) => !isTrue(product))).toEqual([]);
    const count = (status: Product["status"]) =>
      products.filter((product) => product.status === status).length;
    const { enriched, noData, pending } = summary;
    expect({ enriched, noData, pending }).toEqual({
      enriched: count("enriched"),
      noData: count("noData"),
      pending: count("pending"),
    });
    expect(summary.tokensSpent).toBeLessThanOrEqual([...server.spent.values()].reduce((a, b) => a + b, 0));
    return summary;
  };
  /** The trouble is over, and its owner tries what is left again. */
  const recovered = async (run: Run) => {
    otherwise = "good";
    await clock.sleep(3_600_000);
    if (run.status !== "COMPLETED") await retryRun(run, bench.deps);
    const after = await bench.ended(run.runId);
    expect(after.status).toBe("COMPLETED");
    expect(await check(after)).toMatchObject({ pending: 0, failedBatches: 0 });
  };

  it.each(SCRIPTS)("answers with $name ends $ends, with every product in a true state", async (script) => {
    server.script(...(script.first ?? []));
    otherwise = script.after ?? "good";
    const start = clock.now();
    const run = await bench.enrich(FILE);
    const summary = await check(run);
    expect(run.status).toBe(script.ends);
    // Six calls of one batch, each a lease after the one before where nobody knows how the account stands.
    expect(clock.now() - start).toBeLessThan(30 * 60_000);
    if (script.enriched !== undefined) expect(summary.enriched).toBe(script.enriched);
    await recovered(run);
  });

  it("knows no such key pauses the run by one call, and the others never ask", async () => {
    otherwise = {
      status: 400,
      body: JSON.stringify({
        tokensLeft: 0,
        refillIn: 0,
        refillRate: 0,
        error: { type: "invalidParameter" },
      }),
    };
    const run = await bench.enrich(FILE);
    expect(run.halted?.name).toBe("Keepa.InvalidRequest");
    expect(server.calls).toHaveLength(1);
    await check(run);
    await recovered(run);
  });

  it("misbehaves in any way, in any order, leaves every product in a true state", async () => {
    const Behaviour = fc.constantFrom<KeepaBehaviour>(
      ...SCRIPTS.flatMap(({ first = [], after = "good" }) => [...first.slice(0, 1), after]).filter(
        (behaviour) => behaviour !== "hang",
      ),
    );
    let catalog = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(Behaviour, { maxLength: 15 }), async (behaviours) => {
        const own = virtualClock();
        const unruly = await startKeepaServer({ now: own.now, refillRate: 50, tokens: 100 });
        const other = enrichingBench({ clock: own, keepaUrl: unruly.url, timeoutMs: TIMEOUT_MS });
        try {
          unruly.script(...behaviours);
          const run = await other.enrich(FILE, { catalogId: `c${++catalog}`, batchSize: 10 });
          expect(UNDER_WAY).not.toContain(run.status);
          const summary = await other.summary(run);
          expect(catalogEquationHolds(summary)).toBe(true);
          const products = await other.products(`c${catalog}`);
          expect(products.filter(({ status }) => status === "enriched")).toHaveLength(summary.enriched);
          expect(products.filter(({ status }) => status === "pending")).toHaveLength(summary.pending);
          for (const { code, fields, status } of products)
            if (status === "enriched") expect(fields.asin).toBe(code);
        } finally {
          other.close();
          await unruly.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is down for good leaves sample values where the run allows it, marked, and real ones take their place", async () => {
    otherwise = { status: 503 };
    const run = await bench.enrich(FILE, { sample: true });
    expect(run.status).toBe("PAUSED");
    const sampled = await bench.products();
    expect(sampled.every(({ status, source }) => status === "pending" && source === "sample")).toBe(true);
    expect(sampled.every(({ sampled: names, fields }) => names.length === Object.keys(fields).length)).toBe(
      true,
    );
    expect(await bench.summary(run)).toMatchObject({ enriched: 0, pending: 60 });
    otherwise = "good";
    await clock.sleep(3_600_000);
    await retryRun(run, bench.deps);
    expect(await bench.summary(await bench.ended(run.runId))).toMatchObject({
      ...{ status: "COMPLETED", enriched: KNOWN, noData: UNKNOWN.size, pending: 0 },
    });
    const real = (await bench.products()).filter(({ status }) => status === "enriched");
    expect(real.every(({ source, sampled: names }) => source === "keepa" && names.length === 0)).toBe(true);
  });
});
