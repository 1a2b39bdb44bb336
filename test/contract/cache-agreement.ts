import { type Acquired, type Cache, type CacheEntry, cacheKey } from "@millrace/core/cache";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyCacheMemory, memoryCache } from "../equipment/memory-cache.ts";
import type { OpenCache } from "./cache.ts";
import { unique } from "./samples.ts";

const HOUR = 3_600_000;

/** Keys of two groups and of none. */
const KEYS = [{ name: "a", group: "g" }, { name: "b", group: "g" }, { name: "c", group: "h" }, { name: "d" }];

const anyKey = fc.constantFrom(...KEYS);
const anyOwner = fc.constantFrom("first", "second");
/** Which of the stamps given so far: counted from the newest. */
const anyStamp = fc.nat({ max: 4 });

const anyAction = fc.oneof(
  fc.record({ kind: fc.constant("stamp" as const) }),
  fc.record({ kind: fc.constant("read" as const) }),
  fc.record({
    kind: fc.constant("acquire" as const),
    key: anyKey,
    owner: anyOwner,
    newerThan: fc.option(anyStamp),
  }),
  fc.record({ kind: fc.constant("release" as const), key: anyKey, owner: anyOwner }),
  fc.record({
    kind: fc.constant("write" as const),
    keys: fc.array(anyKey, { minLength: 1, maxLength: 4 }),
    stamp: anyStamp,
    owner: fc.option(anyOwner),
  }),
  fc.record({ kind: fc.constant("invalidate" as const), keys: fc.array(anyKey, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant("invalidateGroup" as const), group: fc.constantFrom("g", "h") }),
);
type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

/** An adapter and the plain cache in memory, given the same calls, give the same answers. */
export function cacheAgreement(name: string, make: () => Promise<OpenCache>): void {
  describe(`${name}: the cache in memory`, () => {
    it("answers the same to any calls", async () => {
      const opened = await make();
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(anyAction, { minLength: 5, maxLength: 40 }), async (actions) => {
            const tenant = unique("tenant");
            const memory = memoryCache({
              memory: emptyCacheMemory(),
              clock: { now: () => 1 },
              step: async () => {},
            });
            const expected = await answersOf({ cache: memory, actions, tenant });
            expect(await answersOf({ cache: opened.open(), actions, tenant })).toEqual(expected);
          }),
          { numRuns: 40 },
        );
      } finally {
        await opened.close();
      }
    });
  });
}

/** What a cache answers, with each stamp replaced by its rank among those it gave. */
async function answersOf(input: { cache: Cache; actions: Action[]; tenant: string }): Promise<unknown[]> {
  const { cache, actions, tenant } = input;
  const stamps: number[] = [await cache.stamp()];
  const rank = (stamp: number) => stamps.indexOf(stamp);
  const stampAt = (fromNewest: number) => stamps.at(-1 - Math.min(fromNewest, stamps.length - 1)) ?? 0;
  const named = ({ name, group }: { name: string; group?: string }) => ({
    key: cacheKey(tenant, name),
    ...(group === undefined ? {} : { group: cacheKey(tenant, group) }),
  });
  const ofEntry = (entry: CacheEntry | null) =>
    entry === null ? null : [JSON.parse(entry.value).n, rank(entry.stamp)];
  const ofAcquired = (acquired: Acquired) => {
    if (acquired.state === "stored") return ofEntry(acquired.entry);
    if (acquired.state === "granted") stamps.push(acquired.stamp);
    return acquired.state;
  };
  const carryOut = async (action: Action, n: number): Promise<unknown> => {
    switch (action.kind) {
      case "stamp":
        return stamps.push(await cache.stamp());
      case "read":
        return (await cache.read(KEYS.map(named))).map(ofEntry);
      case "acquire": {
        const { key, owner, newerThan } = action;
        const rest = newerThan === null ? {} : { newerThan: stampAt(newerThan) };
        return ofAcquired(await cache.acquire({ ...named(key), owner, leaseMs: HOUR, ...rest }));
      }
      case "release":
        return cache.release({ key: named(action.key).key, owner: action.owner });
      case "write": {
        const stamp = stampAt(action.stamp);
        const value = `{"n":${n},"_cache":{"stamp":${stamp}}}`;
        const rest = { value, stamp, ttlMs: HOUR, ...(action.owner === null ? {} : { owner: action.owner }) };
        return cache.write(action.keys.map((key) => ({ ...named(key), ...rest })));
      }
      case "invalidate":
        return cache.invalidate(action.keys.map((key) => named(key).key));
      case "invalidateGroup":
        return cache.invalidateGroup(cacheKey(tenant, action.group));
    }
  };
  const answers: unknown[] = [];
  for (const [n, action] of actions.entries()) answers.push(await carryOut(action, n));
  answers.push((await cache.read(KEYS.map(named))).map(ofEntry));
  return answers;
}
