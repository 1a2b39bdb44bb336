import type { Json } from "@millrace/asl";
import { systemClock as clock, random } from "@millrace/aws/system";
import { seedShop } from "@millrace/core/shop";
import {
  loadStatistics,
  PHONES_PER_QUERY,
  sanitisePhone,
  statisticsSettings,
} from "@millrace/core/statistics";
import { expect, it } from "vitest";
import * as z from "zod";
import { emptyCacheMemory, memoryCache } from "../../equipment/memory-cache.ts";
import { sqliteShop } from "../../equipment/shop.ts";
import type { Customers } from "../customers.ts";

const PREFIX = "customerStatistics-";
/** A number of the home country's that no seeded customer has. */
export const NOBODY = "3015550142";
/** More customers than one query takes, and one invocation. */
export const SHOP = { customers: 620, orders: 2_500, seed: 4, now: Date.parse("2026-11-20T00:00:00Z") };

let sent = 0;

/** What a rule of EventBridge gives a queue: the event as it is. */
export function customerEvent(phone: unknown, source = "shop"): Json {
  const customer = z.record(z.string(), z.json()).parse(phone === undefined ? {} : { phone });
  return {
    version: "0",
    id: `6a7e8feb-b491-4cf7-a9f1-${String(++sent).padStart(12, "0")}`,
    "detail-type": "Customer Changed",
    ...{ source, account: "123456789012", time: "2026-11-22T12:00:00Z", region: "us-east-1", resources: [] },
    detail: { customer },
  };
}

const nameOf = (text: string) => sanitisePhone({ text, homeCountry: "CO" });

const Entry = z.looseObject({ _cache: z.looseObject({ stamp: z.number() }) });

/** What is stored by phone, without what the cache itself adds; null: known to be nobody's. */
async function stored({ cache }: Customers): Promise<Map<string, unknown>> {
  const entries = new Map<string, unknown>();
  for (const key of (await cache.keys(`${PREFIX}*`)).sort()) {
    const { _cache: header, ...data } = Entry.parse(JSON.parse((await cache.get(key)) ?? "null"));
    entries.set(key.slice(PREFIX.length), "absent" in header ? null : data);
  }
  return entries;
}

