import { type Cache, type CacheAside, cacheAside, defineEntry, encodeEntry } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import * as z from "zod";
import { type CacheMemory, emptyCacheMemory, memoryCache } from "../../../../test/equipment/memory-cache.ts";
import type { Process, Scene } from "./explore.ts";

type Self = Parameters<Process>[0];

/** The longest poll: who waits, waits until the lease is over, so that each run of a scene is short. */
const LEASE_MS = 200;

/** One customer, whose value is the number of the write that made it. */
export const Customer = defineEntry({
  name: "customer",
  key: (id: string) => ({ key: id, group: "tenant" }),
  schema: z.object({ version: z.number() }),
  version: 1,
  ttlMs: () => 300_000,
  absentTtlMs: 60_000,
  leaseMs: LEASE_MS,
});

const ID = "a";

/** How a cache may be broken, to see that the exploration finds it. */
export type Break = (cache: Cache, memory: CacheMemory) => Cache;

/** A database of one row, its cache, and whoever reads and writes it. */
export function toyShop(broken: Break = (cache) => cache) {
  const memory = emptyCacheMemory();
  const time = { now: 1_000_000 };
  const database = { version: 1 };
  /** The newest write whose writer was told that it is done. */
  let acknowledged = 1;

  const asideOf = (self: Self): CacheAside => {
    const step = async (what: string) => {
      await self.step(what);
      self.learn(time.now);
    };
    const clock: Clock = {
      now: () => time.now,
      async sleep(ms) {
        const until = time.now + ms;
        await step("sleep");
        time.now = Math.max(time.now, until);
        self.learn(time.now);
      },
    };
    const cache = learning(broken(memoryCache({ memory, clock, step }), memory), self);
    let owners = 0;
    return cacheAside({
      cache,
      clock,
      random: () => 0.9999,
      uuid: () => `${names.get(self)}-${owners++}`,
    });
  };
  const names = new Map<Self, number>();

  const begin = async (self: Self) => {
    names.set(self, names.size);
    await self.step("begin");
    return { aside: asideOf(self), before: self.learn(acknowledged), now: self.learn(database.version) };
  };

  const load = (self: Self) => async () => {
    await self.step("load");
    return self.learn({ version: database.version });
  };

  const atLeast = (version: number | undefined, least: number) => {
    if (version === undefined || version < least) {
      throw new Error(`a reader got version ${version}, though ${least} was there before it asked`);
    }
  };

  return {
    reader: async (self: Self) => {
      const { aside, before } = await begin(self);
      const { value } = await aside.get({ kind: Customer, id: ID, load: load(self) });
      atLeast(value?.version, before);
    },

    /** Reads `withoutCache`: sees every write committed before it asked, acknowledged or not. */
    forcedReader: async (self: Self) => {
      const { aside, now } = await begin(self);
      const { value } = await aside.refresh({ kind: Customer, id: ID, load: load(self) });
      atLeast(value?.version, now);
    },

    preloader: async (self: Self) => {
      const { aside, now } = await begin(self);
      const one = load(self);
      const [loaded] = await aside.refreshMany({
        kind: Customer,
        ids: [ID],
        load: async () => [await one()],
      });
      atLeast(loaded?.value?.version, now);
    },

    bulkReader: async (self: Self) => {
      const { aside, before } = await begin(self);
      const one = load(self);
      const [read] = await aside.getMany({ kind: Customer, ids: [ID], load: async () => [await one()] });
      atLeast(read?.value?.version, before);
    },

    /** Commits, then invalidates, then knows that it is done. */
    writer: (what: "entry" | "group") => async (self: Self) => {
      const { aside } = await begin(self);
      const version = await commit(self);
      await (what === "entry" ? aside.invalidate([Customer.key(ID)]) : aside.invalidateGroup("tenant"));
      acknowledged = Math.max(acknowledged, version);
    },

    /** As it must not be done. */
    hastyWriter: async (self: Self) => {
      const { aside } = await begin(self);
      await aside.invalidate([Customer.key(ID)]);
      acknowledged = Math.max(acknowledged, await commit(self));
    },

    /** Takes the lease and is never heard of again. */
    deadLoader: async (self: Self) => {
      await self.step("acquire");
      memory.leases.set(Customer.key(ID).key, { owner: "dead", until: time.now + LEASE_MS });
    },

    /** Lets a lease's time go by at any moment. */
    time: async (self: Self) => {
      await self.step("time");
      time.now += LEASE_MS;
    },

    /** Puts the present value there, fresh or with a fifteenth of its life left. */
    stored(age: "fresh" | "stale") {
      const stamp = 1;
      const now = age === "fresh" ? time.now : time.now - 280_000;
      const { value } = encodeEntry({ kind: Customer, value: { ...database }, stamp, now, random: 0 });
      memory.entries.set(Customer.key(ID).key, { value, stamp, until: time.now + 20_000 });
    },

    scene(processes: Process[]): Scene {
      return {
        processes,
        shared: () => [
          [...memory.entries],
          [...memory.fences],
          [...memory.groupFences],
          [...memory.leases],
          memory.last,
          time.now,
          database.version,
          acknowledged,
        ],
        check() {
          const entry = memory.entries.get(Customer.key(ID).key);
          if (entry === undefined || entry.stamp <= (memory.groupFences.get("tenant") ?? 0)) return;
          const held = Customer.schema.parse(JSON.parse(entry.value)).version;
          if (held < acknowledged) {
            throw new Error(`the cache holds version ${held}, though ${acknowledged} was acknowledged`);
          }
        },
      };
    },
  };

  async function commit(self: Self): Promise<number> {
    await self.step("commit");
    database.version++;
    return self.learn(database.version);
  }
}

/** A cache whose answers the explorer is told of. */
function learning(cache: Cache, { learn }: Self): Cache {
  return {
    stamp: async () => learn(await cache.stamp()),
    read: async (keys) => learn(await cache.read(keys)),
    acquire: async (input) => learn(await cache.acquire(input)),
    release: async (input) => learn(await cache.release(input)),
    write: async (entries) => learn(await cache.write(entries)),
    invalidate: async (keys) => learn(await cache.invalidate(keys)),
    invalidateGroup: async (group) => learn(await cache.invalidateGroup(group)),
    count: async (input) => learn(await cache.count(input)),
    mostUsed: async (input) => learn(await cache.mostUsed(input)),
  };
}
