import { upstashCache } from "@millrace/aws/cache";
import { systemClock } from "@millrace/aws/system";
import { type CacheWrite, cacheKey, defineEntry, encodeEntry } from "@millrace/core/cache";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { unique } from "../../../test/contract/samples.ts";
import { type RedisServer, redisIsMissing, startRedis } from "../../../test/equipment/redis-server.ts";
import {
  type FrontFault,
  startUpstashFront,
  type UpstashFront,
} from "../../../test/equipment/upstash-front.ts";

const missing = redisIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

const Sample = defineEntry({
  name: "sample",
  key: (id: string) => ({ key: id }),
  schema: z.object({ text: z.string() }),
  version: 1,
  ttlMs: () => 3_600_000,
  absentTtlMs: 60_000,
});

describe.skipIf(skipped)(`Upstash over redis-server${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  let server: RedisServer;
  let front: UpstashFront;
  let redis: ReturnType<typeof createClient>;

  beforeAll(async () => {
    server = await startRedis();
    front = await startUpstashFront({ redisUrl: server.url });
    redis = createClient({ url: server.url });
    await redis.connect();
  });
  afterEach(() => front.reset());
  afterAll(async () => {
    await redis.close();
    await front.close();
    await server.close();
  });

  /** One that waits for answers on a machine that does much else. */
  const patient = () => upstashCache({ ...front, clock: systemClock, timeoutMs: 20_000 });

  const entries = (input: { count: number; text: string; stamp: number }): CacheWrite[] => {
    const { count, text, stamp } = input;
    const { value } = encodeEntry({ kind: Sample, value: { text }, stamp, now: 0, random: 0 });
    const name = unique("key");
    return Array.from({ length: count }, (_, n) => ({ key: `${name}:${n}`, value, stamp, ttlMs: 3_600_000 }));
  };

  describe("requests", () => {
    it("are one for a stamp, and one for the write of 500 statistics", async () => {
      const cache = patient();
      const stamp = await cache.stamp();
      await cache.write(entries({ count: 500, text: "x".repeat(150), stamp }));
      expect(front.requests.map(({ name }) => name)).toEqual(["EVAL", "pipeline"]);
    });

    it("are one for the read of 500 entries of a group", async () => {
      const keys = Array.from({ length: 500 }, (_, n) => ({ key: String(n), group: "g" }));
      await patient().read(keys);
      expect(front.requests.map(({ name }) => name)).toEqual(["MGET"]);
    });

    it("stay below a megabyte and a bit, each entry in one of them", async () => {
      const cache = patient();
      const stamp = await cache.stamp();
      front.reset();
      const written = await cache.write(entries({ count: 300, text: '"'.repeat(5_000), stamp }));
      expect(written.filter((stored) => stored)).toHaveLength(300);
      expect(front.requests.length).toBeGreaterThan(2);
      // What a request holds beside the entries is a script for each hundred of them.
      for (const { bytes } of front.requests) expect(bytes).toBeLessThan(1_100_000);
    });

    it.each([["nothing to read"], ["nothing to write"], ["nothing to invalidate"]])(
      "are none for %s",
      async () => {
        const cache = patient();
        await cache.read([]);
        await cache.write([]);
        await cache.invalidate([]);
        expect(front.requests).toEqual([]);
      },
    );
  });

  describe("trouble", () => {
    const calls: [string, (cache: ReturnType<typeof upstashCache>) => Promise<unknown>][] = [
      ["stamp", (cache) => cache.stamp()],
      ["read", (cache) => cache.read([{ key: "customerStatistics-3001234567" }])],
      ["acquire", (cache) => cache.acquire({ key: "customerStatistics-3001234567", owner: "o", leaseMs: 1 })],
      ["release", (cache) => cache.release({ key: "customerStatistics-3001234567", owner: "o" })],
      ["write", (cache) => cache.write(entries({ count: 1, text: "3001234567", stamp: 1 }))],
      ["invalidate", (cache) => cache.invalidate(["customerStatistics-3001234567"])],
      ["invalidateGroup", (cache) => cache.invalidateGroup("3001234567")],
      ["count", (cache) => cache.count({ key: "3001234567", windowMs: 1_000 })],
      ["mostUsed", (cache) => cache.mostUsed({ ranking: "3001234567", limit: 1 })],
    ];
    const faults: [string, FrontFault][] = [
      ["no answer in time", { kind: "slow", ms: 30_000 }],
      ["a broken connection", { kind: "down" }],
      ["a gateway's page", { kind: "status", status: 503, body: "<html>3001234567</html>" }],
      [
        "a refusal for load",
        { kind: "status", status: 429, body: '{"error":"ERR max requests limit exceeded"}' },
      ],
      ["an answer to nothing", { kind: "status", status: 200, body: '{"result":{"3001234567":true}}' }],
      ["an answer that is no JSON", { kind: "status", status: 200, body: "3001234567" }],
    ];

    it.each(faults.flatMap(([fault, how]) => calls.map(([call, ask]) => [fault, call, how, ask] as const)))(
      "%s to %s is Cache.Unavailable: after one try, without a word of the data",
      async (_, __, fault, ask) => {
        front.fault = fault;
        const error: unknown = await ask(upstashCache({ ...front, clock: systemClock })).then(
          () => null,
          (reason: unknown) => reason,
        );
        expect(error).toMatchObject({ name: "Cache.Unavailable", retryable: true });
        expect(`${error} ${error instanceof Error ? error.cause : ""}`).not.toContain("3001234567");
        expect(front.requests.length).toBeLessThanOrEqual(1);
      },
    );

    it("of a wrong token says so", async () => {
      const cache = upstashCache({ url: front.url, token: "wrong", clock: systemClock, timeoutMs: 20_000 });
      await expect(cache.stamp()).rejects.toThrow("WRONGPASS");
    });
  });

  describe("what others left in Redis", () => {
    it.each([
      ["a value of another program", async (key: string) => redis.set(key, '{"cantOrders":3}')],
      ["a value of another type", async (key: string) => redis.hSet(key, "field", "value")],
    ])("%s is no entry, and is replaced", async (_, leave) => {
      const cache = patient();
      const key = cacheKey(unique("tenant"), "customer", "1");
      await leave(key);
      expect(await cache.read([{ key }])).toEqual([null]);
      const granted = await cache.acquire({ key, owner: "reader", leaseMs: 1_000 });
      if (granted.state !== "granted") throw new Error(granted.state);
      const [entry] = entries({ count: 1, text: "ours", stamp: granted.stamp });
      if (entry === undefined) throw new Error("no entry");
      expect(await cache.write([{ ...entry, key }])).toEqual([true]);
      expect((await cache.read([{ key }]))[0]?.stamp).toBe(granted.stamp);
    });

    it("nothing at all: stamps go on above those of before", async () => {
      const cache = patient();
      const before = await cache.stamp();
      await redis.flushAll();
      await systemClock.sleep(2);
      expect(await cache.stamp()).toBeGreaterThan(before);
    });
  });

  it("every name that is no entry's begins with what no entry's key has", async () => {
    await redis.flushAll();
    const cache = patient();
    const key = cacheKey("@tenant", "@customer");
    const stamp = await cache.stamp();
    const [entry] = entries({ count: 1, text: "x", stamp });
    if (entry === undefined) throw new Error("no entry");
    await cache.write([{ ...entry, key, ranking: { name: "r", member: "m" } }]);
    await cache.acquire({ key, owner: "o", leaseMs: 10_000, newerThan: stamp });
    await cache.count({ key: "c", windowMs: 10_000 });
    await cache.invalidateGroup("g");
    await cache.invalidate(["other"]);
    const names = await redis.keys("*");
    expect(names.filter((name) => !name.startsWith("@"))).toEqual(["%40tenant:%40customer"]);
    expect(names.filter((name) => name.startsWith("@")).sort()).toEqual([
      "@clock",
      "@count:c",
      "@fence:other",
      "@group:g",
      "@lease:%40tenant:%40customer",
      "@ranking:r",
    ]);
    const endless = [];
    for (const name of names) if ((await redis.pTTL(name)) < 0) endless.push(name);
    expect(endless.sort()).toEqual(["@clock", "@group:g", "@ranking:r"]);
  });
});
