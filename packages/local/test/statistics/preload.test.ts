import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cache, cacheAside } from "@millrace/core/cache";
import { MillraceError } from "@millrace/core/error";
import { type Log, silentLog } from "@millrace/core/log";
import { customerRow, type Sql } from "@millrace/core/shop";
import {
  DEFAULT_STATUSES,
  type PreloadDeps,
  preloadStatistics,
  readStatistics,
} from "@millrace/core/statistics";
import { openCacheDatabase, sqliteCache } from "@millrace/local/store/cache";
import { openShop } from "@millrace/local/store/sql";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const HOUR_MS = 3_600_000;
const SETTINGS = { homeCountry: "CO", statuses: DEFAULT_STATUSES } as const;

let now: number;
let folder: string;
let sql: Sql;
let cache: Cache;
let deps: PreloadDeps;
let texts: string[];
let close: () => Promise<void>;

beforeEach(() => {
  now = 1_800_000_000_000;
  folder = mkdtempSync(join(tmpdir(), "millrace-preload-"));
  const clock = { now: () => now, sleep: async () => {} };
  const db = openCacheDatabase(join(folder, "cache.db"));
  sql = openShop(join(folder, "shop.db"));
  cache = sqliteCache({ db, clock });
  texts = [];
  const notifier = {
    async notify({ text }: { text: string }) {
      texts.push(text);
      return "sent" as const;
    },
  };
  deps = { sql, cache, clock, random: () => 0.5, settings: SETTINGS, log: silentLog, notifier };
  close = async () => {
    db.close();
    await sql.destroy();
    rmSync(folder, { recursive: true });
  };
});
afterEach(() => close());

async function addCustomer(phone: string, orders: string[] = []): Promise<void> {
  const id = `c-${phone.replace(/\D/g, "")}`;
  const named = { id, tenantId: "t1", firstName: "Ana", lastName: "Gil", email: "", phone, notes: "" };
  await sql
    .insertInto("customers")
    .values(customerRow({ ...named, createdAt: now, updatedAt: now }))
    .execute();
  await addOrders(id, orders);
}

async function addOrders(customerId: string, statuses: string[]): Promise<void> {
  const { rows } = await sql
    .selectFrom("orders")
    .select(({ fn }) => fn.countAll<number>().as("rows"))
    .executeTakeFirstOrThrow();
  const orders = statuses.map((status, index) => ({
    ...{ id: `o${rows + index}`, customer_id: customerId, business_id: "b1", status },
    ...{ created_at: now, updated_at: now },
  }));
  if (orders.length > 0) await sql.insertInto("orders").values(orders).execute();
}

const record = (phone: unknown, messageId = `m-${phone}`) => ({
  messageId,
  body: JSON.stringify({ detail: { customer: { phone } } }),
});
const mobile = (index: number) => String(3_001_200_000 + index);

/** What another program finds under the key. */
async function stored(phone: string): Promise<Record<string, unknown> | null> {
  const [entry] = await cache.read([{ key: `customerStatistics-${phone}` }]);
  return entry === undefined || entry === null ? null : JSON.parse(entry.value);
}

const NONE = {
  records: 0,
  phones: 0,
  queries: 0,
  pipelines: 0,
  cached: 0,
  notFound: 0,
  withoutPhone: 0,
  failed: 0,
};

