import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { getTenant, type Sql } from "@millrace/core/shop";
import { sql as raw } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openShop } from "../../src/store/sql.ts";

describe("a shop in a SQLite file", () => {
  let path: string;
  let sql: Sql;
  beforeEach(() => {
    path = join(mkdtempSync(join(tmpdir(), "millrace-sql-")), "shop.db");
    sql = openShop(path);
  });
  afterEach(async () => {
    await sql.destroy();
    rmSync(join(path, ".."), { recursive: true });
  });

  const tenant = (id: string) => ({ id, subdomain: id, name: id, created_at: 1 });

  it("is not made before the first query, and then for this user only", async () => {
    expect(existsSync(path)).toBe(false);
    expect(await getTenant({ sql, tenantId: "a" })).toBeNull();
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("is there when it is opened again, and two may have it open", async () => {
    await sql.insertInto("tenants").values(tenant("a")).execute();
    const other = openShop(path);
    expect(await getTenant({ sql: other, tenantId: "a" })).toMatchObject({ subdomain: "a" });
    await other.insertInto("tenants").values(tenant("b")).execute();
    await other.destroy();
    expect(await getTenant({ sql, tenantId: "b" })).toMatchObject({ subdomain: "b" });
  });

  it("two that open a new one at once make its tables once", async () => {
    const others = Array.from({ length: 4 }, () => openShop(path));
    const found = await Promise.all([sql, ...others].map((sql) => getTenant({ sql, tenantId: "a" })));
    expect(found).toEqual([null, null, null, null, null]);
    await Promise.all(others.map((other) => other.destroy()));
  });

  it("of nothing asked is closed without having been made", async () => {
    await sql.destroy();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ["a date", new Date(0)],
    ["an object", { id: "a" }],
    ["an array", ["a"]],
    ["undefined", undefined],
  ])("%s is no value: it is refused, not taken for NULL", async (_, value) => {
    const values: unknown = value;
    const asked = sql
      .selectFrom("tenants")
      .selectAll()
      .where(({ eb, val }) => eb(val(values), "=", "a"));
    await expect(asked.execute()).rejects.toThrow(TypeError);
  });

  it("is unavailable, by name, while another process keeps it to itself", async () => {
    // Ten seconds otherwise.
    await raw`pragma busy_timeout = 50`.execute(sql);
    const other = new DatabaseSync(path);
    other.exec("BEGIN IMMEDIATE");
    const added = sql.insertInto("tenants").values(tenant("a")).execute();
    await expect(added).rejects.toMatchObject({ name: "Sql.Unavailable", retryable: true });
    other.exec("ROLLBACK");
    other.close();
    await sql.insertInto("tenants").values(tenant("a")).execute();
  });

  it("a duplicate is an error of its own, which is not worth a retry", async () => {
    await sql.insertInto("tenants").values(tenant("a")).execute();
    const again = sql.insertInto("tenants").values(tenant("a")).execute();
    await expect(again).rejects.not.toHaveProperty("name", "Sql.Unavailable");
  });

  it("runs more kinds of statements than it keeps", async () => {
    await sql.insertInto("tenants").values(tenant("t1")).execute();
    for (let count = 1; count <= 250; count++) {
      const ids = Array.from({ length: count }, (_, n) => `t${n + 1}`);
      const rows = await sql.selectFrom("tenants").select("id").where("id", "in", ids).execute();
      expect(rows).toEqual([{ id: "t1" }]);
    }
  });

  it("a transaction that fails is taken back, and those that wait for it see nothing of it", async () => {
    const failing = sql.transaction().execute(async (sql) => {
      await sql.insertInto("tenants").values(tenant("a")).execute();
      throw new Error("enough");
    });
    const waiting = getTenant({ sql, tenantId: "a" });
    await expect(failing).rejects.toThrow("enough");
    expect(await waiting).toBeNull();
    expect(await getTenant({ sql, tenantId: "a" })).toBeNull();
  });
});
