import type { DatabaseSync } from "node:sqlite";
import type { Cache, CacheKey, CacheWrite, Stamp } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import { isError, MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import * as z from "zod";
import { openFile, transaction } from "./database.ts";

const SCHEMA = `
  CREATE TABLE entries (
    key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, stamp INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX entries_by_end ON entries (expires_at);
  CREATE TABLE fences (
    key TEXT NOT NULL PRIMARY KEY, stamp INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE group_fences (name TEXT NOT NULL PRIMARY KEY, stamp INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE leases (
    key TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE counts (
    key TEXT NOT NULL PRIMARY KEY, count INTEGER NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE rankings (
    name TEXT NOT NULL, member TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (name, member)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE last_stamp (id INTEGER PRIMARY KEY CHECK (id = 1), stamp INTEGER NOT NULL) STRICT;
  INSERT INTO last_stamp (id, stamp) VALUES (1, 0);
`;

/** Kept in the file. */
const SCHEMA_VERSION = 1;

/** A cache that is slower than this is no help: the database is asked instead. */
const BUSY_TIMEOUT_MS = 300;

/** Longer than any load, which it must outlive: nothing here runs for an hour. */
const FENCE_MS = 3_600_000;

/** Rows whose time is over do no harm but take space: one call in this many removes them. */
const CALLS_PER_CLEANING = 1_000;

const Entry = z.object({ value: z.string(), stamp: z.number() });
const StampRow = z.object({ stamp: z.number() });
const CountRow = z.object({ count: z.number() });
const Member = z.object({ member: z.string() });

/**
 * Opens `cache.db`: a file of its own, since an import holds the other one's write lock most of the time, and this one may be deleted
 * at any time while nothing has it open.
 *
 * @throws Store.Throttled where another process holds the database for too long
 * @throws Input.Invalid where a newer Millrace made the file
 */
export function openCacheDatabase(path: string): DatabaseSync {
  const db = openFile(path);
  const version = () => z.number().parse(db.prepare("PRAGMA user_version").get()?.user_version);
  try {
    if (version() > SCHEMA_VERSION)
      throw new MillraceError(
        "Input.Invalid",
        "a newer Millrace made cache.db: use that one, or delete the file",
      );
    if (version() < SCHEMA_VERSION) {
      transaction(db, () => {
        if (version() === SCHEMA_VERSION) return;
        db.exec(SCHEMA);
        db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
      });
    }
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** The cache of one machine, shared by its processes; they share its clock as well. */
export function sqliteCache({ db, clock }: { db: DatabaseSync; clock: Clock }): Cache {
  const statements = prepare(db);
  let calls = 0;

  /** Runs `work` as one transaction at one moment. */
  const atOnce = async <T>(work: (now: number) => T): Promise<T> =>
    answering(() =>
      transaction(db, () => {
        const now = clock.now();
        if (calls++ % CALLS_PER_CLEANING === 0) for (const clean of statements.clean) clean.run(now);
        return work(now);
      }),
    );

  const stampRow = (row: unknown): Stamp => (row === undefined ? 0 : StampRow.parse(row).stamp);

  const tick = (now: number): Stamp => StampRow.parse(statements.tick.get(now)).stamp;

  /** The entry, unless its time is over or its group was invalidated. */
  const find = ({ key, group }: CacheKey, now: number): z.infer<typeof Entry> | null => {
    const row = statements.entry.get(key, now, group ?? null);
    return row === undefined ? null : Entry.parse(row);
  };

  const groupFence = (group: string | undefined): Stamp =>
    group === undefined ? 0 : stampRow(statements.groupFence.get(group));

  const store = ({ key, group, value, stamp, ttlMs, ranking, owner }: CacheWrite, now: number): boolean => {
    if (owner !== undefined) statements.release.run(key, owner);
    const fence = Math.max(stampRow(statements.fence.get(key, now)), groupFence(group));
    if (stamp <= fence || stamp < (find({ key }, now)?.stamp ?? 0)) return false;
    statements.store.run(key, value, stamp, now + ttlMs);
    if (ranking !== undefined) statements.rank.run(ranking.name, ranking.member);
    return true;
  };

  return {
    stamp: () => atOnce(tick),

    // Each statement sees one state of the database, which is all that is promised: no transaction, so no wait for writers. So for `mostUsed`.
    async read(keys) {
      const now = clock.now();
      return answering(() => keys.map((key) => find(key, now)));
    },

    acquire: ({ key, group, owner, leaseMs, newerThan = -1 }) =>
      atOnce((now) => {
        const entry = find(group === undefined ? { key } : { key, group }, now);
        if (entry !== null && entry.stamp > newerThan) return { state: "stored", entry };
        const { changes } = statements.lease.run(key, owner, now + leaseMs, now);
        return changes === 0 ? { state: "held" } : { state: "granted", stamp: tick(now) };
      }),

    release: ({ key, owner }) =>
      atOnce(() => {
        statements.release.run(key, owner);
      }),

    async write(entries) {
      if (entries.length === 0) return [];
      return atOnce((now) => entries.map((entry) => store(entry, now)));
    },

    async invalidate(keys) {
      if (keys.length === 0) return;
      await atOnce((now) => {
        const stamp = tick(now);
        for (const key of keys) {
          statements.setFence.run(key, stamp, now + FENCE_MS);
          statements.remove.run(key);
        }
      });
    },

    invalidateGroup: (group) =>
      atOnce((now) => {
        statements.setGroupFence.run(group, tick(now));
      }),

    count: ({ key, windowMs }) =>
      atOnce((now) => CountRow.parse(statements.count.get(key, now + windowMs, now)).count),

    async mostUsed({ ranking, limit }) {
      return answering(() => statements.mostUsed.all(ranking, limit).map((row) => Member.parse(row).member));
    },
  };
}

/** Whatever SQLite has against `work`, a full disk or a damaged file included: a cache is no reason to fail. */
function answering<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isError(error, "Store.Throttled") && !isSqlite(error)) throw error;
    throw new MillraceError("Cache.Unavailable", say("cache.unavailable"), { cause: error });
  }
}

