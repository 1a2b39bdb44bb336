import {
  createCustomer,
  createPet,
  deletePet,
  getCustomer,
  getCustomers,
  getPet,
  getReservation,
  getTenant,
  listCustomers,
  listPets,
  listReservations,
  listServices,
  listStaff,
  migrateShop,
  NewCustomer,
  NewPet,
  type Page,
  type Sql,
  seedShop,
  updateCustomer,
  updatePet,
} from "@millrace/core/shop";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { counted, dump, empty, NOW } from "./shop-samples.ts";

/** What {@link shopContract} asks of an adapter: an empty shop with its tables. */
export type MakeShop = () => Promise<{ sql: Sql; close(): Promise<void> }>;

/** What every {@link Sql} does for the shop's queries. */
export function shopContract(name: string, make: MakeShop): void {
  describe(`${name}: the contract of the shop`, () => {
    let sql: Sql;
    let close: () => Promise<void>;
    beforeAll(async () => {
      ({ sql, close } = await make());
    });
    beforeEach(() => empty(sql));
    afterAll(() => close());

    const tenantId = "tenant-a";
    const add = (customerId: string, fields: Partial<NewCustomer> = {}, at = NOW) => {
      const customer = NewCustomer.parse({ firstName: "Ana", ...fields });
      return createCustomer({ sql, tenantId, customerId, customer, at });
    };
    const ids = (page: Page<{ id: string }>) => page.items.map(({ id }) => id);
    const search = async (text: string) =>
      ids(await listCustomers({ sql, tenantId, search: text, limit: 100 })).sort();

    it("tables that are there stay as they are, also where two make them at once", async () => {
      await add("c1");
      await Promise.all([migrateShop(sql), migrateShop(sql)]);
      expect(await getCustomer({ sql, tenantId, customerId: "c1" })).not.toBeNull();
    });

    it("gives back what was recorded, of any script and with any sign", async () => {
      const fields = {
        firstName: `O'Zoë "\\%_' 👩‍👧`,
        lastName: "李 -- ; drop",
        email: "o'zoe+x@example.com",
        phone: "+57 (300) 123-4567",
        notes: "one\ntwo\t\\n ? :x ?? :y",
      };
      const created = await add("c1", fields);
      expect(created).toMatchObject({
        ...fields,
        id: "c1",
        tenantId,
        createdAt: NOW,
        updatedAt: NOW,
        pets: [],
      });
      expect(await getCustomer({ sql, tenantId, customerId: "c1" })).toEqual(created);
      expect(ids(await listCustomers({ sql, tenantId, limit: 1 }))).toEqual(["c1"]);
    });

    it("a customer whose id is another's but for its case is another", async () => {
      await add("c1", { firstName: "Lower" });
      await add("C1", { firstName: "Upper" });
      expect((await getCustomer({ sql, tenantId, customerId: "C1" }))?.firstName).toBe("Upper");
    });

    it("changes the fields that are named and no other, and says what it is then", async () => {
      const before = await add("c1", { lastName: "Gil", phone: "300", notes: "kept" });
      const change = { firstName: "Núria", phone: "" };
      const after = await updateCustomer({ sql, tenantId, customerId: "c1", change, at: NOW + 5 });
      expect(after).toEqual({ ...before, ...change, updatedAt: NOW + 5 });
      expect(await getCustomer({ sql, tenantId, customerId: "c1" })).toEqual(after);
      expect(await search("nuria gil")).toEqual(["c1"]);
      expect(await search("ana")).toEqual([]);
      expect(await search("300")).toEqual([]);
    });

    it("a change that changes nothing finds the customer all the same", async () => {
      await add("c1");
      const change = { customerId: "c1", change: {}, at: NOW };
      expect(await updateCustomer({ sql, tenantId, ...change })).not.toBeNull();
      expect(await updateCustomer({ sql, tenantId, ...change, customerId: "c2" })).toBeNull();
    });

    it("a change on condition of a phone changes a customer who has it, and no other", async () => {
      await add("c1", { phone: "300 1" });
      const change = { sql, tenantId, customerId: "c1", change: { phone: "300 2", notes: "n" }, at: NOW + 1 };
      expect(await updateCustomer({ ...change, ifPhone: "300 2" })).toBeNull();
      expect(await getCustomer({ sql, tenantId, customerId: "c1" })).toMatchObject({ phone: "300 1" });
      const changed = await updateCustomer({ ...change, ifPhone: "300 1" });
      expect(changed).toMatchObject({ phone: "300 2", notes: "n", updatedAt: NOW + 1 });
      expect(await updateCustomer({ ...change, ifPhone: "300 1" })).toBeNull();
      expect(await search("3002")).toEqual(["c1"]);
    });

    it("many customers with their pets are one query, and none for no ids", async () => {
      const customerIds = Array.from({ length: 30 }, (_, n) => `c${n}`);
      for (const customerId of customerIds) await add(customerId);
      for (const [n, customerId] of ["c0", "c0", "c7"].entries()) {
        const pet = NewPet.parse({ name: `Pet ${n}` });
        await createPet({ sql, tenantId, customerId, petId: `p${n}`, pet, at: NOW - n });
      }
      const { sql: watched, queries } = counted(sql);
      const asked = [...customerIds, "c0", "missing"];
      const found = await getCustomers({ sql: watched, tenantId, customerIds: asked });
      expect(queries()).toBe(1);
      expect([...found.keys()].sort()).toEqual([...customerIds].sort());
      // The oldest record first.
      expect(found.get("c0")?.pets.map(({ id }) => id)).toEqual(["p1", "p0"]);
      expect(found.get("c1")?.pets).toEqual([]);
      expect(await getCustomers({ sql: watched, tenantId, customerIds: [] })).toEqual(new Map());
      expect(queries()).toBe(1);
    });

    it("asked for one or among many a customer is the same", async () => {
      await seedShop({ sql, customers: 40, orders: 0, seed: 3, now: NOW });
      const { items } = await listCustomers({ sql, tenantId: "default", limit: 100 });
      const customerIds = items.map(({ id }) => id);
      const found = await getCustomers({ sql, tenantId: "default", customerIds });
      expect([...found.values()].some(({ lastReservationAt }) => lastReservationAt !== null)).toBe(true);
      for (const customerId of customerIds) {
        expect(await getCustomer({ sql, tenantId: "default", customerId })).toEqual(found.get(customerId));
      }
    });

    it("pages show each customer once, the newest first, whatever was recorded at the same time", async () => {
      const times = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });
      let shops = 0;
      await fc.assert(
        fc.asyncProperty(times, fc.integer({ min: 1, max: 5 }), async (ats, limit) => {
          const tenantId = `paged-${shops++}`;
          const customer = NewCustomer.parse({ firstName: "Ana" });
          for (const [n, at] of ats.entries()) {
            await createCustomer({ sql, tenantId, customerId: `${tenantId}-${n}`, customer, at });
          }
          const seen: { id: string; createdAt: number }[] = [];
          let cursor: string | null | undefined;
          do {
            const asked = cursor == null ? {} : { cursor };
            const page = await listCustomers({ sql, tenantId, limit, ...asked });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            seen.push(...page.items);
            cursor = page.nextCursor;
          } while (cursor !== null);
          const expected = ats.map((createdAt, n) => ({ id: `${tenantId}-${n}`, createdAt }));
          expected.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
          expect(seen.map(({ id, createdAt }) => ({ id, createdAt }))).toEqual(expected);
        }),
        { numRuns: 12 },
      );
    });

    it.each(["", "x", "W10", "bnVsbA", "%"])(
      "a cursor that is none, such as %j, is refused by name",
      async (cursor) => {
        const refused = expect.objectContaining({ name: "Input.Invalid" });
        await expect(listCustomers({ sql, tenantId, cursor, limit: 5 })).rejects.toEqual(refused);
        await expect(listReservations({ sql, tenantId, cursor, limit: 5 })).rejects.toEqual(refused);
      },
    );

    describe("searching", () => {
      beforeEach(async () => {
        await add("zoe", {
          firstName: "Zoë",
          lastName: "Núñez",
          email: "Zoe@Example.com",
          phone: "+57 300-123 4567",
        });
        await add("ali", { firstName: "ÁLI", lastName: "O'Brien \\ !", email: "", phone: "3009999999" });
        await add("odd", { firstName: "100%", lastName: "a_b", notes: "zoe" });
      });

      it.each([
        ["zoe", ["zoe"]],
        ["ZOË nunez", ["zoe"]],
        ["nunez ZOE", ["zoe"]],
        ["zoe@example", ["zoe"]],
        ["ali", ["ali"]],
        ["o'brien", ["ali"]],
        ["\\", ["ali"]],
        ["!", ["ali"]],
        ["%", ["odd"]],
        ["0%", ["odd"]],
        ["_", ["odd"]],
        ["a_b", ["odd"]],
        ["axb", []],
        ["300", ["ali", "zoe"]],
        ["300 123 45", ["zoe"]],
        ["+57 (300) 123-4567", ["zoe"]],
        ["0057 3001234567", ["zoe"]],
        ["(300) 123 4567", ["zoe"]],
        ["+57 300 999 9999", ["ali"]],
        ["573009999999", ["ali"]],
        ["zoe brien", []],
        ["", ["ali", "odd", "zoe"]],
        ["   ", ["ali", "odd", "zoe"]],
      ])("%j finds %j", async (text, expected) => {
        expect(await search(text)).toEqual(expected);
      });

      it("pages what it finds", async () => {
        const first = await listCustomers({ sql, tenantId, search: "300", limit: 1 });
        const cursor = first.nextCursor ?? "";
        const second = await listCustomers({ sql, tenantId, search: "300", limit: 1, cursor });
        expect([...ids(first), ...ids(second)].sort()).toEqual(["ali", "zoe"]);
        expect(second.nextCursor).toBeNull();
      });
    });

    it("pets are recorded, changed and deleted", async () => {
      await add("c1");
      const pet = NewPet.parse({ name: "Ñata", birthDate: "2024-02-29" });
      const created = await createPet({ sql, tenantId, customerId: "c1", petId: "p1", pet, at: NOW });
      expect(created).toEqual({
        ...pet,
        id: "p1",
        tenantId,
        customerId: "c1",
        createdAt: NOW,
        updatedAt: NOW,
      });
      const change = { name: "Luna", birthDate: null };
      const changed = await updatePet({ sql, tenantId, petId: "p1", change, at: NOW + 1 });
      expect(changed).toEqual({ ...created, ...change, updatedAt: NOW + 1 });
      expect(await listPets({ sql, tenantId, customerId: "c1" })).toEqual([changed]);
      expect(await deletePet({ sql, tenantId, petId: "p1" })).toEqual(changed);
      expect(await getPet({ sql, tenantId, petId: "p1" })).toBeNull();
      expect(await deletePet({ sql, tenantId, petId: "p1" })).toBeNull();
    });

    it("a customer who is not there gets no pet", async () => {
      const pet = NewPet.parse({ name: "Luna" });
      expect(await createPet({ sql, tenantId, customerId: "c1", petId: "p1", pet, at: NOW })).toBeNull();
      expect((await dump(sql)).pets).toEqual([]);
    });

    it("counts, times and flags are numbers and booleans", async () => {
      await seedShop({ sql, customers: 20, orders: 50, seed: 1, now: NOW });
      const counts = await sql
        .selectFrom("orders")
        .select(({ fn }) => [fn.countAll().as("all"), fn.count("customer_id").distinct().as("customers")])
        .select(({ fn }) => [fn.max("created_at").as("last"), fn.sum("created_at").as("sum")])
        .executeTakeFirstOrThrow();
      expect(counts).toEqual({
        ...{ all: 50, customers: expect.any(Number), last: expect.any(Number), sum: expect.any(Number) },
      });
      const [service] = await listServices({ sql, tenantId: "default" });
      expect(service).toMatchObject({ priceMinor: expect.any(Number), active: true });
      expect((await listStaff({ sql, tenantId: "default" })).map(({ active }) => active)).toContain(false);
    });

    it("reservations are listed by the time they start, between two times, each once", async () => {
      await seedShop({ sql, customers: 40, orders: 0, seed: 1, now: NOW });
      const all = (await dump(sql)).reservations.filter((row) => row.tenant_id === "default");
      const from = NOW - 90 * 86_400_000;
      const expected = all
        .filter((row) => row.starts_at >= from && row.starts_at < NOW)
        .sort((a, b) => a.starts_at - b.starts_at || (a.id < b.id ? -1 : 1))
        .map(({ id }) => id);
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const asked = { ...(cursor == null ? {} : { cursor }), from, to: NOW, limit: 3 };
        const page = await listReservations({ sql, tenantId: "default", ...asked });
        seen.push(...ids(page));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(expected.length).toBeGreaterThan(3);
      expect(seen).toEqual(expected);
      const [id = ""] = expected;
      const one = await getReservation({ sql, tenantId: "default", reservationId: id });
      expect(one).toMatchObject({ id, tenantId: "default" });
    });

    it("a tenant is found by its id, with its subdomain", async () => {
      await seedShop({ sql, customers: 1, orders: 0, seed: 1, now: NOW });
      expect(await getTenant({ sql, tenantId: "default" })).toMatchObject({
        id: "default",
        subdomain: "demo",
      });
      expect(await getTenant({ sql, tenantId: "demo" })).toBeNull();
    });
  });
}