/** The same phones loaded on one machine, from a shop that was seeded alike. */
async function onOneMachine(phones: readonly string[]): Promise<Map<string, unknown>> {
  const { sql, close } = await sqliteShop();
  await seedShop({ sql, ...SHOP });
  const memory = emptyCacheMemory();
  const cache = memoryCache({ memory, clock, step: async () => {} });
  const settings = statisticsSettings({ env: {} });
  for (let start = 0; start < phones.length; start += PHONES_PER_QUERY) {
    const some = phones.slice(start, start + PHONES_PER_QUERY);
    const { error } = await loadStatistics({ phones: some }, { sql, cache, clock, random, settings });
    if (error !== null) throw error;
  }
  await close();
  const entries = [...memory.entries].map(([key, { value }]): [string, unknown] => {
    const { _cache: header, ...data } = Entry.parse(JSON.parse(value));
    return [key.slice(PREFIX.length), "absent" in header ? null : data];
  });
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Messages about customers, from EventBridge into Redis. */
export function preloadCases(customers: () => Customers): void {
  /** Tells of customers and waits until nothing is left to do; the shop and the cache begin without trouble. */
  async function told(phones: readonly unknown[]) {
    const { publish, settle } = customers();
    for (const phone of phones) await publish(customerEvent(phone));
    return settle();
  }
  /** As the shop stores them, but for what is no number. */
  async function phonesOfShop(): Promise<string[]> {
    const rows = await customers().sql.selectFrom("customers").select("phone").execute();
    return rows.flatMap(({ phone }) => (nameOf(phone ?? "") === null ? [] : (phone ?? "")));
  }
  async function someExpected(phones: readonly string[]) {
    const all = await onOneMachine(phones);
    expect([...all.values()].filter((value) => value !== null).length).toBeGreaterThan(1);
    return all;
  }

  it("ends in the entries that one machine makes of the same shop, with a query for 500 phones", async () => {
    const { cache, upstash, psdb, slack, deadLetters, troubles, batchSize } = customers();
    await cache.flushAll();
    const phones = await phonesOfShop();
    expect(phones.length).toBeGreaterThan(batchSize);
    upstash.reset();
    const byMapping: Record<string, number> = {};
    troubles.request = ({ action }) => {
      byMapping[action] = (byMapping[action] ?? 0) + 1;
      return null;
    };
    const before = psdb.statements.length;
    const { batches } = await told([...phones, NOBODY, undefined, "12345"]);
    const got = await stored(customers());
    expect(got).toEqual(await onOneMachine([...got.keys()]));
    expect(got.get(NOBODY)).toBeNull();
    expect(got.size).toBeGreaterThan(batchSize);
    expect(Math.max(...batches)).toBe(batchSize);
    expect(await deadLetters.depth()).toBe(0);
    expect(slack.messages).toHaveLength(1);
    expect(slack.messages[0]).toContain("2 of");
    expect(slack.messages[0]).not.toContain("12345");

    // The digest is counted by two requests.
    const requests = { shop: psdb.statements.length - before, cache: upstash.requests.length - 2 };
    expect(requests).toEqual({ shop: batches.length, cache: 2 * batches.length });
    console.log(
      `${phones.length + 3} messages, ${got.size} phones, invocations of ${batches.join(" and ")}: ` +
        `${requests.shop} queries, ${requests.cache} requests to the cache; ` +
        `by the mapping ${JSON.stringify(byMapping)}`,
    );
  });

  it("stores the same of messages that come twice and in another order, and newer statistics of later ones", async () => {
    const { sql, cache } = customers();
    await cache.flushAll();
    const phones = (await phonesOfShop()).slice(0, 30);
    await told(phones);
    const first = await stored(customers());
    await told([...phones.toReversed(), ...phones]);
    expect(await stored(customers())).toEqual(first);
    expect(first).toEqual(await someExpected([...first.keys()]));

    const anOrder = sql.selectFrom("orders").innerJoin("customers", "customers.id", "orders.customer_id");
    const { phone, ...order } = await anOrder
      .selectAll("orders")
      .select("customers.phone")
      .where("customers.phone", "in", phones)
      .executeTakeFirstOrThrow();
    const name = nameOf(phone ?? "") ?? "";
    const { cantOrders } = z.object({ cantOrders: z.number() }).parse(first.get(name));
    await sql
      .insertInto("orders")
      .values({ ...order, id: "one-more" })
      .execute();
    await told([phone]);
    expect((await stored(customers())).get(name)).toMatchObject({ cantOrders: cantOrders + 1 });
    await sql.deleteFrom("orders").where("id", "=", "one-more").execute();
  });

  it("sends a message that nobody can read to the dead letters alone, after five tries, unchanged", async () => {
    const { cache, events, deadLetters, settle, publish, redrive, troubles } = customers();
    await cache.flushAll();
    const poison = JSON.stringify({ source: "shop", detail: "a customer" });
    let invocations = 0;
    troubles.invocation = () => {
      invocations++;
      return null;
    };
    await events.send({ body: poison });
    const phones = (await phonesOfShop()).slice(0, 20);
    for (const phone of phones) await publish(customerEvent(phone));
    const { batches } = await settle();
    expect(invocations).toBe(5);
    expect(batches.slice(1)).toEqual([1, 1, 1, 1]);
    const entries = await stored(customers());
    expect(entries).toEqual(await someExpected([...entries.keys()]));
    expect(await deadLetters.depth()).toBe(1);

    // Sent back, it is tried again and comes back; nothing else is touched.
    await redrive();
    expect((await settle()).batches).toEqual([1, 1, 1, 1, 1]);
    const [dead] = await deadLetters.receive({ limit: 10, visibilitySeconds: 60 });
    expect(dead?.body).toBe(poison);
    await deadLetters.delete({ receipt: dead?.receipt ?? "" });
    expect(await events.depth()).toBe(0);
  });

  it.each([
    ["the database does not answer", () => customers().psdb.fail({ kind: "down" }, 6), 3],
    ["the database is overloaded", () => customers().psdb.fail({ kind: "overloaded" }, 6), 3],
    ["the database's answers are lost", () => customers().psdb.fail({ kind: "cut" }, 3), 2],
    ["the cache does not answer", () => cacheDown({ kind: "down" }), 3],
    ["the cache refuses", () => cacheDown({ kind: "status", status: 429, body: "too many" }), 3],
    ["the function is throttled", () => befalls("throttled"), 3],
    ["the function dies when its work is done", () => befalls("exit"), 3],
  ])("messages come back and end well when %s for a while", async (_, trouble, invocations) => {
    const { cache, deadLetters } = customers();
    await cache.flushAll();
    const phones = (await phonesOfShop()).slice(0, 25);
    trouble();
    expect((await told(phones)).invocations).toBe(invocations);
    const entries = await stored(customers());
    expect(entries).toEqual(await someExpected([...entries.keys()]));
    expect(await deadLetters.depth()).toBe(0);
  });

  function cacheDown(fault: Customers["upstash"]["fault"]): void {
    const { troubles, upstash } = customers();
    let invocations = 0;
    troubles.invocation = () => {
      upstash.fault = ++invocations <= 2 ? fault : { kind: "none" };
      return null;
    };
  }
  function befalls(misfortune: "throttled" | "exit"): void {
    let invocations = 0;
    customers().troubles.invocation = () => (++invocations <= 2 ? misfortune : null);
  }

  it("keeps what an outage outlasted among the dead letters, and ends well when they are sent back", async () => {
    const { cache, psdb, deadLetters, redrive, settle } = customers();
    await cache.flushAll();
    const phones = (await phonesOfShop()).slice(0, 25);
    psdb.fail({ kind: "down" });
    expect((await told(phones)).invocations).toBe(5);
    expect(await deadLetters.depth()).toBe(25);
    expect(await stored(customers())).toEqual(new Map());
    psdb.heal();
    await redrive();
    await settle();
    expect(await deadLetters.depth()).toBe(0);
    const entries = await stored(customers());
    expect(entries).toEqual(await someExpected([...entries.keys()]));
  });

  it("is not told of events of others", async () => {
    expect(await customers().publish(customerEvent(NOBODY, "warehouse"))).toBe(false);
  });
}
