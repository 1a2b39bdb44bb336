import { parsePhone } from "@millrace/core/lead";
import { CustomerChange, Id, phoneDigits, type Sql, Subdomain, seedShop } from "@millrace/core/shop";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MakeShop } from "./shop.ts";
import { dump, empty, NOW } from "./shop-samples.ts";

/** What a seeded shop is on every adapter. */
export function shopSeedContract(name: string, make: MakeShop): void {
  describe(`${name}: seeding a shop`, () => {
    let sql: Sql;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ sql, close } = await make());
    });
    beforeEach(() => empty(sql));
    afterAll(() => close());

    const size = { customers: 120, orders: 700, seed: 7, now: NOW };

    it("twice is once, also on another day", async () => {
      const first = await seedShop({ sql, ...size });
      const before = await dump(sql);
      const again = await seedShop({ sql, ...size, now: NOW + 86_400_000 });
      expect(await dump(sql)).toEqual(before);
      expect(Object.values(again.added).every((rows) => rows === 0)).toBe(true);
      expect({ ...again, added: first.added }).toEqual(first);
      const counts = Object.entries(before).map(([table, rows]) => [table, rows.length]);
      expect(first.added).toEqual(Object.fromEntries(counts));
    });

    it("the same seed makes the same shop, another one other customers", async () => {
      await seedShop({ sql, ...size });
      const one = await dump(sql);
      await empty(sql);
      await seedShop({ sql, ...size });
      expect(await dump(sql)).toEqual(one);
      await empty(sql);
      await seedShop({ sql, ...size, seed: 8 });
      const different = await dump(sql);
      expect(different.customers.map(({ phone }) => phone)).not.toEqual(
        one.customers.map(({ phone }) => phone),
      );
    });

    it("a larger one adds to a smaller one what it lacks", async () => {
      await seedShop({ sql, ...size, customers: 50, orders: 100 });
      const before = await dump(sql);
      await seedShop({ sql, ...size });
      const after = await dump(sql);
      expect(after.customers).toEqual(expect.arrayContaining(before.customers));
      expect([after.customers.length, after.orders.length]).toEqual([120, 700]);
    });

    it("every row belongs to one that is there, and to the same tenant", async () => {
      await seedShop({ sql, ...size });
      const { customers, pets, services, staff, reservations, orders, blacklist, businesses } =
        await dump(sql);
      const tenants = new Map(
        [...customers, ...pets, ...services, ...staff].map((row) => [row.id, row.tenant_id]),
      );
      const owned = [...pets, ...reservations];
      expect(owned.filter((row) => tenants.get(row.customer_id) !== row.tenant_id)).toEqual([]);
      const used = reservations.flatMap((row) =>
        [row.pet_id, row.service_id, row.staff_id].map(
          (id) => id === null || tenants.get(id) === row.tenant_id,
        ),
      );
      expect(used).not.toContain(false);
      const shops = new Set(businesses.map(({ id }) => id));
      expect([...orders, ...blacklist].filter((row) => !shops.has(row.business_id))).toEqual([]);
      expect(orders.filter((row) => !tenants.has(row.customer_id))).toEqual([]);
    });

    it("phones are real ones in several spellings, some of several tenants; the one to try has orders and is blocked", async () => {
      const { phone, tenants } = await seedShop({ sql, ...size });
      const { customers, orders, blacklist } = await dump(sql);
      const e164 = (text: string) => parsePhone({ text, country: "CO" }).e164;
      const phones = customers.map((row) => row.phone).filter((text) => text !== "");
      expect(phones.filter((text) => e164(text) === "")).toEqual([]);
      const forms = phones.map((text) => /^(\+57|0057|573|3)/.exec(text)?.[1]);
      expect(new Set(forms)).toEqual(new Set(["+57", "0057", "573", "3", undefined]));
      for (const row of [...customers, ...blacklist]) expect(row.phone_digits).toBe(phoneDigits(row.phone));
      const owners = Map.groupBy(customers, (row) => e164(row.phone));
      const shared = [...owners].filter(([number, rows]) => number !== "" && rows.length > 1);
      expect(shared.some(([, rows]) => new Set(rows.map((row) => row.tenant_id)).size > 1)).toBe(true);
      const [first] = owners.get(e164(phone)) ?? [];
      expect(first?.id).toBe(tenants[0]?.customerId);
      expect(orders.some((row) => row.customer_id === first?.id)).toBe(true);
      expect(blacklist.some((row) => e164(row.phone) === e164(phone))).toBe(true);
      const pairs = blacklist.map((row) => `${row.business_id} ${e164(row.phone)}`);
      expect(new Set(pairs).size).toBeLessThan(pairs.length);
    });

    it("all of it is what the API would take", async () => {
      await seedShop({ sql, ...size });
      const { customers, tenants, ...others } = await dump(sql);
      for (const row of customers) {
        const { first_name: firstName, last_name: lastName, email, phone, notes } = row;
        const change = { firstName, lastName, email, phone, notes };
        expect(CustomerChange.parse(change)).toEqual(change);
      }
      const ids = [...Object.values(others), customers, tenants].flat().map(({ id }) => id);
      expect(ids.filter((id) => !Id.safeParse(id).success)).toEqual([]);
      expect(tenants.map(({ subdomain }) => Subdomain.parse(subdomain))).toContain("demo");
    });
  });
}
