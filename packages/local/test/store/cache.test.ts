import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { openCacheDatabase, sqliteCache } from "@millrace/local/store/cache";
import { systemClock } from "@millrace/local/system";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const HOUR = 3_600_000;

describe("cache.db", () => {
  let folder: string;
  let path: string;
  let db: DatabaseSync;
  let now: number;
  const clock = { ...systemClock, now: () => now };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "millrace-cache-"));
    path = join(folder, "cache.db");
    now = 1_700_000_000_000;
    db = openCacheDatabase(path);
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  it("is this user's alone", () => {
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("of a newer Millrace is refused with what to do", () => {
    db.exec("PRAGMA user_version = 1000");
    expect(() => openCacheDatabase(path)).toThrow(
      expect.objectContaining({ name: "Input.Invalid", message: expect.stringContaining("delete the file") }),
    );
  });

  it("keeps entries, fences and leases for who opens it next", async () => {
    const cache = sqliteCache({ db, clock });
    const stamp = await cache.stamp();
    await cache.write([{ key: "a", value: "{}", stamp, ttlMs: HOUR }]);
    await cache.invalidate(["b"]);
    await cache.acquire({ key: "c", owner: "first", leaseMs: HOUR });
    db.close();
    db = openCacheDatabase(path);
    const next = sqliteCache({ db, clock });
    expect(await next.read([{ key: "a" }])).toEqual([{ value: "{}", stamp }]);
    expect(await next.write([{ key: "b", value: "{}", stamp, ttlMs: HOUR }])).toEqual([false]);
    expect(await next.acquire({ key: "c", owner: "second", leaseMs: HOUR })).toEqual({ state: "held" });
    expect(await next.stamp()).toBeGreaterThan(stamp);
  });

  it("loses rows whose time is over, and no others", async () => {
    const cache = sqliteCache({ db, clock });
    const stamp = await cache.stamp();
    const entry = { value: "{}", stamp };
    await cache.write([
      { ...entry, key: "short", ttlMs: 1_000 },
      { ...entry, key: "long", ttlMs: 10 * HOUR },
    ]);
    await cache.acquire({ key: "x", owner: "o", leaseMs: 1_000 });
    await cache.invalidate(["y"]);
    await cache.count({ key: "z", windowMs: 1_000 });
    now += 2 * HOUR;
    for (let n = 0; n < 1_000; n++) await cache.stamp();
    const rows = ["entries", "leases", "fences", "counts"].map((table) =>
      db
        .prepare(`SELECT key FROM ${table}`)
        .all()
        .map(({ key }) => key),
    );
    expect(rows).toEqual([["long"], [], [], []]);
  });

  it("that another process writes to is read, and otherwise Cache.Unavailable", async () => {
    const cache = sqliteCache({ db, clock });
    const stamp = await cache.stamp();
    await cache.write([{ key: "a", value: "{}", stamp, ttlMs: HOUR }]);
    const other = openCacheDatabase(path);
    other.exec("BEGIN IMMEDIATE");
    try {
      expect(await cache.read([{ key: "a" }])).toEqual([{ value: "{}", stamp }]);
      expect(await cache.mostUsed({ ranking: "r", limit: 1 })).toEqual([]);
      const unavailable = { name: "Cache.Unavailable", retryable: true };
      await expect(cache.stamp()).rejects.toMatchObject(unavailable);
      await expect(cache.invalidate(["a"])).rejects.toMatchObject(unavailable);
    } finally {
      other.exec("ROLLBACK");
      other.close();
    }
    expect(await cache.stamp()).toBeGreaterThan(stamp);
  });
});
