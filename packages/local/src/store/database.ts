import { closeSync, openSync } from "node:fs";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import * as z from "zod";

/** How long a statement waits for another process's write, such as an import's, before it gives up. */
const BUSY_TIMEOUT_MS = 10_000;

/** Page cache of one connection. The operating system caches the file as well, so more gains nothing measurable. */
const CACHE_KIB = 8_192;

/**
 * Pages of write-ahead log (32 MB) before they are copied into the database. At SQLite's default of 1,000 an import spends a
 * third of its time copying the same pages again and again.
 */
const CHECKPOINT_PAGES = 8_000;

const LEAD_COLUMNS = `
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, title TEXT NOT NULL, company TEXT NOT NULL,
  email TEXT NOT NULL, phone TEXT NOT NULL, remarks TEXT NOT NULL`;

/**
 * The schema, a step for each version of it. A released step never changes; the next one is added below.
 *
 * Leads and versions are ordinary tables with a unique index: WITHOUT ROWID would keep whole rows in the order of leadId,
 * a hash, and every write would dirty a page of its own (measured: a third slower).
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE leads (
    tenant_id TEXT NOT NULL, lead_id TEXT NOT NULL, position TEXT NOT NULL,
    run_id TEXT NOT NULL, row INTEGER NOT NULL, source_file TEXT NOT NULL,
    ${LEAD_COLUMNS},
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, lead_id)
  ) STRICT;

  CREATE TABLE lead_versions (
    tenant_id TEXT NOT NULL, lead_id TEXT NOT NULL, position TEXT NOT NULL,
    run_id TEXT NOT NULL, batch_id TEXT NOT NULL, row INTEGER NOT NULL, source_file TEXT NOT NULL,
    ${LEAD_COLUMNS},
    by TEXT NOT NULL, issues TEXT NOT NULL, model_key TEXT, at INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, lead_id, position)
  ) STRICT;

  CREATE TABLE runs (
    run_id TEXT NOT NULL PRIMARY KEY, tenant_id TEXT NOT NULL, upload_order TEXT NOT NULL,
    key TEXT NOT NULL, version TEXT NOT NULL, source_file TEXT NOT NULL, bytes INTEGER NOT NULL,
    options TEXT NOT NULL, status TEXT NOT NULL,
    registered_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER, attempt INTEGER NOT NULL,
    parse TEXT, halted TEXT, error TEXT,
    calls INTEGER NOT NULL, prompt_tokens INTEGER NOT NULL, completion_tokens INTEGER NOT NULL, cost_usd REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX runs_by_order ON runs (tenant_id, upload_order);

  CREATE TABLE batches (
    run_id TEXT NOT NULL, batch_id TEXT NOT NULL, status TEXT NOT NULL, rows INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL, superseded INTEGER NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (run_id, batch_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, body TEXT NOT NULL,
    visible_at INTEGER NOT NULL, receives INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_time ON messages (queue, visible_at);

  CREATE TABLE executions (
    name TEXT NOT NULL UNIQUE, flow TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
    pid INTEGER NOT NULL, seen_at INTEGER NOT NULL, stop_requested INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE upload_orders (tenant_id TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL) STRICT;

  CREATE TABLE model_answers (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT;
  `,
  `
  CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY, secret_hash TEXT NOT NULL, tenant_id TEXT NOT NULL, name TEXT NOT NULL,
    scopes TEXT NOT NULL, created_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT;
  CREATE INDEX api_keys_by_tenant ON api_keys (tenant_id, created_at);
  `,
  // A name is used once in each flow, as in Step Functions, not once in all.
  `
  ALTER TABLE executions RENAME TO executions_before;
  CREATE TABLE executions (
    flow TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
    pid INTEGER NOT NULL, seen_at INTEGER NOT NULL, stop_requested INTEGER NOT NULL,
    UNIQUE (flow, name)
  ) STRICT;
  INSERT INTO executions (flow, name, input, status, pid, seen_at, stop_requested)
    SELECT flow, name, input, status, pid, seen_at, stop_requested FROM executions_before ORDER BY rowid;
  DROP TABLE executions_before;
  `,
  `
  CREATE TABLE token_ledgers (account TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL) STRICT;

  CREATE TABLE products (
    tenant_id TEXT NOT NULL, catalog_id TEXT NOT NULL, code TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (tenant_id, catalog_id, code)
  ) STRICT;
  `,
  // Of batches of catalogs; summed while a run is watched, so columns and not parts of the record.
  `
  ALTER TABLE batches ADD COLUMN enriched INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE batches ADD COLUMN no_data INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE batches ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE batches ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0;
  `,
  `
  CREATE TABLE execution_histories (
    flow TEXT NOT NULL, name TEXT NOT NULL, started_at INTEGER NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (flow, name)
  ) STRICT;
  CREATE INDEX execution_histories_by_start ON execution_histories (flow, started_at);

  CREATE TABLE execution_events (
    flow TEXT NOT NULL, name TEXT NOT NULL, id INTEGER NOT NULL, event TEXT NOT NULL,
    PRIMARY KEY (flow, name, id)
  ) STRICT;
  `,
  // All that is read while a run is watched, without the records: a sum over 100,000 batches takes 50 ms instead of 125.
  `
  CREATE INDEX batch_counts ON batches (
    run_id, batch_id, status, rows, created, updated, unchanged, superseded, enriched, no_data, rejected, tokens
  );
  `,
];

/**
 * Opens the database of a data folder and brings its schema up to date. Several processes may have it open at once.
 *
 * What was committed survives a `kill -9` of this process. A power failure may take back the last transactions,
 * never part of one (`synchronous=NORMAL` in WAL mode: https://sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param path - made, readable by this user only, where it is not there
 * @throws Store.Throttled where another process holds the database for too long
 */
