import { type CacheAside, cacheAside, cacheKey, cacheRates, defineEntry } from "@millrace/core/cache";
import { random, systemClock, uuid } from "@millrace/local/system";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import type { OpenCache } from "./cache.ts";
import { unique } from "./samples.ts";

/** What a cache-aside makes of an adapter when many use it at once. */
export function cacheAsideContract(name: string, make: () => Promise<OpenCache>): void {
  describe(`${name}: a cache-aside of several processes`, () => {
    let opened: OpenCache;
    let tenantId: string;
    let rates: ReturnType<typeof cacheRates>;
    let asides: CacheAside[];
    let loads: number;

    beforeEach(async () => {
      opened = await make();
      tenantId = unique("tenant");
      rates = cacheRates();
      loads = 0;
      asides = Array.from({ length: 5 }, () =>
        cacheAside({ cache: opened.open(), clock: systemClock, random, uuid, onEvent: rates.onEvent }),
      );
    });
    afterEach(() => opened.close());

    const kind = defineEntry({
      name: "customer",
      key: (id: string) => ({ key: cacheKey(tenantId, "customer", id), group: tenantId }),
      schema: z.object({ version: z.number() }),
      version: 1,
      ttlMs: () => 300_000,
      absentTtlMs: 60_000,
    });

    const load = async () => {
      loads++;
      await systemClock.sleep(20);
      return { version: loads };
    };

    const hundred = <T>(ask: (aside: CacheAside) => Promise<T>) =>
      Promise.all(Array.from({ length: 20 }, () => asides.map(ask)).flat());

    it("100 readers of one missing entry cause one load", async () => {
      const answers = await hundred((aside) => aside.get({ kind, id: "a", load }));
      expect(loads).toBe(1);
      expect(answers.every(({ value }) => value?.version === 1)).toBe(true);
      expect(rates.report().counts.miss).toBe(1);
    });

    it("100 readers of one invalidated entry cause one load more", async () => {
      const [aside] = asides;
      await aside?.get({ kind, id: "a", load });
      await aside?.invalidate([kind.key("a")]);
      const answers = await hundred((one) => one.get({ kind, id: "a", load }));
      expect(loads).toBe(2);
      expect(answers.every(({ value }) => value?.version === 2)).toBe(true);
    });

    it("100 forced loads share those that began after they were asked for", async () => {
      await hundred((aside) => aside.refresh({ kind, id: "a", load }));
      expect(loads).toBeLessThan(20);
    });

    it("a loader that failed is succeeded by one who waited", async () => {
      let failed = false;
      const answers = await Promise.allSettled(
        asides.map((aside) =>
          aside.get({
            kind,
            id: "a",
            async load() {
              if (failed) return load();
              failed = true;
              await systemClock.sleep(20);
              throw new Error("the first one");
            },
          }),
        ),
      );
      expect(answers.filter(({ status }) => status === "rejected")).toHaveLength(1);
      expect(loads).toBe(1);
    });
  });
}
