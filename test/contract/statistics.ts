import { customerRow, type OrderTable, phoneDigits, type Sql } from "@millrace/core/shop";
import {
  type CustomerStatistics,
  customerStatistics,
  DEFAULT_STATUSES,
  PHONES_PER_QUERY,
  sanitisePhone,
} from "@millrace/core/statistics";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** A small platform: who has which phone, who ordered what, who blocked whom. */
interface Shop {
  /** Stored phones, each a customer's. */
  customers: string[];
  orders: { customer: number; status: string }[];
  blacklist: { business: string; phone: string }[];
}

/** Numbers that are easily taken for one another: two mobiles, a landline, others' numbers with the same digits. */
const NUMBERS = [
  { code: "57", national: "3001234567" },
  { code: "57", national: "3001234568" },
  { code: "57", national: "6012281260" },
  { code: "51", national: "987654321" },
  { code: "1", national: "2125550123" },
  { code: "32", national: "25551234" },
];
/** Beside them Peru's number above, as somebody in Colombia writes it. */
const PHONES = [
  "3001234567",
  "3001234568",
  "6012281260",
  "+51987654321",
  "+12125550123",
  "+3225551234",
  "3225551234",
];
const HOME = "CO";

/** What people write before a national number. */
const before = (code: string) => [
  ...[`+${code}`, `+${code} `, `+${code}-`, `(+${code}) `, `+(${code})`, `00${code}`, `00${code} `],
  ...[code, `${code} `, `${code}-`, "0", "", "", "", "", ""],
];
/** National numbers in groups: `300 123 4567`, `(300) 123-4567`, `300-123-45-67`. */
const Grouped = fc.record({
  brackets: fc.boolean(),
  separators: fc.tuple(
    fc.constantFrom("", " ", "-", "."),
    fc.constantFrom("", " ", "-", "."),
    fc.constantFrom("", " ", "-"),
  ),
});
const Stored = fc
  .constantFrom(...NUMBERS)
  .chain(({ code, national }) => fc.tuple(fc.constantFrom(...before(code)), fc.constant(national), Grouped))
  .map(([start, national, { brackets, separators }]) => {
    const [first, second, third] = separators;
    const area = brackets ? `(${national.slice(0, 3)})` : national.slice(0, 3);
    const [middle, ...rest] = [national.slice(3, 6), national.slice(6, 8), national.slice(8)];
    return `${start}${area}${first}${middle}${second}${rest.join(third)}`;
  });
const RandomShop: fc.Arbitrary<Shop> = fc.record({
  customers: fc.array(Stored, { maxLength: 10 }),
  orders: fc.array(
    fc.record({
      customer: fc.nat(9),
      status: fc.constantFrom("delivered", "DELIVERED", "returned", "canceled", "cancelled", "pending"),
    }),
    { maxLength: 40 },
  ),
  blacklist: fc.array(fc.record({ business: fc.constantFrom("b1", "b2", "b3", "b4"), phone: Stored }), {
    maxLength: 25,
  }),
});

/** What the statistics of one phone are, counted one by one. */
function counted(shop: Shop, phone: string): CustomerStatistics | undefined {
  const isIts = (text: string) => sanitisePhone({ text, homeCountry: HOME }) === phone;
  if (!shop.customers.some(isIts)) return undefined;
  const statuses = shop.orders
    .filter(({ customer }) => isIts(shop.customers[customer] ?? ""))
    .map(({ status }) => status.toLowerCase());
  const times = (...some: string[]) => statuses.filter((status) => some.includes(status)).length;
  const eligible = times("delivered", "returned");
  return {
    cantOrders: statuses.length,
    cantReturOrders: times("returned"),
    delivered: times("delivered"),
    canceled: times("canceled", "cancelled"),
    blockedBy: new Set(shop.blacklist.filter((entry) => isIts(entry.phone)).map(({ business }) => business))
      .size,
    percentageReturn: eligible === 0 ? null : Number(((times("returned") / eligible) * 100).toFixed(2)),
    eligible,
  };
}

/** Puts a shop in the place of what is there. Every other customer is another tenant's. */
export async function replaceShop(sql: Sql, { customers, orders, blacklist }: Shop): Promise<void> {
  for (const table of ["customers", "orders", "blacklist"] as const) await sql.deleteFrom(table).execute();
  const now = 1_800_000_000_000;
  const rows = customers.map((phone, index) =>
    customerRow({
      ...{
        id: `c${index}`,
        tenantId: `t${index % 2}`,
        firstName: "Ana",
        lastName: "Gil",
        email: "",
        phone,
        notes: "",
      },
      ...{ createdAt: now, updatedAt: now },
    }),
  );
  const ordered = orders.map(
    ({ customer, status }, index): OrderTable => ({
      ...{ id: `o${index}`, customer_id: `c${customer}`, business_id: "b1", status },
      ...{ created_at: now, updated_at: now },
    }),
  );
  const blocked = blacklist.map(({ business, phone }, index) => ({
    ...{ id: `x${index}`, business_id: business, phone, phone_digits: phoneDigits(phone), created_at: now },
  }));
  if (rows.length > 0) await sql.insertInto("customers").values(rows).execute();
  if (ordered.length > 0) await sql.insertInto("orders").values(ordered).execute();
  if (blocked.length > 0) await sql.insertInto("blacklist").values(blocked).execute();
}

