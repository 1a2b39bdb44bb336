import { virtualClock } from "@millrace/asl";
import { type Cache, type CacheAside, cacheAside, cacheRates, defineEntry } from "@millrace/core/cache";
import { MillraceError } from "@millrace/core/error";
import { beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type CacheMemory, emptyCacheMemory, memoryCache } from "../../../../test/equipment/memory-cache.ts";

const TTL_MS = 300_000;
const FRESH_MS = 240_000;

const kind = defineEntry({
  name: "customer",
  key: (id: string) => ({ key: `t:${id}`, group: "t" }),
  schema: z.object({ version: z.number() }),
  version: 1,
  ttlMs: () => TTL_MS,
  absentTtlMs: 60_000,
  ranking: { of: () => "customers", id: z.string() },
});

const unavailable = new MillraceError("Sql.Unavailable", "the database does not answer");

describe("a cache-aside", () => {
  let clock: ReturnType<typeof virtualClock>;
  let memory: CacheMemory;
  /** Methods of the cache that were called. */
  let calls: string[];
  /** Methods that do not answer; "*": none does. */
  let broken: Set<string>;
  let rates: ReturnType<typeof cacheRates>;
  let aside: CacheAside;
  let loads: string[];
  let database: Map<string, number>;

  beforeEach(() => {
    clock = virtualClock();
    memory = emptyCacheMemory();
    calls = [];
    broken = new Set();
    rates = cacheRates();
    loads = [];
    database = new Map([
      ["a", 1],
      ["b", 2],
    ]);
    const cache: Cache = memoryCache({
      memory,
      clock,
      async step(what) {
        calls.push(what);
        if (broken.has(what) || broken.has("*")) throw new MillraceError("Cache.Unavailable", "no answer");
      },
    });
    let ids = 0;
    const uuid = () => `owner ${ids++}`;
    aside = cacheAside({ cache, clock, random: () => 0, uuid, onEvent: rates.onEvent });
  });

  const present = (id: string) => {
    const version = database.get(id);
    return version === undefined ? null : { version };
  };
  const load = (id: string) => async () => {
    loads.push(id);
    return present(id);
  };
  const get = (id: string) => aside.get({ kind, id, load: load(id) });
  const loadMany = async (ids: string[]) => {
    loads.push(ids.join());
    return ids.map(present);
  };
  const getMany = (...ids: string[]) => aside.getMany({ kind, ids, load: loadMany });
  const fail = async () => {
    throw unavailable;
  };
  const counts = () => rates.report().counts;

  it("loads what is missing, in four steps of which one is the load, and then finds it in one", async () => {
    expect(await get("a")).toEqual({ value: { version: 1 }, from: "miss" });
    expect(calls).toEqual(["read", "acquire", "write"]);
    expect(await get("a")).toEqual({ value: { version: 1 }, from: "hit" });
    expect(calls).toEqual(["read", "acquire", "write", "read"]);
    expect([loads, memory.leases.size]).toEqual([["a"], 0]);
  });

  it("remembers that there is none, for a shorter time", async () => {
    expect(await get("none")).toEqual({ value: null, from: "miss" });
    expect(await get("none")).toEqual({ value: null, from: "hit" });
    await clock.sleep(60_000);
    database.set("none", 7);
    expect(await get("none")).toEqual({ value: { version: 7 }, from: "miss" });
  });

  it("loads anew what does not satisfy its schema, or is of another version", async () => {
    await get("a");
    const [[key = "", entry] = []] = memory.entries;
    if (entry === undefined) throw new Error("nothing was stored");
    memory.entries.set(key, { ...entry, value: entry.value.replace('"version":1', '"version":"1"') });
    expect(await get("a")).toEqual({ value: { version: 1 }, from: "miss" });
    const next = { ...kind, version: 2 };
    expect((await aside.get({ kind: next, id: "a", load: load("a") })).from).toBe("miss");
    expect((await aside.get({ kind: next, id: "a", load: load("a") })).from).toBe("hit");
    expect([loads, counts().invalid]).toEqual([["a", "a", "a"], 2]);
  });

  describe("an entry that is no longer fresh", () => {
    beforeEach(async () => {
      await get("a");
      database.set("a", 9);
      await clock.sleep(FRESH_MS);
    });

    it("is renewed by one reader, while the others are served what is there", async () => {
      const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
      const renewing = aside.get({
        kind,
        id: "a",
        async load() {
          await asked;
          return present("a");
        },
      });
      expect(await get("a")).toEqual({ value: { version: 1 }, from: "stale" });
      expect(await get("a")).toEqual({ value: { version: 1 }, from: "stale" });
      answer();
      expect(await renewing).toEqual({ value: { version: 9 }, from: "miss" });
      expect(await get("a")).toEqual({ value: { version: 9 }, from: "hit" });
    });

    it("is the answer while the database does not answer, until its time is over", async () => {
      expect(await aside.get({ kind, id: "a", load: fail })).toEqual({
        value: { version: 1 },
        from: "stale",
      });
      const [many] = await aside.getMany({ kind, ids: ["a"], load: fail });
      expect(many).toEqual({ value: { version: 1 }, from: "stale" });
      await clock.sleep(TTL_MS - FRESH_MS);
      await expect(aside.get({ kind, id: "a", load: fail })).rejects.toBe(unavailable);
      await expect(aside.getMany({ kind, ids: ["a"], load: fail })).rejects.toBe(unavailable);
    });

    it("is not the answer to an error that will not pass", async () => {
      const wrong = async () => {
        throw new TypeError("a fault of the program");
      };
      await expect(aside.get({ kind, id: "a", load: wrong })).rejects.toThrow(TypeError);
      await expect(aside.getMany({ kind, ids: ["a"], load: wrong })).rejects.toThrow(TypeError);
    });

    it("is never the answer to a forced load", async () => {
      await expect(aside.refresh({ kind, id: "a", load: fail })).rejects.toBe(unavailable);
      expect(await aside.refresh({ kind, id: "a", load: load("a") })).toEqual({
        value: { version: 9 },
        from: "miss",
      });
    });

    it("is the answer when the cache stops answering after it was read", async () => {
      broken.add("acquire");
      expect(await get("a")).toEqual({ value: { version: 1 }, from: "stale" });
    });
  });

  it("leaves no lease behind when a load fails, and stores nothing", async () => {
    await expect(aside.get({ kind, id: "a", load: fail })).rejects.toBe(unavailable);
    expect([memory.leases.size, memory.entries.size]).toEqual([0, 0]);
    expect((await get("a")).from).toBe("miss");
  });

  it("waits for a loader that died as long as its lease lasts, then loads", async () => {
    memory.leases.set("t:a", { owner: "dead", until: clock.now() + 5_000 });
    const before = clock.now();
    expect((await get("a")).from).toBe("miss");
    expect(clock.now() - before).toBeGreaterThanOrEqual(5_000);
    expect(clock.now() - before).toBeLessThanOrEqual(5_050);
  });

  it("waits for nobody longer than a lease: then it loads without storing", async () => {
    memory.leases.set("t:a", { owner: "slow", until: clock.now() + 60_000 });
    expect(await get("a")).toEqual({ value: { version: 1 }, from: "uncached" });
    expect(memory.entries.size).toBe(0);
  });

  it("answers a reader whose value was invalidated while he loaded, and does not store it", async () => {
    const { value } = await aside.get({
      kind,
      id: "a",
      async load() {
        const read = present("a");
        database.set("a", 2);
        await aside.invalidate([kind.key("a")]);
        return read;
      },
    });
    expect(value).toEqual({ version: 1 });
    expect(counts()).toMatchObject({ refused: 1, miss: 1, invalidated: 1 });
    expect(await get("a")).toEqual({ value: { version: 2 }, from: "miss" });
  });

  it("forgets a group in one step", async () => {
    await getMany("a", "b");
    calls.length = 0;
    await aside.invalidateGroup("t");
    expect(calls).toEqual(["invalidateGroup"]);
    expect((await getMany("a", "b")).map(({ from }) => from)).toEqual(["miss", "miss"]);
  });

  describe("a forced load", () => {
    it("reads the database though a fresh entry is there, and stores what it read", async () => {
      await get("a");
      database.set("a", 5);
      expect(await aside.refresh({ kind, id: "a", load: load("a") })).toEqual({
        value: { version: 5 },
        from: "miss",
      });
      expect((await get("a")).value).toEqual({ version: 5 });
      expect(counts()).toMatchObject({ refresh: 1, miss: 1, hit: 1 });
    });

    it("does without the cache where it does not answer", async () => {
      broken.add("*");
      expect(await aside.refresh({ kind, id: "a", load: load("a") })).toEqual({
        value: { version: 1 },
        from: "uncached",
      });
    });
  });

  describe("many at once", () => {
    it("are one read, one query for what is missing, one stamp before it and one write", async () => {
      await get("a");
      calls.length = 0;
      expect(await getMany("b", "a", "none", "b")).toEqual([
        { value: { version: 2 }, from: "miss" },
        { value: { version: 1 }, from: "hit" },
        { value: null, from: "miss" },
        { value: { version: 2 }, from: "miss" },
      ]);
      expect(calls).toEqual(["read", "stamp", "write"]);
      expect(loads).toEqual(["a", "b,none"]);
    });

    it("ask the database nothing when all are there, and nobody anything when there are none", async () => {
      await getMany("a", "b");
      calls.length = 0;
      await getMany("a", "b");
      expect([calls, loads]).toEqual([["read"], ["a,b"]]);
      expect(await getMany()).toEqual([]);
      expect(await aside.refreshMany({ kind, ids: [], load: loadMany })).toEqual([]);
      expect(loads).toEqual(["a,b"]);
    });

    it("are renewed in one stamp, one query and one write", async () => {
      await getMany("a", "b");
      database.set("a", 8);
      calls.length = 0;
      expect(await aside.refreshMany({ kind, ids: ["a", "none", "a"], load: loadMany })).toEqual([
        { value: { version: 8 }, outcome: "stored" },
        { value: null, outcome: "stored" },
        { value: { version: 8 }, outcome: "stored" },
      ]);
      expect(calls).toEqual(["stamp", "write"]);
    });

    it("say which of them the cache refused", async () => {
      const ids = ["a", "b"];
      const refreshed = await aside.refreshMany({
        kind,
        ids,
        async load(some) {
          await aside.invalidate([kind.key("b")]);
          return some.map(present);
        },
      });
      expect(refreshed.map(({ outcome }) => outcome)).toEqual(["stored", "refused"]);
    });

    it("whose loader answers for other ids than were asked for are refused", async () => {
      await expect(aside.getMany({ kind, ids: ["a", "b"], load: async () => [] })).rejects.toThrow(TypeError);
    });
  });

  describe("without its cache", () => {
    it.each([["*"], ["read"], ["acquire"], ["write"]])("(%s) answers from the database", async (method) => {
      broken.add(method);
      expect(await get("a")).toEqual({ value: { version: 1 }, from: "uncached" });
      expect(counts()).toEqual({ uncached: 1, unavailable: 1 });
    });

    it.each([["*"], ["read"], ["stamp"], ["write"]])(
      "(%s) answers many from the database",
      async (method) => {
        broken.add(method);
        expect(await getMany("a", "b")).toEqual([
          { value: { version: 1 }, from: "uncached" },
          { value: { version: 2 }, from: "uncached" },
        ]);
        expect([counts(), loads]).toEqual([{ uncached: 2, unavailable: 1 }, ["a,b"]]);
      },
    );

    it("says that nothing was stored", async () => {
      broken.add("write");
      const [refreshed] = await aside.refreshMany({ kind, ids: ["a"], load: loadMany });
      expect(refreshed).toEqual({ value: { version: 1 }, outcome: "unavailable" });
    });

    it("does not fail a write that is committed, and says that an entry may live on", async () => {
      broken.add("*");
      await aside.invalidate([kind.key("a"), kind.key("b")]);
      expect(calls).toHaveLength(4);
      expect(counts()).toEqual({ unavailable: 4, invalidationFailed: 2 });
    });

    it("fails who removes a group for its own sake, after the same tries", async () => {
      broken.add("*");
      await expect(aside.invalidateGroup("t")).rejects.toMatchObject({ name: "Cache.Unavailable" });
      expect(calls).toHaveLength(4);
      expect(counts()).toEqual({ unavailable: 4, invalidationFailed: 1 });
    });

    it("invalidates when it answers again within the tries", async () => {
      await get("a");
      broken.add("invalidate");
      const mended = clock.sleep(0).then(() => broken.clear());
      await Promise.all([aside.invalidate([kind.key("a")]), mended]);
      expect(counts()).toMatchObject({ invalidated: 1 });
      expect(memory.entries.size).toBe(0);
    });
  });

  it("warms the most used: those that are missing, by one query", async () => {
    for (const id of ["a", "b", "b"]) {
      await get(id);
      await aside.invalidate([kind.key(id)]);
    }
    await get("none");
    await get("a");
    loads.length = 0;
    expect(await aside.warm({ kind, ranking: "customers", limit: 2, load: loadMany })).toEqual({
      asked: 2,
      loaded: 1,
    });
    expect(loads).toEqual(["b"]);
    broken.add("*");
    expect(await aside.warm({ kind, ranking: "customers", limit: 2, load: loadMany })).toEqual({
      asked: 0,
      loaded: 0,
    });
  });

  it("reports rates: hits, waits and stale answers among all readings, forced loads apart", async () => {
    expect(rates.report().hitRate).toBeNull();
    for (const id of ["a", "a", "a", "b"]) await get(id);
    await aside.refresh({ kind, id: "a", load: load("a") });
    expect(rates.report("customer")).toEqual({ counts: { miss: 2, hit: 2, refresh: 1 }, hitRate: 0.5 });
    expect(rates.report("pet")).toEqual({ counts: {}, hitRate: null });
  });
});
