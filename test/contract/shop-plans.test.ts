import * as shop from "@millrace/core/shop";
import { customerStatistics, DEFAULT_STATUSES } from "@millrace/core/statistics";
import { CompiledQuery, type QueryId, type RootOperationNode } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { MARIADB, mariadbShop, skipsMariadb, sqliteShop, type TestShop } from "../equipment/shop.ts";
import { NOW } from "./shop-samples.ts";

const Step = z.object({ detail: z.string() });

const MysqlTable = z.looseObject({
  table: z.string(),
  type: z.string(),
  key: z.string().nullable(),
  Extra: z.string(),
});

/** How SQLite would carry out the queries that `work` makes. */
async function plansOf(sql: shop.Sql, work: (sql: shop.Sql) => Promise<unknown>): Promise<string[]> {
  const rows = await explained({ sql, explain: "explain query plan", work });
  return rows.map((row) => Step.parse(row).detail);
}

/** What a database explains of the queries that `work` makes. */
async function explained(input: {
  sql: shop.Sql;
  explain: string;
  work: (sql: shop.Sql) => Promise<unknown>;
}): Promise<unknown[]> {
  const { sql, explain, work } = input;
  const asked: { node: RootOperationNode; queryId: QueryId }[] = [];
  const watched = sql.withPlugin({
    transformQuery(query) {
      asked.push(query);
      return query.node;
    },
    transformResult: async ({ result }) => result,
  });
  await work(watched);
  const rows: unknown[] = [];
  for (const { node, queryId } of asked) {
    const query = sql.getExecutor().compileQuery(node, queryId);
    const plan = CompiledQuery.raw(`${explain} ${query.sql}`, [...query.parameters]);
    rows.push(...(await sql.executeQuery(plan)).rows);
  }
  return rows;
}

describe("the shop's queries on SQLite read by an index, not whole tables", () => {
  let opened: TestShop;
  beforeAll(async () => {
    opened = await sqliteShop();
    await shop.seedShop({ sql: opened.sql, customers: 50, orders: 50, seed: 1, now: NOW });
  });
  afterAll(() => opened.close());

  const tenantId = "default";
  const customerId = "customer-1-1";
  const cursor = shop.encodeCursor({ at: NOW, id: customerId });
  const queries: [string, (sql: shop.Sql) => Promise<unknown>][] = [
    ["getTenant", (sql) => shop.getTenant({ sql, tenantId })],
    ["getCustomer", (sql) => shop.getCustomer({ sql, tenantId, customerId })],
    ["updateCustomer", (sql) => shop.updateCustomer({ sql, tenantId, customerId, change: {}, at: NOW })],
    ["listCustomers", (sql) => shop.listCustomers({ sql, tenantId, limit: 5 })],
    ["listCustomers, further on", (sql) => shop.listCustomers({ sql, tenantId, cursor, limit: 5 })],
    ["listCustomers, searching", (sql) => shop.listCustomers({ sql, tenantId, search: "ana gil", limit: 5 })],
    ["listPets", (sql) => shop.listPets({ sql, tenantId, customerId })],
    ["updatePet", (sql) => shop.updatePet({ sql, tenantId, petId: "p", change: {}, at: NOW })],
    ["deletePet", (sql) => shop.deletePet({ sql, tenantId, petId: "p" })],
    ["listServices", (sql) => shop.listServices({ sql, tenantId })],
    ["listStaff", (sql) => shop.listStaff({ sql, tenantId })],
    ["getReservation", (sql) => shop.getReservation({ sql, tenantId, reservationId: "r" })],
    ["listReservations", (sql) => shop.listReservations({ sql, tenantId, from: 1, to: NOW, limit: 5 })],
    ["listReservations, further on", (sql) => shop.listReservations({ sql, tenantId, cursor, limit: 5 })],
  ];

  it.each(queries)("%s", async (_, query) => {
    const steps = await plansOf(opened.sql, query);
    expect(steps.filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([]);
    expect(steps.some((step) => step.startsWith("SEARCH"))).toBe(true);
  });

  it("getCustomers reads of each table what is the asked customers' alone", async () => {
    const customerIds = Array.from({ length: 50 }, (_, n) => `customer-1-${n + 1}`);
    const steps = await plansOf(opened.sql, (sql) => shop.getCustomers({ sql, tenantId, customerIds }));
    expect(steps.find((step) => step.startsWith("SEARCH c "))).toContain("(tenant_id=? AND id=?)");
    expect(steps.filter((step) => /^SCAN|TEMP B-TREE/.test(step))).toEqual([]);
  });
});

/** A phone of the seed and two of nobody: few, for MySQL reads all of a table where a list has most of it. */
const statisticsOf = (sql: shop.Sql) =>
  customerStatistics({
    ...{ sql, phones: ["3001234567", "3001234568", "+51987654321"] },
    ...{ homeCountry: "CO", statuses: DEFAULT_STATUSES },
  });

describe("statistics read customers, blacklist and orders by their indexes alone", () => {
  const size = { customers: 2_000, orders: 4_000, seed: 1, now: NOW };

  it.each([
    ["customers", "phone_digits"],
    ["blacklist", "phone_digits"],
    ["orders", "customer_id"],
  ])("%s on SQLite", async (table, column) => {
    const { sql, close } = await sqliteShop();
    await shop.seedShop({ sql, ...size });
    const steps = await plansOf(sql, statisticsOf);
    const its = steps.filter((step) => step.split(" ").includes(table));
    expect(its.length).toBeGreaterThan(0);
    for (const step of its) {
      expect(step).toMatch(/^SEARCH .* USING COVERING INDEX/);
      expect(step).toContain(`(${column}=?)`);
    }
    await close();
  });

  it.skipIf(skipsMariadb)(`on ${MARIADB}`, async () => {
    const { sql, close } = await mariadbShop({ address: await sharedMariadb() });
    await shop.seedShop({ sql, ...size });
    const rows = await explained({ sql, explain: "explain", work: statisticsOf });
    const tables = rows.map((row) => MysqlTable.parse(row)).filter(({ table }) => !table.startsWith("<"));
    const access = tables.map(({ table, type, key }) => [table, type, key].join(" "));
    expect(new Set(access)).toEqual(
      new Set([
        "customers range customers_by_phone",
        "blacklist range blacklist_by_phone",
        "orders ref orders_by_customer",
      ]),
    );
    for (const { Extra } of tables) expect(Extra).toContain("Using index");
    await close();
  });
});
