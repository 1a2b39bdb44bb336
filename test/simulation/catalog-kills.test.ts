import { virtualClock } from "@millrace/asl";
import { UNDER_WAY } from "@millrace/core/run";
import { describe, expect, it } from "vitest";
import { asins, catalogEquationHolds, enrichingBench } from "../equipment/enriching.ts";
import { startKeepaServer } from "../equipment/keepa-server.ts";
import { chance } from "./simulator.ts";

const FILE = ["asin", ...asins(200)].join("\n");
/** Of the second run; the first has twenty. */
const LARGEST_BATCH = 33;
/** One operation in twenty is the last of its worker. */
const KILL_RATE = 0.05;
const MOST_KILLS = 60;

describe("products named twice at once, while workers die all the time", () => {
  const SEEDS = [100, 102, 104, 107, 112, 119, 126, 130];
  it.each(SEEDS.map((seed, n) => ({ seed, second: n % 2 === 0 ? "spring" : "autumn" })))(
    "in spring and $second are paid for twice only where an answer was under way, and every run ends (seed $seed)",
    async ({ seed, second }) => {
      const clock = virtualClock();
      const random = chance(seed);
      const server = await startKeepaServer({ now: clock.now, refillRate: 50, tokens: 120 });
      let kills = 0;
      let underWay = 0;
      const bench = enrichingBench({
        clock,
        keepaUrl: server.url,
        worker(_, work) {
          let dead = false;
          let holdsAnswer = false;
          return work(async (place) => {
            if (place === "answered") holdsAnswer = true;
            if (place === "products.kept") holdsAnswer = false;
            if (!dead && kills < MOST_KILLS && random() < KILL_RATE) {
              dead = true;
              kills += 1;
              if (holdsAnswer) underWay += 1;
            }
            if (dead) throw Object.assign(new Error("killed"), { name: "Sandbox.Timedout" });
          });
        },
      });
      try {
        const runs = await Promise.all([
          bench.enrich(FILE),
          bench.enrich(FILE, { catalogId: second, batchSize: LARGEST_BATCH }),
        ]);
        const twice = [...server.spent.values()].reduce((sum, cost) => sum + cost - 1, 0);
        expect(twice).toBeLessThanOrEqual(underWay * LARGEST_BATCH);
        for (const run of runs) {
          expect(UNDER_WAY).not.toContain(run.status);
          expect(catalogEquationHolds(await bench.summary(run))).toBe(true);
        }
        const products = await bench.products(second);
        expect(products).toHaveLength(200);
        for (const { code, status, fields } of products)
          if (status === "enriched") expect(fields.asin).toBe(code);
        console.log(`${kills} kills, ${underWay} of them with an answer: ${twice} tokens spent twice`);
      } finally {
        bench.close();
        await server.close();
      }
    },
  );
});
