import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Scenario, simulate } from "./simulation.ts";

const catalog = (products: number, size: number) =>
  Array.from({ length: Math.ceil(products / size) }, (_, n) => Math.min(size, products - n * size));

/** Chance comes from a seed, so that a case can be shrunk and repeated. */
const cases = fc.record({
  products: fc.integer({ min: 1, max: 1_500 }),
  size: fc.integer({ min: 1, max: 100 }),
  workers: fc.integer({ min: 1, max: 20 }),
  rate: fc.integer({ min: 2, max: 200 }),
  startShare: fc.integer({ min: 0, max: 100 }),
  firstRefill: fc.integer({ min: 1, max: 60_000 }),
  longest: fc.integer({ min: 1, max: 20_000 }),
  seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function scenarioOf({ products, size, startShare, longest, seed, ...rest }: Case) {
  const random = lehmer(seed);
  const scenario: Scenario = {
    ...rest,
    batches: catalog(products, size),
    start: Math.floor(startShare * rest.rate * 0.6),
    latency: () => Math.floor(random() * longest),
  };
  return { scenario, random };
}

/** Park and Miller's minimal standard generator. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** How long the calls themselves can take: those of the busiest worker, one after another, and the first one, which all wait for. */
function callsTake({ batches, workers }: Scenario, longest: number): number {
  return 2 * longest * (Math.ceil(batches.length / workers) + 2) + 2_000;
}

describe("1,000 products at 50 tokens a minute, ten workers, batches of 20", () => {
  it.each([0, 7, 20, 300, 999])(
    "starting with %i tokens end with the refill that pays for the last",
    async (start) => {
      const latency = 400;
      const outcome = await simulate({
        ...{ batches: catalog(1_000, 20), workers: 10, rate: 50, start },
        ...{ firstRefill: 40_000, latency: () => latency },
      });
      expect(outcome.finishedAt - outcome.idealAt).toBeLessThanOrEqual(4 * latency);
      expect(outcome.short).toBe(0);
      expect(Math.max(...outcome.refused)).toBeLessThanOrEqual(1);
      // Once and again for each batch, and once more for each worker while nothing is known about the account.
      expect(outcome.asked).toBeLessThanOrEqual(50 * 2 + 10 + 1);
    },
  );
});

describe("whatever the plan, the batches, the workers and the order of answers", () => {
  it("no call is made without its tokens but the first, which finds out; and no refill is wasted", async () => {
    // What a full account cannot take is nobody's: lost before the first call, and between two answers.
    const full = [
      { products: 121, size: 1, workers: 1, rate: 2, firstRefill: 1, longest: 2, seed: 2_064_535_640 },
      { products: 186, size: 2, workers: 5, rate: 3, firstRefill: 4_696, longest: 4_818, seed: 293_773_436 },
    ];
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const { scenario } = scenarioOf(drawn);
        const outcome = await simulate(scenario);
        expect(outcome.short).toBe(0);
        expect(outcome.refused.reduce((sum, times) => sum + times, 0)).toBeLessThanOrEqual(1);
        const late = outcome.finishedAt - outcome.idealAt;
        expect(late).toBeLessThanOrEqual(callsTake(scenario, drawn.longest));
      }),
      { numRuns: 300, examples: full.map((each) => [{ ...each, startShare: 100 }]) },
    );
  });

  it("workers that die lose no batch, and hold tokens back only until their reservations expire", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const { scenario, random } = scenarioOf(drawn);
        let deaths = 0;
        const dies = () => {
          if (deaths >= 10 || random() > 0.1) return null;
          deaths += 1;
          return (
            (["waiting", "before the call", "after the call"] as const)[Math.floor(random() * 3)] ?? null
          );
        };
        const outcome = await simulate({ ...scenario, dies });
        // Where the first call's worker dies, another call finds out.
        expect(outcome.short).toBeLessThanOrEqual(1 + deaths);
        // What was held or spent by the dead is refilled; they are noticed and replaced one after another.
        const refills = 60_000 * Math.ceil((2 * deaths * drawn.size) / drawn.rate);
        const bound = callsTake(scenario, drawn.longest) + refills + deaths * 30_000 + 240_000;
        expect(outcome.finishedAt - outcome.idealAt).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 200 },
    );
  });

  it("an account that others use too, and calls that cost more or less than reserved, delay and never stop it", async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (drawn) => {
        const { scenario, random } = scenarioOf(drawn);
        const outcome = await simulate({
          ...scenario,
          stolen: () => Math.floor(random() * 0.5 * drawn.rate),
          cost: (need) => Math.max(0, need + Math.floor((random() - 0.5) * 4)),
        });
        // At worst twice as long: half of every refill is somebody else's.
        const twice = Math.max(0, outcome.idealAt) * 2.5 + 600_000;
        expect(outcome.finishedAt).toBeLessThanOrEqual(twice + 2 * callsTake(scenario, drawn.longest));
      }),
      { numRuns: 200 },
    );
  });
});