/**
 * What the statistics' query gives from any database.
 *
 * @param input.runs - how many random shops
 */
export function statisticsContract(
  name: string,
  input: { open: () => Promise<{ sql: Sql; close: () => Promise<void> }>; runs: number },
): void {
  describe(`statistics of customers in ${name}`, () => {
    let opened: Awaited<ReturnType<typeof input.open>>;
    beforeAll(async () => {
      opened = await input.open();
    });
    afterAll(() => opened.close());
    const ask = (phones: string[]) =>
      customerStatistics({ sql: opened.sql, phones, homeCountry: HOME, statuses: DEFAULT_STATUSES });

    it("are those that counting one by one gives, for any shop", async () => {
      await fc.assert(
        fc.asyncProperty(RandomShop, async (shop) => {
          await replaceShop(opened.sql, shop);
          const expected = PHONES.flatMap((phone) => {
            const statistics = counted(shop, phone);
            return statistics === undefined ? [] : [[phone, statistics] as const];
          });
          expect(await ask(PHONES)).toEqual(new Map(expected));
        }),
        { numRuns: input.runs },
      );
    });

    it("add up a phone's customers, and count a business that blocked it twice once", async () => {
      await replaceShop(opened.sql, {
        customers: ["3001234567", "+573001234567", "573001234567"],
        orders: [
          ...Array.from({ length: 6 }, () => ({ customer: 0, status: "delivered" })),
          ...Array.from({ length: 3 }, () => ({ customer: 1, status: "returned" })),
          ...[
            { customer: 1, status: "Cancelled" },
            { customer: 2, status: "on its way" },
          ],
        ],
        blacklist: [
          ...["3001234567", "3001234567", "+573001234567"].map((phone) => ({ business: "b1", phone })),
          ...[
            { business: "b2", phone: "00573001234567" },
            { business: "b3", phone: "3001234568" },
          ],
        ],
      });
      const statistics = {
        ...{ cantOrders: 11, cantReturOrders: 3, delivered: 6, canceled: 1, blockedBy: 2 },
        ...{ percentageReturn: 33.33, eligible: 9 },
      };
      expect(await ask(["3001234567"])).toEqual(new Map([["3001234567", statistics]]));
    });

    it.each([
      "300 123 4567",
      "(300) 123-4567",
      "300-123-45-67",
      "+57 (300) 123 45 67",
      "(+57) 300.123.4567",
      "0057 300 1234567",
      "57 300 1234567",
    ])("find a customer whose phone is written %s", async (phone) => {
      const orders = [{ customer: 0, status: "delivered" }];
      await replaceShop(opened.sql, { customers: [phone], orders, blacklist: [{ business: "b1", phone }] });
      const found = (await ask(["3001234567"])).get("3001234567");
      expect(found).toMatchObject({ cantOrders: 1, blockedBy: 1 });
    });

    it("of a customer without orders are zeros and no rate; of nobody's phone there are none", async () => {
      await replaceShop(opened.sql, {
        customers: ["3001234567"],
        orders: [],
        blacklist: [{ business: "b1", phone: "3001234568" }],
      });
      const none = {
        cantOrders: 0,
        cantReturOrders: 0,
        delivered: 0,
        canceled: 0,
        blockedBy: 0,
        eligible: 0,
      };
      expect(await ask(["3001234567", "3001234568"])).toEqual(
        new Map([["3001234567", { ...none, percentageReturn: null }]]),
      );
    });

    it("are asked for five hundred phones at once, and no more", async () => {
      const mobiles = Array.from({ length: PHONES_PER_QUERY }, (_, index) => `3001${200_000 + index}`);
      const customers = mobiles.map((phone, index) => (index % 2 === 0 ? phone : `+57${phone}`));
      await replaceShop(opened.sql, {
        customers,
        orders: customers.map((_, customer) => ({ customer, status: "delivered" })),
        blacklist: mobiles.map((phone) => ({ business: "b1", phone })),
      });
      const found = await ask(mobiles);
      expect(found.size).toBe(PHONES_PER_QUERY);
      expect(new Set([...found.values()].map((one) => [one.cantOrders, one.blockedBy].join()))).toEqual(
        new Set(["1,1"]),
      );
      await expect(ask([...mobiles, "3009999998"])).rejects.toMatchObject({ name: "Input.Invalid" });
    });
  });
}
