import { planetScaleSql } from "@millrace/aws/sql";
import { random, systemClock } from "@millrace/aws/system";
import { createCustomer, getTenant, listPets, NewCustomer, updateCustomer } from "@millrace/core/shop";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../equipment/free-port.ts";
import type { PsdbFault } from "../equipment/psdb-front.ts";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { MARIADB, mariadbShop, skipsMariadb } from "../equipment/shop.ts";

const UNAVAILABLE = expect.objectContaining({ name: "Sql.Unavailable", retryable: true });

describe.skipIf(skipsMariadb)(`PlanetScale's protocol over ${MARIADB}: what goes wrong`, () => {
  let shop: Awaited<ReturnType<typeof mariadbShop>>;
  const tenantId = "tenant-a";
  const read = () => listPets({ sql: shop.sql, tenantId, customerId: "c1" });
  const add = (customerId: string) => {
    const customer = NewCustomer.parse({ firstName: "Secreta", email: "secret@example.com" });
    return createCustomer({ sql: shop.sql, tenantId, customerId, customer, at: 1 });
  };
  const isStored = async (customerId: string) => {
    const rows = await shop.sql.selectFrom("customers").select("id").where("id", "=", customerId).execute();
    return rows.length === 1;
  };

  beforeAll(async () => {
    shop = await mariadbShop({ address: await sharedMariadb() });
  });
  afterEach(() => shop.front.heal());
  afterAll(() => shop.close());

  const faults: [string, PsdbFault][] = [
    ["the connection breaks", { kind: "down" }],
    ["the connection breaks before the answer", { kind: "cut" }],
    ["the database is overloaded", { kind: "overloaded" }],
    ["a gateway answers 503 with nothing", { kind: "status", status: 503 }],
    ["a gateway answers 429 with nothing", { kind: "status", status: 429 }],
    ["a proxy answers 522 with a page", { kind: "html", status: 522 }],
    ["a proxy answers 200 with a page", { kind: "html", status: 200 }],
  ];

  it.each(faults)("a read is tried three times where %s", async (_, fault) => {
    shop.front.fail(fault, 2);
    expect(await read()).toEqual([]);
    shop.front.fail(fault, 3);
    await expect(read()).rejects.toEqual(UNAVAILABLE);
    expect(await read()).toEqual([]);
  });

  it.each(faults)(
    "a write is tried once where %s, for nobody knows whether it was carried out",
    async (_, fault) => {
      const customerId = `customer-${faults.findIndex(([, other]) => other === fault)}`;
      shop.front.fail(fault, 1);
      await expect(add(customerId)).rejects.toEqual(UNAVAILABLE);
      expect(await isStored(customerId)).toBe(fault.kind === "cut");
    },
  );

  it("what answers too late counts as no answer, and the try after it may succeed", async () => {
    const sql = planetScaleSql({ url: shop.front.url, clock: systemClock, random, timeoutMs: 1_000 });
    shop.front.fail({ kind: "slow", ms: 20_000 }, 1);
    expect(await listPets({ sql, tenantId, customerId: "c1" })).toEqual([]);
  });

  it("where nothing listens it is unavailable by name", async () => {
    const url = `http://user:password@127.0.0.1:${await freePort()}/shop`;
    const sql = planetScaleSql({ url, clock: systemClock, random });
    await expect(getTenant({ sql, tenantId })).rejects.toEqual(UNAVAILABLE);
  });

  it("a statement that is refused is tried once, is not unavailable, and its error repeats no customer's data", async () => {
    await add("twice");
    const before = shop.front.statements.length;
    const refused: unknown = await add("twice").catch((error: unknown) => error);
    expect(shop.front.statements.length).toBe(before + 1);
    expect(refused).toMatchObject({ name: "DatabaseError", message: expect.stringContaining("errno 1062") });
    expect(JSON.stringify(refused) + String(refused)).not.toMatch(/secret|twice/i);
  });

  it("an update and its answer are two statements", async () => {
    await add("updated");
    const before = shop.front.statements.length;
    await updateCustomer({ sql: shop.sql, tenantId, customerId: "updated", change: { notes: "x" }, at: 2 });
    expect(shop.front.statements.length).toBe(before + 2);
  });

  it("a transaction is one session, whose failure takes all of it back", async () => {
    const row = { subdomain: "demo", name: "Demo", created_at: 1 };
    const broken = shop.sql.transaction().execute(async (sql) => {
      await sql
        .insertInto("tenants")
        .values({ id: "t1", ...row })
        .execute();
      await sql
        .insertInto("tenants")
        .values({ id: "t2", ...row })
        .execute();
    });
    await expect(broken).rejects.toMatchObject({ name: "DatabaseError" });
    expect(await getTenant({ sql: shop.sql, tenantId: "t1" })).toBeNull();
  });
});
