import { cacheAside } from "@millrace/core/cache";
import type { Clock } from "@millrace/core/clock";
import { addCustomer, type CustomerDeps, changeCustomer } from "@millrace/core/customers";
import { NewCustomer, type Sql } from "@millrace/core/shop";
import { readStatistics, statisticsSettings } from "@millrace/core/statistics";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptyCacheMemory, memoryCache } from "../../../../test/equipment/memory-cache.ts";
import { sqliteShop, type TestShop } from "../../../../test/equipment/shop.ts";

const PHONES = ["3005550001", "3005550002", "3005550003"] as const;
const statistics = statisticsSettings({ env: {} });
const tenantId = "tenant";

const Phone = fc.constantFrom(...PHONES);
/** No more changes at once than a change is tried: each may come before another. */
const Actions = fc
  .record({
    changes: fc.array(Phone, { minLength: 2, maxLength: 3 }),
    reads: fc.array(Phone, { minLength: 1, maxLength: 4 }),
  })
  .map(({ changes, reads }) => [
    ...changes.map((phone) => ({ kind: "change", phone })),
    ...reads.map((phone) => ({ kind: "read", phone })),
  ]);

/** The same database, whose answers come when `step` is done. */
const slow = (sql: Sql, step: (what: string) => Promise<void>): Sql =>
  sql.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await step("answer");
      return result;
    },
  });

/** A cache of its own over a shop. @param step - awaited at each step of cache and database */
function depsOver(sql: Sql, step: (what: string) => Promise<void>): CustomerDeps {
  const time = { now: 1_800_000_000_000 };
  const clock: Clock = {
    now: () => time.now,
    async sleep(ms) {
      time.now += ms;
      await step("sleep");
    },
  };
  let made = 0;
  const uuid = () => `${time.now}-${made++}`;
  const cache = memoryCache({ memory: emptyCacheMemory(), clock, step });
  const aside = cacheAside({ cache, clock, random: () => 0.5, uuid });
  return { sql: slow(sql, step), aside, clock, uuid, statistics };
}

describe("the cached statistics of phones", () => {
  let shop: TestShop;
  beforeAll(async () => {
    shop = await sqliteShop();
  });
  afterAll(() => shop.close());

  const find = async (phone: string, deps: CustomerDeps) =>
    (await readStatistics({ phone, fresh: false }, { ...deps, settings: statistics })).value !== null;

  it("are of the phone a customer has, in whatever order changes and readings go on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), Actions, async (scheduler, actions) => {
        await shop.sql.deleteFrom("customers").execute();
        let isOver = false;
        const step = (what: string) =>
          isOver ? Promise.resolve() : scheduler.schedule(Promise.resolve(), what);
        const deps = depsOver(shop.sql, step);
        const customer = NewCustomer.parse({ firstName: "Ana" });
        const made = addCustomer({ tenantId, customer }, { ...deps, sql: shop.sql });
        await scheduler.waitFor(made);
        const { id: customerId } = await made;
        const going = actions.map(({ kind, phone }) =>
          kind === "read"
            ? find(phone, deps)
            : changeCustomer({ tenantId, customerId, change: { phone } }, deps),
        );
        await scheduler.waitFor(Promise.all(going));
        isOver = true;
        const { phone: last } = await shop.sql
          .selectFrom("customers")
          .select("phone")
          .executeTakeFirstOrThrow();
        for (const phone of PHONES) expect([phone, await find(phone, deps)]).toEqual([phone, phone === last]);
      }),
      { numRuns: 300 },
    );
  });
});
