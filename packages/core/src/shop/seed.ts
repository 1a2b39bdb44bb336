import { insertMissing } from "./seed/insert.ts";
import { examplePhone } from "./seed/phones.ts";
import * as rows from "./seed/rows.ts";
import { TENANTS } from "./seed/words.ts";
import type { ShopTables, Sql } from "./tables.ts";

/** A shop of this size is made in a second. */
export const SEED_DEFAULTS = { customers: 1_000, orders: 5_000, seed: 1 } as const;

/** Customers, with what is theirs, made before they are inserted. */
const BLOCK = 5_000;

/** What a seeded shop has. */
export interface SeededShop {
  /** With a customer to try, or null where there are too few for all. */
  tenants: { tenantId: string; subdomain: string; customerId: string | null }[];
  /** A phone to try: its customer has orders, and businesses block it. */
  phone: string;
  /** Rows by table that this seeding added; none where it was done before. */
  added: Record<keyof ShopTables, number>;
}

/**
 * Fills a shop with made-up tenants, customers and what is theirs: the same ones for the same `seed`, sizes and `now`. Some have phones in
 * other spellings than others, some share one, some have none.
 *
 * What is there stays as it is: seeding again adds nothing, with larger sizes only the rest, with another `seed` a second
 * lot of customers to the same tenants. Two must not seed one shop at once.
 *
 * @param input.sql - with its tables (`migrateShop`)
 * @param input.customers - how many, over all tenants; 1 or more
 * @param input.orders - how many, over all customers
 * @param input.now - the time that all times lie about, ms
 * @throws Sql.Unavailable; seeding again goes on where this one ended
 */
export async function seedShop(input: {
  sql: Sql;
  customers: number;
  orders: number;
  seed: number;
  now: number;
}): Promise<SeededShop> {
  const { sql, customers, orders, seed, now } = input;
  const plan = { customers, orders, seed, now };
  const added = {
    tenants: await insertMissing({ sql, table: "tenants", rows: rows.tenantRows(now) }),
    businesses: await insertMissing({ sql, table: "businesses", rows: rows.businessRows() }),
    services: await insertMissing({ sql, table: "services", rows: rows.serviceRows() }),
    staff: await insertMissing({ sql, table: "staff", rows: rows.staffRows() }),
    ...{ customers: 0, pets: 0, reservations: 0, orders: 0, blacklist: 0 },
  };
  for (const block of blocks(customers)) {
    const some = block.map((n) => rows.household(plan, n));
    const pets = some.flatMap((household) => household.pets);
    const reservations = some.flatMap((household) => household.reservations);
    added.customers += await insertMissing({
      sql,
      table: "customers",
      rows: some.map((one) => one.customer),
    });
    added.pets += await insertMissing({ sql, table: "pets", rows: pets });
    added.reservations += await insertMissing({ sql, table: "reservations", rows: reservations });
  }
  for (const block of blocks(orders)) {
    const some = block.map((n) => rows.orderRow(plan, n));
    added.orders += await insertMissing({ sql, table: "orders", rows: some });
  }
  for (const block of blocks(blockedBy(customers))) {
    const some = block.map((n) => rows.blockRow(plan, n));
    added.blacklist += await insertMissing({ sql, table: "blacklist", rows: some });
  }
  const tenants = TENANTS.map(({ id, subdomain }) => ({
    ...{ tenantId: id, subdomain },
    customerId: firstCustomer({ tenantId: id, customers, seed }),
  }));
  return { tenants, phone: examplePhone(seed), added };
}

/** One in ten is blocked, and each shop has one who is blocked twice. */
const blockedBy = (customers: number) => 2 + Math.ceil(customers / 10);

function firstCustomer(input: { tenantId: string; customers: number; seed: number }): string | null {
  for (let n = 0; n < input.customers; n++) {
    if (rows.tenantOf(n) === input.tenantId) return rows.customerId(input.seed, n);
  }
  return null;
}

/** 0, 1, 2… in blocks. */
function* blocks(count: number): Generator<number[]> {
  for (let start = 0; start < count; start += BLOCK) {
    yield Array.from({ length: Math.min(BLOCK, count - start) }, (_, n) => start + n);
  }
}
