import { type Cache, type CacheWrite, cacheKey, defineEntry, encodeEntry } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { unique } from "./samples.ts";

/** What {@link cacheContract} asks of an adapter. */
export interface OpenCache {
  /** A client of its own, as another process has, whose clock is this much ahead of the others'. */
  open(aheadMs?: number): Cache;
  /** Lets time pass. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** What every {@link Cache} does. The cache may be shared: each test has keys of its own. */
export function cacheContract(name: string, make: () => Promise<OpenCache>): void {
  describe(`${name}: the contract of Cache`, () => {
    let opened: OpenCache;
    let cache: Cache;
    let group: string;

    beforeEach(async () => {
      opened = await make();
      cache = opened.open();
      group = unique("tenant");
    });
    afterEach(() => opened.close());

    const key = (...parts: string[]) => cacheKey(group, ...parts);

    /** What the cache holds, by its data. */
    const held = async (...keys: string[]) => {
      const entries = await cache.read(keys.map((name) => ({ key: key(name), group })));
      return entries.map((entry) => (entry === null ? null : JSON.parse(entry.value).data));
    };

    const entry = (of: { name: string; data: string; stamp: number } & Partial<CacheWrite>): CacheWrite => {
      const { name, data, ...rest } = of;
      return { key: key(name), group, value: textOf(data, of.stamp), ttlMs: HOUR, ...rest };
    };

    const put = async (name: string, data: string) => {
      const stamp = await cache.stamp();
      await cache.write([entry({ name, data, stamp })]);
      return stamp;
    };

    describe("stamps", () => {
      it("grow, from whichever client and whatever its clock says", async () => {
        const clients = [cache, opened.open(600_000), opened.open(-600_000), cache];
        const stamps: number[] = [];
        for (const client of [...clients, ...clients]) stamps.push(await client.stamp());
        expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
      });

      it("are given to nobody twice", async () => {
        const clients = [cache, opened.open(), opened.open()];
        const stamps = await Promise.all(Array.from({ length: 60 }, (_, n) => clients[n % 3]?.stamp()));
        expect(new Set(stamps).size).toBe(60);
      });

      it("are not below the time, so that a cache that lost its count goes on above what it has stored", async () => {
        const before = Date.now();
        expect(await opened.open(600_000).stamp()).toBeGreaterThanOrEqual(before + 600_000);
      });
    });

    describe("entries", () => {
      it("come back as they were written, in the order asked for, however often", async () => {
        const hostile = `"'\\\u0000\n${"ü"}👩‍👧 "stamp":9}} {{OK`;
        await put("a", hostile);
        const stamp = await put("b", "OK");
        expect(await held("b", "none", "a", "b")).toEqual(["OK", null, hostile, "OK"]);
        expect(await cache.read([{ key: key("b") }])).toEqual([{ value: textOf("OK", stamp), stamp }]);
      });

      it("with hostile keys are kept apart", async () => {
        const names = [
          "*",
          "a",
          "a b",
          "a%20b",
          "",
          ":",
          "'; DROP TABLE entries; --",
          "@clock",
          "é",
          "e\u0301",
        ];
        const stamp = await cache.stamp();
        await cache.write(names.map((name) => entry({ name, data: `of ${name}`, stamp })));
        expect(await held(...names)).toEqual(names.map((name) => `of ${name}`));
      });

      it("of nothing ask nothing", async () => {
        expect(await cache.read([])).toEqual([]);
        expect(await cache.write([])).toEqual([]);
        await cache.invalidate([]);
      });

      it("are written and read by the thousand, each told what became of it", async () => {
        const names = Array.from({ length: 1_000 }, (_, n) => String(n));
        const stamp = await cache.stamp();
        await cache.invalidate([key("7"), key("912")]);
        const written = await cache.write(names.map((name) => entry({ name, data: "x".repeat(300), stamp })));
        expect(names.filter((_, n) => !written[n])).toEqual(["7", "912"]);
        expect((await held(...names)).filter((data) => data === null)).toHaveLength(2);
      });

      it("larger than a request comes back whole", async () => {
        await put("large", "ä".repeat(700_000));
        const [large] = await held("large");
        expect(large).toHaveLength(700_000);
      });

      it("are replaced by what was loaded later or at the same stamp, not by what was loaded before", async () => {
        const [first, second] = [await cache.stamp(), await cache.stamp()];
        const write = (data: string, stamp: number) => cache.write([entry({ name: "a", data, stamp })]);
        expect(await write("second", second)).toEqual([true]);
        expect(await write("first", first)).toEqual([false]);
        expect(await held("a")).toEqual(["second"]);
        expect(await write("again", second)).toEqual([true]);
        expect(await held("a")).toEqual(["again"]);
      });

      it("are gone when their time is over, and do not then keep an older one out", async () => {
        const [first, second] = [await cache.stamp(), await cache.stamp()];
        await cache.write([entry({ name: "a", data: "short", stamp: second, ttlMs: 40 })]);
        await cache.write([entry({ name: "b", data: "long", stamp: second })]);
        await opened.pass(80);
        expect(await held("a", "b")).toEqual([null, "long"]);
        expect(await cache.write([entry({ name: "a", data: "older", stamp: first })])).toEqual([true]);
      });
    });

    describe("an invalidation", () => {
      it("removes its entries and no others", async () => {
        for (const name of ["a", "b", "c"]) await put(name, name);
        await cache.invalidate([key("a"), key("c"), key("never there")]);
        expect(await held("a", "b", "c")).toEqual([null, "b", null]);
      });

      it("keeps out what was read before it, and lets in what was read after", async () => {
        const before = await cache.stamp();
        await opened.open(-600_000).invalidate([key("a")]);
        const after = await cache.stamp();
        expect(await cache.write([entry({ name: "a", data: "old", stamp: before })])).toEqual([false]);
        expect(await held("a")).toEqual([null]);
        expect(await cache.write([entry({ name: "a", data: "new", stamp: after })])).toEqual([true]);
        expect(await cache.write([entry({ name: "b", data: "other", stamp: before })])).toEqual([true]);
        expect(await held("a", "b")).toEqual(["new", "other"]);
      });

      it("keeps out the one who was loading", async () => {
        const granted = await cache.acquire({ key: key("a"), group, owner: "reader", leaseMs: HOUR });
        await cache.invalidate([key("a")]);
        if (granted.state !== "granted") throw new Error(granted.state);
        expect(await cache.write([entry({ name: "a", data: "old", stamp: granted.stamp })])).toEqual([false]);
      });

      it("of a group removes all of it and keeps out what was read before", async () => {
        const other = { key: cacheKey(unique("tenant"), "a"), group: unique("tenant") };
        const stamp = await cache.stamp();
        await cache.write([
          entry({ name: "a", data: "a", stamp }),
          entry({ name: "b", data: "b", stamp }),
          { ...entry({ name: "x", data: "other", stamp }), ...other },
        ]);
        await cache.invalidateGroup(group);
        expect(await held("a", "b")).toEqual([null, null]);
        expect(await cache.write([entry({ name: "c", data: "c", stamp })])).toEqual([false]);
        const granted = await cache.acquire({ key: key("a"), group, owner: "reader", leaseMs: HOUR });
        expect(granted.state).toBe("granted");
        await put("a", "new");
        expect(await held("a", "b", "c")).toEqual(["new", null, null]);
        const [kept = null] = await cache.read([other]);
        expect(kept?.stamp).toBe(stamp);
      });
    });

    describe("a lease", () => {
      const ask = (owner: string, rest: { leaseMs?: number; newerThan?: number } = {}, client = cache) =>
        client.acquire({ key: key("a"), group, owner, leaseMs: HOUR, ...rest });

      it("is one loader's, with a stamp above all before", async () => {
        const before = await cache.stamp();
        const first = await ask("first");
        if (first.state !== "granted") throw new Error(first.state);
        expect(first.stamp).toBeGreaterThan(before);
        expect(await ask("second", {}, opened.open())).toEqual({ state: "held" });
        const [elsewhere, again] = [
          await cache.acquire({ key: key("b"), owner: "second", leaseMs: HOUR }),
          await ask("first"),
        ];
        expect([elsewhere.state, again.state]).toEqual(["granted", "granted"]);
      });

      it("goes to one of many who ask at once", async () => {
        const clients = [cache, opened.open(), opened.open(5_000), opened.open(-5_000)];
        const answers = await Promise.all(
          Array.from({ length: 60 }, (_, n) => ask(`owner ${n}`, {}, clients[n % 4] ?? cache)),
        );
        expect(answers.filter(({ state }) => state === "granted")).toHaveLength(1);
      });

      it("ends by its holder's release, not by another's", async () => {
        await ask("first");
        await cache.release({ key: key("a"), owner: "second" });
        expect(await ask("second")).toEqual({ state: "held" });
        await cache.release({ key: key("a"), owner: "first" });
        expect((await ask("second")).state).toBe("granted");
      });

      it("ends by its holder's write, stored or not, and by no other write", async () => {
        const stamp = await cache.stamp();
        await ask("first");
        await cache.write([entry({ name: "a", data: "other", stamp, owner: "second" })]);
        await cache.write([entry({ name: "a", data: "nobody's", stamp })]);
        expect(await ask("second", { newerThan: stamp })).toEqual({ state: "held" });
        const refused = entry({ name: "a", data: "old", stamp: stamp - 1, owner: "first" });
        expect(await cache.write([refused])).toEqual([false]);
        expect((await ask("second", { newerThan: stamp })).state).toBe("granted");
      });

      it("ends with its time, so that a loader who died is succeeded", async () => {
        await ask("died", { leaseMs: 40 });
        await opened.pass(80);
        expect((await ask("second")).state).toBe("granted");
      });

      it("is not given where an entry is there that is new enough", async () => {
        const stamp = await put("a", "there");
        const stored = { state: "stored", entry: { value: textOf("there", stamp), stamp } };
        expect(await ask("first")).toEqual(stored);
        expect(await ask("first", { newerThan: stamp - 1 })).toEqual(stored);
        expect((await ask("first", { newerThan: stamp })).state).toBe("granted");
        expect(await ask("second")).toEqual(stored);
      });
    });

    describe("a count", () => {
      it("is of its key and begins anew after its window", async () => {
        const [a, b] = [
          { key: key("a"), windowMs: HOUR },
          { key: key("b"), windowMs: 40 },
        ];
        expect([await cache.count(a), await cache.count(a), await cache.count(b)]).toEqual([1, 2, 1]);
        expect(await opened.open().count(a)).toBe(3);
        await opened.pass(80);
        expect([await cache.count(b), await cache.count(a)]).toEqual([1, 4]);
      });

      it("misses nobody who comes at once", async () => {
        const clients = [cache, opened.open()];
        const counts = await Promise.all(
          Array.from({ length: 40 }, (_, n) => clients[n % 2]?.count({ key: key("a"), windowMs: HOUR })),
        );
        expect(counts.sort((x = 0, y = 0) => x - y)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
      });
    });

    describe("a ranking", () => {
      it("has those stored most often first; what is refused does not count", async () => {
        const ranking = unique("ranking");
        const stored = async (member: string, times: number, stamp?: number) => {
          for (let n = 0; n < times; n++) {
            const write = entry({ name: member, data: "", stamp: stamp ?? (await cache.stamp()) });
            await cache.write([{ ...write, ranking: { name: ranking, member } }]);
          }
        };
        await stored("twice", 2);
        await stored("thrice 🐕", 3);
        await stored("once", 1);
        await stored("once", 9, 1);
        expect(await cache.mostUsed({ ranking, limit: 10 })).toEqual(["thrice 🐕", "twice", "once"]);
        expect(await cache.mostUsed({ ranking, limit: 1 })).toEqual(["thrice 🐕"]);
        expect(await cache.mostUsed({ ranking: unique("ranking"), limit: 10 })).toEqual([]);
      });
    });
  });
}

const HOUR = 3_600_000;

const Sample = defineEntry({
  name: "sample",
  key: (name: string) => ({ key: name }),
  schema: z.object({ data: z.string() }),
  version: 1,
  ttlMs: () => HOUR,
  absentTtlMs: HOUR,
});

function textOf(data: string, stamp: number): string {
  return encodeEntry({ kind: Sample, value: { data }, stamp, now: 0, random: 0 }).value;
}

/** The clock of a machine that is ahead of another's. */
export function ahead(clock: Clock, ms: number): Clock {
  return { ...clock, now: () => clock.now() + ms };
}
