import type { Cache, CacheEntry, CacheKey, CacheWrite, Stamp } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";

/** All a cache knows. */
export interface CacheMemory {
  entries: Map<string, CacheEntry & { until: number }>;
  fences: Map<string, Stamp>;
  groupFences: Map<string, Stamp>;
  leases: Map<string, { owner: string; until: number }>;
  counts: Map<string, { count: number; until: number }>;
  rankings: Map<string, Map<string, number>>;
  last: Stamp;
}

export function emptyCacheMemory(): CacheMemory {
  return {
    entries: new Map(),
    fences: new Map(),
    groupFences: new Map(),
    leases: new Map(),
    counts: new Map(),
    rankings: new Map(),
    last: 0,
  };
}

/**
 * A cache in memory, as plain as the port allows.
 *
 * @param input.step - awaited before each method does what it does, all at once: other work may come first
 */
export function memoryCache(input: {
  memory: CacheMemory;
  clock: Pick<Clock, "now">;
  step: (what: string) => Promise<void>;
}): Cache {
  const { memory, clock, step } = input;
  const tick = (): Stamp => {
    memory.last = Math.max(memory.last + 1, clock.now());
    return memory.last;
  };
  const groupFence = (group: string | undefined) => memory.groupFences.get(group ?? "") ?? 0;
  const find = ({ key, group }: CacheKey): CacheEntry | null => {
    const entry = memory.entries.get(key);
    if (entry === undefined || entry.until <= clock.now() || entry.stamp <= groupFence(group)) return null;
    return { value: entry.value, stamp: entry.stamp };
  };
  const release = (key: string, owner: string) => {
    if (memory.leases.get(key)?.owner === owner) memory.leases.delete(key);
  };
  const store = ({ key, group, value, stamp, ttlMs, ranking, owner }: CacheWrite): boolean => {
    if (owner !== undefined) release(key, owner);
    if (stamp <= Math.max(memory.fences.get(key) ?? 0, groupFence(group))) return false;
    if (stamp < (find({ key })?.stamp ?? 0)) return false;
    memory.entries.set(key, { value, stamp, until: clock.now() + ttlMs });
    if (ranking !== undefined) {
      const members = memory.rankings.get(ranking.name) ?? new Map<string, number>();
      members.set(ranking.member, (members.get(ranking.member) ?? 0) + 1);
      memory.rankings.set(ranking.name, members);
    }
    return true;
  };

  return {
    async stamp() {
      await step("stamp");
      return tick();
    },
    async read(keys) {
      await step("read");
      return keys.map(find);
    },
    async acquire({ key, group, owner, leaseMs, newerThan = 0 }) {
      await step("acquire");
      const entry = find(group === undefined ? { key } : { key, group });
      if (entry !== null && entry.stamp > newerThan) return { state: "stored", entry };
      const lease = memory.leases.get(key);
      const now = clock.now();
      if (lease !== undefined && lease.owner !== owner && lease.until > now) return { state: "held" };
      memory.leases.set(key, { owner, until: now + leaseMs });
      return { state: "granted", stamp: tick() };
    },
    async release({ key, owner }) {
      await step("release");
      release(key, owner);
    },
    async write(entries) {
      await step("write");
      return entries.map(store);
    },
    async invalidate(keys) {
      await step("invalidate");
      const stamp = tick();
      for (const key of keys) {
        memory.fences.set(key, stamp);
        memory.entries.delete(key);
      }
    },
    async invalidateGroup(group) {
      await step("invalidateGroup");
      memory.groupFences.set(group, tick());
    },
    async count({ key, windowMs }) {
      await step("count");
      const now = clock.now();
      const there = memory.counts.get(key);
      const window = there === undefined || there.until <= now ? { count: 0, until: now + windowMs } : there;
      memory.counts.set(key, { ...window, count: window.count + 1 });
      return window.count + 1;
    },
    async mostUsed({ ranking, limit }) {
      await step("mostUsed");
      const members = [...(memory.rankings.get(ranking) ?? [])].sort(([, a], [, b]) => b - a);
      return members.slice(0, limit).map(([member]) => member);
    },
  };
}
