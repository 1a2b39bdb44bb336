import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { openDatabase, transaction } from "../../src/store/database.ts";
import { temporaryFolders } from "./folder.ts";
import { versionsOf } from "./written.ts";

const { folder, open } = temporaryFolders();

describe("the database", () => {
  it("opened again has its schema and its rows", async () => {
    const dataDir = folder();
    const first = open(dataDir);
    await first.modelCache.put([{ key: "a", value: "1" }]);
    first.close();
    expect(await open(dataDir).modelCache.get(["a"])).toEqual(new Map([["a", "1"]]));
  });

  it("written by a newer Millrace is refused, and left as it is", () => {
    const path = join(folder(), "millrace.db");
    const db = new DatabaseSync(path);
    db.exec("PRAGMA user_version = 1000");
    db.close();
    expect(() => openDatabase(path)).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
    const again = new DatabaseSync(path);
    expect(again.prepare("SELECT count(*) AS tables FROM sqlite_schema").get()).toEqual({ tables: 0 });
    again.close();
  });

  it("of an earlier schema keeps its executions, and then lets flows have executions of one name", () => {
    const path = join(folder(), "millrace.db");
    const before = new DatabaseSync(path);
    before.exec(`
      CREATE TABLE executions (
        name TEXT NOT NULL UNIQUE, flow TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
        pid INTEGER NOT NULL, seen_at INTEGER NOT NULL, stop_requested INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE batches (
        run_id TEXT NOT NULL, batch_id TEXT NOT NULL, status TEXT NOT NULL, rows INTEGER NOT NULL,
        created INTEGER NOT NULL, updated INTEGER NOT NULL, unchanged INTEGER NOT NULL, superseded INTEGER NOT NULL
      ) STRICT;
      INSERT INTO executions VALUES ('a', 'lead-import', '{"runId":"a"}', 'RUNNING', 1, 2, 0), ('b', 'lead-undo', '{}', 'FAILED', 1, 2, 1);
      PRAGMA user_version = 2;
    `);
    before.close();
    const db = openDatabase(path);
    db.exec("INSERT INTO executions VALUES ('lead-undo', 'a', '{}', 'RUNNING', 1, 2, 0)");
    const rows = db.prepare("SELECT name, flow, input, status, stop_requested AS stop FROM executions").all();
    expect(rows).toMatchObject([
      { name: "a", flow: "lead-import", input: '{"runId":"a"}', status: "RUNNING", stop: 0 },
      { name: "b", flow: "lead-undo", input: "{}", status: "FAILED", stop: 1 },
      { name: "a", flow: "lead-undo" },
    ]);
    db.close();
  });

  it("undoes a transaction that throws, and goes on", () => {
    const db = openDatabase(join(folder(), "millrace.db"));
    const insert = db.prepare("INSERT INTO model_answers VALUES (?, ?)");
    const failing = () =>
      transaction(db, () => {
        insert.run("a", "1");
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    transaction(db, () => insert.run("b", "2"));
    expect(db.prepare("SELECT key FROM model_answers").all()).toEqual([{ key: "b" }]);
    db.close();
  });

  it("held by somebody else for too long is Store.Throttled, and worth another try", () => {
    const path = join(folder(), "millrace.db");
    const [one, other] = [openDatabase(path), openDatabase(path)];
    other.exec("PRAGMA busy_timeout = 20");
    one.exec("BEGIN IMMEDIATE");
    expect(() => transaction(other, () => 1)).toThrow(
      expect.objectContaining({ name: "Store.Throttled", retryable: true }),
    );
    one.exec("COMMIT");
    expect(transaction(other, () => 1)).toBe(1);
    one.close();
    other.close();
  });

  it("opens for reading while somebody else writes", () => {
    const path = join(folder(), "millrace.db");
    const one = openDatabase(path);
    one.exec("BEGIN IMMEDIATE");
    const other = openDatabase(path);
    expect(other.prepare("SELECT count(*) AS runs FROM runs").get()).toEqual({ runs: 0 });
    other.close();
    one.close();
  });
});

describe("a data folder", () => {
  it("and everything in it is its owner's alone", async () => {
    const dataDir = join(folder(), "data");
    const { objects, leads } = open(dataDir);
    await objects.put({ key: "runs/a/b.jsonl", body: "x" });
    await objects.put({ key: "runs/a/c.jsonl", body: "x".repeat(100_000), ifAbsent: true });
    await leads.putVersions({ versions: versionsOf({ upload: 1, number: 1 }) });
    const entries = readdirSync(dataDir, { recursive: true, encoding: "utf8" });
    expect(entries).toEqual(
      expect.arrayContaining(["millrace.db", "millrace.db-wal", "objects/runs/a/b.jsonl"]),
    );
    for (const path of ["", ...entries]) {
      const stat = statSync(join(dataDir, path));
      expect([path, stat.mode & 0o777]).toEqual([path, stat.isDirectory() ? 0o700 : 0o600]);
    }
  });

  it("holds nothing of a lead that was erased, in any file", async () => {
    const dataDir = folder();
    const { leads, modelCache } = open(dataDir);
    const bytes = () =>
      readdirSync(dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
        .join("");
    for (const upload of [1, 2]) {
      const versions = versionsOf({ upload, number: 0 });
      await leads.putVersions({ versions });
      await leads.advance({ versions, at: upload });
    }
    await modelCache.put([{ key: "key-of-ana7", value: '{"remarks":"knows ana7@example.com"}' }]);
    expect(bytes()).toContain("ana7@example.com");
    await leads.erase({ tenantId: "acme", leadId: "lead-7" });
    await modelCache.remove(["key-of-ana7"]);
    expect(bytes()).not.toContain("ana7@example.com");
    expect(bytes()).toContain("ana6@example.com");
  });
});

describe("the queue", () => {
  it("does not let an old receipt delete a message that somebody else holds", async () => {
    let now = 0;
    const { deadLetters } = open(folder(), { now: () => now, sleep: async () => {} });
    await deadLetters.send({ body: "a" });
    const [old] = await deadLetters.receive({ limit: 1, visibilitySeconds: 1 });
    now = 2_000;
    await deadLetters.receive({ limit: 1, visibilitySeconds: 1 });
    await deadLetters.delete({ receipt: old?.receipt ?? "" });
    now = 4_000;
    expect(await deadLetters.depth()).toBe(1);
  });
});