describe("preloading statistics", () => {
  it("asks nothing where there are no messages", async () => {
    const { summary, digest } = await preloadStatistics({ records: [] }, deps);
    expect([summary, digest]).toEqual([NONE, null]);
  });

  it("stores each phone once, however often and however it was written, under the seed's key", async () => {
    await addCustomer("+573001234567", ["delivered", "returned", "pending"]);
    const records = ["3001234567", "+57 300 123 4567", "573001234567", "+51 987 654 321"].map((phone) =>
      record(phone),
    );
    const { summary, failedMessageIds } = await preloadStatistics({ records }, deps);
    expect(summary).toEqual({
      ...NONE,
      ...{ records: 4, phones: 2, queries: 1, pipelines: 1, cached: 1, notFound: 1 },
    });
    expect(failedMessageIds).toEqual([]);
    expect(await stored("3001234567")).toEqual({
      ...{
        cantOrders: 3,
        cantReturOrders: 1,
        delivered: 1,
        canceled: 0,
        blockedBy: 0,
        percentageReturn: 50,
        eligible: 2,
      },
      _cache: expect.objectContaining({ schema: 1 }),
    });
    expect(await stored("+51987654321")).toEqual({ _cache: expect.objectContaining({ absent: true }) });
  });

  it("takes one query and one pipeline for five hundred phones", async () => {
    const records = Array.from({ length: 1_201 }, (_, index) => record(mobile(index)));
    const { summary } = await preloadStatistics({ records }, deps);
    expect(summary).toEqual({
      ...NONE,
      ...{ records: 1_201, phones: 1_201, queries: 3, pipelines: 3, notFound: 1_201 },
    });
  });

  it("keeps statistics for seven days at most, and that there is no customer for five minutes", async () => {
    await addCustomer("3001234567");
    await preloadStatistics({ records: [record("3001234567"), record("3001234568")] }, deps);
    now += 6 * 60_000;
    expect(await stored("3001234568")).toBeNull();
    now += 6 * 24 * HOUR_MS;
    expect(await stored("3001234567")).not.toBeNull();
    now += 24 * HOUR_MS;
    expect(await stored("3001234567")).toBeNull();
  });

  it("fails a message that cannot be read alone, by its id", async () => {
    await addCustomer("3001234567");
    const records = [
      { messageId: "text", body: "hello" },
      record("3001234567", "good"),
      { messageId: "other", body: '{"Records":[]}' },
    ];
    const { summary, failedMessageIds } = await preloadStatistics({ records }, deps);
    expect(summary).toMatchObject({ records: 3, phones: 1, cached: 1, failed: 2 });
    expect(failedMessageIds).toEqual(["text", "other"]);
  });

  it("of any messages gives back the unreadable ones, and stores each phone of the others", async () => {
    const bodies: [string, string | null | undefined][] = [
      ...["3001234567", "+573001234567", "57 300 1234567"].map((phone): [string, string] => [
        record(phone).body,
        "3001234567",
      ]),
      [record("+51 987 654 321").body, "+51987654321"],
      ...[record(null).body, record("12345").body].map((body): [string, null] => [body, null]),
      ...["hello", "{}", "[]", '{"detail":{"customer":7}}'].map((body): [string, undefined] => [
        body,
        undefined,
      ]),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...bodies), { maxLength: 20 }), async (chosen) => {
        await cache.invalidate(["customerStatistics-3001234567", "customerStatistics-+51987654321"]);
        const records = chosen.map(([body], index) => ({ messageId: `m${index}`, body }));
        const { summary, failedMessageIds } = await preloadStatistics({ records }, deps);
        const phones = new Set(chosen.flatMap(([, phone]) => phone ?? []));
        const unreadable = records.filter((_, index) => chosen[index]?.[1] === undefined);
        expect(failedMessageIds).toEqual(unreadable.map(({ messageId }) => messageId));
        expect(summary).toEqual({
          ...{ records: chosen.length, phones: phones.size, cached: 0, notFound: phones.size },
          ...{ queries: Math.min(1, phones.size), pipelines: Math.min(1, phones.size) },
          ...{ withoutPhone: chosen.filter(([, phone]) => phone === null).length, failed: unreadable.length },
        });
        for (const phone of phones) expect(await stored(phone)).toMatchObject({ _cache: { absent: true } });
      }),
      { numRuns: 50 },
    );
  });

  it("tells in one digest what has no phone, masked, and fails nothing for it", async () => {
    const records = [
      ...[record(null), record(""), record("3333333333"), record("12345"), record("+57 300 123")],
      record("3001234567"),
    ];
    const { summary, digest, invalidPhones, failedMessageIds } = await preloadStatistics({ records }, deps);
    expect(summary).toMatchObject({ records: 6, phones: 1, withoutPhone: 5, failed: 0 });
    expect([digest, invalidPhones, failedMessageIds]).toEqual(["sent", 3, []]);
    expect(texts).toEqual([
      [
        "5 of 6 records about customers have no phone to preload statistics for",
        "• no phone: 2",
        "• not a phone number: 3",
        "for example ***3333, ***, ***0123",
      ].join("\n"),
    ]);
    expect((await preloadStatistics({ records }, deps)).digest).toBe("repeated");
  });

  it("fails the messages of a query's phones with the query, and no others", async () => {
    const records = Array.from({ length: 1_000 }, (_, index) => record(mobile(index), `m${index}`));
    // Repeats of phones of either group, after both.
    records.push(record(mobile(1), "late-1"), record(mobile(501), "late-501"));
    const { summary, failedMessageIds } = await preloadStatistics(
      { records },
      { ...deps, sql: failing(sql, 1) },
    );
    expect(summary).toEqual({
      ...NONE,
      ...{ records: 1_002, phones: 1_000, queries: 2, pipelines: 1, notFound: 500, failed: 501 },
    });
    expect(failedMessageIds).toEqual([...Array.from({ length: 500 }, (_, index) => `m${index}`), "late-1"]);
  });

  it("asks no query where the cache does not answer, and fails what it could not store", async () => {
    const down = () => Promise.reject(new MillraceError("Cache.Unavailable", "gone"));
    const records = [record("3001234567", "m1"), record(null, "m2")];
    const lines: unknown[] = [];
    const log: Log = { info() {}, warn: (...line) => lines.push(line) };
    const nowhere = { ...cache, stamp: down, write: down, count: down };
    const { summary, failedMessageIds, digest } = await preloadStatistics(
      { records },
      { ...deps, cache: nowhere, log },
    );
    expect(summary).toEqual({ ...NONE, records: 2, phones: 1, withoutPhone: 1, failed: 1 });
    expect([failedMessageIds, digest]).toEqual([["m1"], "failed"]);
    expect(lines).toEqual([
      ["statistics of customers were not preloaded: gone", { errorName: "Cache.Unavailable", rows: 1 }],
    ]);
  });

  it("never replaces newer statistics by those of a message that came late", async () => {
    await addCustomer("3001234567", ["delivered"]);
    const late = paused();
    const slow = preloadStatistics({ records: [record("3001234567")] }, { ...deps, cache: late.cache });
    await late.reached;
    // The first one has read the database; now there is another order, which the second one sees.
    await addOrders("c-3001234567", ["returned"]);
    expect((await preloadStatistics({ records: [record("3001234567")] }, deps)).summary.cached).toBe(1);
    late.goOn();
    expect((await slow).summary).toMatchObject({ phones: 1, cached: 0, failed: 0 });
    expect(await stored("3001234567")).toMatchObject({ cantOrders: 2, cantReturOrders: 1 });
  });

  it("never brings back what was invalidated while it read", async () => {
    await addCustomer("3001234567", ["delivered"]);
    const late = paused();
    const slow = preloadStatistics({ records: [record("3001234567")] }, { ...deps, cache: late.cache });
    await late.reached;
    await cache.invalidate(["customerStatistics-3001234567"]);
    late.goOn();
    expect((await slow).summary.cached).toBe(0);
    expect(await stored("3001234567")).toBeNull();
  });

  /** The cache, with writes that wait until they may go on. */
  function paused() {
    const reached = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const waiting: Cache = {
      ...cache,
      async write(entries) {
        reached.resolve();
        await gate.promise;
        return cache.write(entries);
      },
    };
    return { cache: waiting, reached: reached.promise, goOn: gate.resolve };
  }
});

