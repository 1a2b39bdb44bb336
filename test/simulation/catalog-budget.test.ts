import { type VirtualClock, virtualClock } from "@millrace/asl";
import { CatalogSubmission, submitCatalog } from "@millrace/core/catalog-enrichment";
import { isCatalogRun } from "@millrace/core/run";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  asins,
  catalogEquationHolds,
  type EnrichingBench,
  enrichingBench,
  type Worker,
} from "../equipment/enriching.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";
import { chance } from "./simulator.ts";

const MINUTE = 60_000;
const RATE = 50;
const FILE = ["asin", ...asins(1_000)].join("\n");

describe("a catalog of 1,000 products with 50 tokens a minute, through the flow", () => {
  let clock: VirtualClock;
  let server: KeepaServer;
  let bench: EnrichingBench;
  const start = Date.UTC(2026, 0, 1);
  const open = async (tokens: number, worker?: Worker) => {
    server = await startKeepaServer({ now: clock.now, refillRate: RATE, tokens });
    bench = enrichingBench({ clock, keepaUrl: server.url, ...(worker === undefined ? {} : { worker }) });
  };
  const spentTwice = () => [...server.spent.values()].reduce((sum, cost) => sum + cost - 1, 0);
  const refused = () => server.calls.filter(({ status }) => status === 429).length;

  beforeEach(() => {
    clock = virtualClock({ start });
  });
  afterEach(async () => {
    await server.close();
    bench.close();
  });

  it.each([
    [0, 20],
    [300, 14],
    [3_000, 0],
  ])("that has %i tokens at the start ends at refill %i, to the minute", async (tokens, refills) => {
    await open(tokens);
    const run = await bench.enrich(FILE);
    const summary = await bench.summary(run);
    expect(summary).toMatchObject({
      ...{ status: "COMPLETED", rows: 1_000, products: 1_000, enriched: 1_000, pending: 0 },
      ...{ batches: 50, failedBatches: 0, tokensSpent: 1_000 },
    });
    expect(catalogEquationHolds(summary)).toBe(true);
    const minutes = (clock.now() - start) / MINUTE;
    console.log(
      `${tokens} tokens at the start: ${minutes.toFixed(2)} minutes, ${server.calls.length} calls, ${refused()} refused`,
    );
    expect(minutes).toBeGreaterThanOrEqual(refills);
    // Before anything is known about the account all but one wait for two seconds.
    expect(minutes).toBeLessThanOrEqual(refills + 0.1);
    expect(refused()).toBeLessThanOrEqual(1);
    expect(spentTwice()).toBe(0);
    expect(server.balance()).toBeGreaterThanOrEqual(0);
    expect((await bench.products()).every(({ status }) => status === "enriched")).toBe(true);
  });

  it("dropped again within a day costs nothing, and after it what it cost at first", async () => {
    await open(3_000);
    await bench.enrich(FILE);
    const calls = server.calls.length;
    expect(await bench.summary(await bench.enrich(FILE))).toMatchObject({ enriched: 1_000, tokensSpent: 0 });
    expect(server.calls).toHaveLength(calls);
    await clock.sleep(25 * 60 * MINUTE);
    expect(await bench.summary(await bench.enrich(FILE))).toMatchObject({
      enriched: 1_000,
      tokensSpent: 1_000,
    });
  });

  it("whose every step is delivered twice, one after the other, pays for nothing twice", async () => {
    await open(300, async (_, work) => {
      await work(async () => {});
      return work(async () => {});
    });
    const summary = await bench.summary(await bench.enrich(FILE));
    expect(summary).toMatchObject({
      status: "COMPLETED",
      enriched: 1_000,
      failedBatches: 0,
      tokensSpent: 1_000,
    });
    expect(spentTwice()).toBe(0);
    expect(refused()).toBe(0);
    expect((clock.now() - start) / MINUTE).toBeLessThanOrEqual(14.1);
  });

  it("dropped twice at once is paid for once", async () => {
    await open(3_000);
    const runs = await Promise.all([
      bench.enrich(FILE),
      bench.enrich(FILE),
      bench.enrich(FILE, { batchSize: 33 }),
    ]);
    for (const run of runs)
      expect(await bench.summary(run)).toMatchObject({ status: "COMPLETED", enriched: 1_000 });
    expect(spentTwice()).toBe(0);
    expect(server.spent.size).toBe(1_000);
  });

  it.each([null, 33])(
    "whose products are in two catalogs of a tenant at once is paid for once, and ends as one would (batches of %s)",
    async (batchSize) => {
      await open(0);
      const runs = await Promise.all([
        bench.enrich(FILE),
        bench.enrich(FILE, { catalogId: "autumn", batchSize }),
      ]);
      for (const run of runs)
        expect(await bench.summary(run)).toMatchObject({ status: "COMPLETED", enriched: 1_000 });
      expect(spentTwice()).toBe(0);
      expect(server.spent.size).toBe(1_000);
      const minutes = (clock.now() - start) / MINUTE;
      console.log(`1,000 products in two catalogs at once: ${minutes.toFixed(2)} minutes`);
      // 20 refills; who waits for the other's answers looks for them five seconds after its turn.
      expect(minutes).toBeLessThanOrEqual(20.2);
    },
  );

  it.each(["spring", "autumn"])("does not wait for another one that is cancelled (%s)", async (catalogId) => {
    await open(0);
    const both = { spring: bench.enrich(FILE), autumn: bench.enrich(FILE, { catalogId: "autumn" }) };
    const [cancelled, whole] =
      catalogId === "spring" ? [both.spring, both.autumn] : [both.autumn, both.spring];
    await clock.sleep(5.5 * MINUTE);
    const [run] = (await bench.deps.runs.list({ tenantId: "acme", limit: 2 }))
      .filter(isCatalogRun)
      .filter(({ options }) => options.catalogId === catalogId);
    if (run === undefined) throw new Error("there is no run");
    await bench.deps.runs.update({ runId: run.runId, set: { status: "CANCELLED" } });
    expect(await bench.summary(await whole)).toMatchObject({ status: "COMPLETED", enriched: 1_000 });
    await cancelled;
    expect(spentTwice()).toBe(0);
    const minutes = (clock.now() - start) / MINUTE;
    console.log(`1,000 products in two catalogs, of which one is cancelled: ${minutes.toFixed(2)} minutes`);
    // 20 refills, and at most those that were set aside for the cancelled one's ten batches.
    expect(minutes).toBeLessThanOrEqual(24.2);
  });

  it("shares its tokens with another one by turns, and both end when the budget allows", async () => {
    await open(0);
    const other = ["asin", ...asins(500, 5_000)].join("\n");
    const runs = await Promise.all([
      bench.enrich(["asin", ...asins(500)].join("\n")),
      bench.enrich(other, { catalogId: "autumn" }),
    ]);
    for (const run of runs)
      expect(await bench.summary(run)).toMatchObject({ status: "COMPLETED", enriched: 500 });
    expect(spentTwice()).toBe(0);
    expect(refused()).toBeLessThanOrEqual(1);
    const minutes = (clock.now() - start) / MINUTE;
    expect(minutes).toBeGreaterThanOrEqual(20);
    expect(minutes).toBeLessThanOrEqual(20.1);
    // Neither waits for the other's end.
    const seconds = runs.map(({ startedAt, finishedAt }) => ((finishedAt ?? 0) - (startedAt ?? 0)) / MINUTE);
    expect(Math.min(...seconds)).toBeGreaterThan(15);
  });

  it("lets a few codes named by the API go first, and loses no more than their tokens' time by it", async () => {
    await open(0);
    const catalog = bench.enrich(FILE);
    // In the midst of it, with ten batches waiting.
    await clock.sleep(5.5 * MINUTE);
    const submission = CatalogSubmission.parse({ codes: asins(80, 5_000) });
    const named = { tenantId: "acme", catalogId: "few", user: "key", submission };
    const few = await clock.during(submitCatalog(named, bench.deps));
    if (few === null) throw new Error("codes are no file");
    const [whole, first] = [await catalog, await bench.ended(few.runId)];
    for (const run of [whole, first]) expect(run.status).toBe("COMPLETED");
    const seconds = ((first.finishedAt ?? 0) - (first.startedAt ?? 0)) / 1_000;
    expect(seconds).toBeLessThanOrEqual(120);
    expect(first.finishedAt).toBeLessThan(whole.finishedAt ?? 0);
    // 1,080 tokens at 50 a minute.
    expect((clock.now() - start) / MINUTE).toBeLessThanOrEqual(22.1);
    expect(spentTwice()).toBe(0);
    expect(refused()).toBeLessThanOrEqual(1);
  });

  it.each([1, 2, 3, 4])(
    "whose workers are killed loses no product, and pays twice only for calls under way (seed %i)",
    async (seed) => {
      const random = chance(seed);
      let kills = 0;
      let underWay = 0;
      await open(100, async (_, work) => {
        let dead = false;
        return work(async (place) => {
          const answered = place === "answered";
          // Most often where it hurts: paid for, and not kept yet.
          if (!dead && kills < 10 && random() < (answered ? 0.2 : 0.02)) {
            dead = true;
            kills += 1;
            if (answered || place === "products.update") underWay += 1;
          }
          if (dead) throw Object.assign(new Error("killed"), { name: "Sandbox.Timedout" });
        });
      });
      const summary = await bench.summary(await bench.enrich(FILE));
      expect(kills).toBe(10);
      expect(summary).toMatchObject({ status: "COMPLETED", enriched: 1_000, pending: 0, failedBatches: 0 });
      expect(spentTwice()).toBeLessThanOrEqual(underWay * 20);
      expect(refused()).toBeLessThanOrEqual(1);
      const minutes = (clock.now() - start) / MINUTE;
      console.log(
        `10 workers killed, ${underWay} of them with an answer: ${spentTwice()} tokens spent twice, ${minutes.toFixed(1)} minutes`,
      );
      // 18 refills for the catalog, and those for what the dead had spent or held.
      expect(minutes).toBeLessThanOrEqual(18 + Math.ceil((10 * 20) / RATE) + 6);
    },
  );
});