export function openDatabase(path: string): DatabaseSync {
  const db = openFile(path);
  try {
    migrate(db);
  } catch (error) {
    db.close();
    throw throttled(error);
  }
  return db;
}

/**
 * Opens a database file as {@link openDatabase} does, whatever is in it.
 *
 * @throws Store.Throttled where another process holds the database for too long
 */
export function openFile(path: string): DatabaseSync {
  // SQLite gives its -wal and -shm files the mode of the database file.
  closeSync(openSync(path, "a", 0o600));
  const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
  try {
    keepLog(db);
    // secure_delete: what `forget` erases must not stay readable in free pages.
    db.exec(`
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -${CACHE_KIB};
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
      PRAGMA secure_delete = ON;
    `);
  } catch (error) {
    db.close();
    throw throttled(error);
  }
  return db;
}

/** A process that loses this many races in a row for one new database has another problem. */
const RACES = 10;

/**
 * Sets the WAL mode, which stays with the file. Of two processes that set it at once for a new file, each holds a lock
 * the other needs, and SQLite refuses one of them without letting it wait: that one waits here and tries again.
 */
function keepLog(db: DatabaseSync): void {
  for (let race = 1; ; race++) {
    try {
      db.exec("PRAGMA journal_mode = WAL");
      return;
    } catch (error) {
      if (!isBusy(error) || race === RACES) throw error;
      db.exec("BEGIN IMMEDIATE; ROLLBACK");
    }
  }
}

function migrate(db: DatabaseSync): void {
  const version = () => z.number().parse(db.prepare("PRAGMA user_version").get()?.user_version);
  // A database that is up to date is opened without the write lock, which an import holds most of the time.
  if (version() === MIGRATIONS.length) return;
  transaction(db, () => {
    if (version() > MIGRATIONS.length) {
      throw new MillraceError(
        "Input.Invalid",
        "the data folder was written by a newer Millrace: use that one, or another folder",
      );
    }
    for (const step of MIGRATIONS.slice(version())) db.exec(step);
    db.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/**
 * Runs `work` as one write transaction: all of it or, when it throws, none. The write lock is taken at once, so that
 * what `work` reads cannot change before it writes.
 *
 * @throws Store.Throttled where another process holds the lock for too long
 */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  try {
    db.exec("BEGIN IMMEDIATE");
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec("ROLLBACK");
    throw throttled(error);
  }
}

/** SQLite's primary result codes for a lock somebody else holds: https://sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** True where SQLite gave up waiting for a lock. */
export function isBusy(error: unknown): boolean {
  const { data } = z.object({ errcode: z.number() }).safeParse(error);
  // The low byte is the primary code; the rest says more about it.
  return data !== undefined && (data.errcode & 0xff) === SQLITE_BUSY;
}

function throttled(error: unknown): unknown {
  if (!isBusy(error)) return error;
  return new MillraceError("Store.Throttled", say("store.busy"), { cause: error });
}

/**
 * Empties the write-ahead log, so that nothing erased is left in it. Where another process keeps reading an older state for
 * longer than the busy timeout, what it reads stays in the log until a later checkpoint.
 */
export function emptyLog(db: DatabaseSync): void {
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

/** `?, ?, ?`: a place for each of `count` values. */
export function places(count: number): string {
  return new Array(count).fill("?").join(", ");
}

/** A value SQLite can hold, of one it cannot: JSON, or NULL for null. */
export function json(value: unknown): SQLInputValue {
  return value === null ? null : JSON.stringify(value);
}

/** Reads a column that holds JSON. */
export function fromJson<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);
}

/**
 * Like {@link fromJson}, for a long text that is read again and again and seldom changes: the value of the text read last is kept.
 * It is shared by those who read it, and not theirs to change.
 */
export function fromSameJson<Output>(schema: z.ZodType<Output>) {
  let last: { text: string; value: Output } | undefined;
  return z.string().transform((text): Output => {
    if (last?.text !== text) last = { text, value: schema.parse(JSON.parse(text)) };
    return last.value;
  });
}
