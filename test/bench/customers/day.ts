import { join } from "node:path";
import { cacheAside, cacheRates } from "@millrace/core/cache";
import { type CustomerDeps, changeCustomer, readCustomer } from "@millrace/core/customers";
import { seedShop } from "@millrace/core/shop";
import { statisticsSettings } from "@millrace/core/statistics";
import { openCacheDatabase, sqliteCache } from "@millrace/local/store/cache";
import { openShop } from "@millrace/local/store/sql";
import { uuid } from "./time.ts";

/** From 8 to 18 o'clock. */
const DAY_MS = 10 * 3_600_000;
const CUSTOMERS = 2_000;
const CHECK_INS = 1_500;
/** A check-in looks at its customer two or three times, as the seed has it, within so long. */
const CHECK_IN_MS = 4 * 60_000;
/** One check-in in ten changes something of the customer: a phone, a note. */
const CHANGING = 0.1;

export interface Day {
  reads: number;
  changes: number;
  /** From 0 to 1. */
  hitRate: number;
  counts: Record<string, number>;
}

/**
 * A day of check-ins at which few customers come often and many seldom (Zipf: the n-th of them 1/n as often as the first), with
 * the real cache and shop on one machine and a clock of its own. The same at every run.
 */
export async function measureDay(folder: string): Promise<Day> {
  const random = seeded(1);
  let now = Date.UTC(2026, 0, 5, 8);
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  const sql = openShop(join(folder, "day-shop.db"));
  const db = openCacheDatabase(join(folder, "day-cache.db"));
  const rates = cacheRates();
  const cache = sqliteCache({ db, clock });
  const aside = cacheAside({ cache, clock, random, uuid, onEvent: rates.onEvent });
  const deps: CustomerDeps = { sql, aside, clock, uuid, statistics: statisticsSettings({ env: {} }) };
  await seedShop({ sql, customers: CUSTOMERS, orders: CUSTOMERS, seed: 1, now });
  const customers = await sql
    .selectFrom("customers")
    .select(["id as customerId", "tenant_id as tenantId"])
    .execute();
  let changes = 0;
  for (const { at, customer, change } of visits({ random, now, customers })) {
    now = Math.max(now, at);
    await readCustomer(customer, deps);
    if (!change) continue;
    changes++;
    await changeCustomer({ ...customer, change: { notes: `seen at ${now}` } }, deps);
  }
  await sql.destroy();
  db.close();
  const { counts, hitRate } = rates.report("customer");
  const { hit = 0, miss = 0, stale = 0 } = counts;
  return { reads: hit + miss + stale, changes, hitRate: hitRate ?? Number.NaN, counts };
}

interface Visit {
  at: number;
  customer: { tenantId: string; customerId: string };
  change: boolean;
}

function visits(input: {
  random: () => number;
  now: number;
  customers: { tenantId: string; customerId: string }[];
}): Visit[] {
  const { random, now, customers } = input;
  let total = 0;
  /** Where each customer's share of all visits ends. */
  const ends = customers.map((_, index) => {
    total += 1 / (index + 1);
    return total;
  });
  const draw = () => {
    const point = random() * total;
    return customers[ends.findIndex((end) => point < end)];
  };
  return Array.from({ length: CHECK_INS }, (): Visit[] => {
    const customer = draw();
    if (customer === undefined) return [];
    const begin = now + Math.floor(random() * DAY_MS);
    const looks = random() < 0.5 ? 2 : 3;
    const changing = random() < CHANGING;
    return Array.from({ length: looks }, (_, look) => ({
      at: begin + Math.floor((look * CHECK_IN_MS) / looks),
      customer,
      change: changing && look === 1,
    }));
  })
    .flat()
    .sort((left, right) => left.at - right.at);
}

/** Numbers from 0 to 1 that are the same at every run: a linear congruential generator (Numerical Recipes' constants). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