function isSqlite(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}

function prepare(db: DatabaseSync) {
  return {
    tick: db.prepare("UPDATE last_stamp SET stamp = max(stamp + 1, ?) RETURNING stamp"),
    entry: db.prepare(
      `SELECT value, stamp FROM entries WHERE key = ? AND expires_at > ?
       AND stamp > ifnull((SELECT stamp FROM group_fences WHERE name = ?), 0)`,
    ),
    store: db.prepare(
      `INSERT INTO entries (key, value, stamp, expires_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, stamp = excluded.stamp, expires_at = excluded.expires_at`,
    ),
    remove: db.prepare("DELETE FROM entries WHERE key = ?"),
    fence: db.prepare("SELECT stamp FROM fences WHERE key = ? AND expires_at > ?"),
    setFence: db.prepare(
      `INSERT INTO fences (key, stamp, expires_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET stamp = excluded.stamp, expires_at = excluded.expires_at`,
    ),
    groupFence: db.prepare("SELECT stamp FROM group_fences WHERE name = ?"),
    setGroupFence: db.prepare(
      "INSERT INTO group_fences (name, stamp) VALUES (?, ?) ON CONFLICT DO UPDATE SET stamp = excluded.stamp",
    ),
    lease: db.prepare(
      `INSERT INTO leases (key, owner, expires_at) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at
       WHERE leases.expires_at <= ? OR leases.owner = excluded.owner`,
    ),
    release: db.prepare("DELETE FROM leases WHERE key = ? AND owner = ?"),
    count: db.prepare(
      `INSERT INTO counts (key, count, expires_at) VALUES (?1, 1, ?2)
       ON CONFLICT DO UPDATE SET count = iif(counts.expires_at <= ?3, 1, counts.count + 1),
         expires_at = iif(counts.expires_at <= ?3, excluded.expires_at, counts.expires_at)
       RETURNING count`,
    ),
    rank: db.prepare(
      "INSERT INTO rankings (name, member, count) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
    ),
    mostUsed: db.prepare("SELECT member FROM rankings WHERE name = ? ORDER BY count DESC, member LIMIT ?"),
    clean: ["entries", "fences", "leases", "counts"].map((table) =>
      db.prepare(`DELETE FROM ${table} WHERE expires_at <= ?`),
    ),
  };
}