describe("reading a phone's statistics", () => {
  const read = (phone: string, fresh = false) => {
    const aside = cacheAside({ cache, clock: deps.clock, random: () => 0.5, uuid: () => `owner-${now}` });
    return readStatistics({ phone, fresh }, { sql, aside, settings: SETTINGS });
  };

  it("finds what was preloaded, and reads the database where it is asked for anew", async () => {
    await addCustomer("3001234567", ["delivered"]);
    await preloadStatistics({ records: [record("3001234567")] }, deps);
    await addOrders("c-3001234567", ["returned"]);
    expect(await read("+57 300 123 4567")).toMatchObject({
      ...{ phone: "3001234567", from: "hit" },
      value: { cantOrders: 1 },
    });
    expect(await read("3001234567", true)).toMatchObject({ from: "miss", value: { cantOrders: 2 } });
    expect(await read("3001234567")).toMatchObject({ from: "hit", value: { cantOrders: 2 } });
  });

  it("says that no customer has it, from the cache the second time", async () => {
    expect(await read("3001234567")).toEqual({ phone: "3001234567", value: null, from: "miss" });
    expect(await read("3001234567")).toEqual({ phone: "3001234567", value: null, from: "hit" });
  });

  it("refuses what is no phone without repeating it", async () => {
    await expect(read("ana@example.com")).rejects.toMatchObject({
      ...{ name: "Input.Invalid", message: "this is no phone number: check its digits and its country code" },
    });
  });
});

/** The shop, of whose queries the first `times` find no database. */
function failing(shop: Sql, times: number): Sql {
  let left = times;
  return shop.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (left-- > 0) throw new MillraceError("Sql.Unavailable", "gone");
      return result;
    },
  });
}
