import * as shop from "@millrace/core/shop";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MakeShop } from "./shop.ts";
import { dump, NOW } from "./shop-samples.ts";

/** No query of one tenant sees or changes a row of another, whatever ids it is given. */
export function shopTenantsContract(name: string, make: MakeShop): void {
  describe(`${name}: tenants of a shop`, () => {
    let sql: shop.Sql;
    let close: () => Promise<void>;
    let before: Awaited<ReturnType<typeof dump>>;
    let ids: fc.Arbitrary<string>;

    beforeAll(async () => {
      ({ sql, close } = await make());
      await shop.seedShop({ sql, customers: 30, orders: 30, seed: 1, now: NOW });
      before = await dump(sql);
      const theirs = Object.values(before).flatMap((rows: { id: string; tenant_id?: string }[]) =>
        rows.filter((row) => row.tenant_id !== "patitas").map((row) => row.id),
      );
      const hostile = [
        "",
        "%",
        "_",
        "' or '1'='1",
        "customer-1-1' -- ",
        "\\",
        "\\'",
        "\u0000",
        "?",
        ":id",
        "null",
      ];
      ids = fc.oneof(fc.constantFrom(...theirs, ...hostile), fc.string());
    });
    afterAll(() => close());

    const tenantId = "patitas";
    const cursors = (id: string) => shop.encodeCursor({ at: NOW, id });

    it("a tenant finds nothing of another by any id", async () => {
      await fc.assert(
        fc.asyncProperty(ids, async (id) => {
          expect(await shop.getCustomer({ sql, tenantId, customerId: id })).toBeNull();
          expect(await shop.getCustomers({ sql, tenantId, customerIds: [id, "customer-1-1"] })).toEqual(
            new Map(),
          );
          expect(await shop.getPet({ sql, tenantId, petId: id })).toBeNull();
          expect(await shop.listPets({ sql, tenantId, customerId: id })).toEqual([]);
          expect(await shop.getReservation({ sql, tenantId, reservationId: id })).toBeNull();
        }),
        { numRuns: 60 },
      );
    });

    it("a tenant's lists hold its own rows alone, whatever is searched and whichever row a cursor names", async () => {
      await fc.assert(
        fc.asyncProperty(ids, fc.boolean(), async (id, isSearched) => {
          const asked = { ...(isSearched ? { search: id } : { cursor: cursors(id) }), limit: 100 };
          const customers = await shop.listCustomers({ sql, tenantId, ...asked });
          const reservations = await shop.listReservations({
            sql,
            tenantId,
            cursor: cursors(id),
            limit: 100,
          });
          const all = [...customers.items, ...reservations.items];
          expect(all.filter((item) => item.tenantId !== tenantId)).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });

    it("services and staff are the tenant's own", async () => {
      const all = [
        ...(await shop.listServices({ sql, tenantId })),
        ...(await shop.listStaff({ sql, tenantId })),
      ];
      expect(new Set(all.map((item) => item.tenantId))).toEqual(new Set([tenantId]));
    });

    it("a pet and a reservation that another tenant has of a customer's id are not the customer's", async () => {
      const [customerId, otherTenant] = ["customer-1-1", "default"];
      const pet = {
        name: "Luna",
        species: "",
        breed: "",
        birth_date: null,
        created_at: NOW,
        updated_at: NOW,
      };
      const foreign = { tenant_id: tenantId, customer_id: customerId };
      const before = await shop.getCustomer({ sql, tenantId: otherTenant, customerId });
      await sql
        .insertInto("pets")
        .values({ id: "foreign", ...foreign, ...pet })
        .execute();
      const times = { starts_at: 2 * NOW, ends_at: 2 * NOW };
      const reservation = { id: "foreign", ...foreign, pet_id: null, service_id: "s", staff_id: null };
      await sql
        .insertInto("reservations")
        .values({ ...reservation, ...times, status: "booked" })
        .execute();
      const after = await shop.getCustomer({ sql, tenantId: otherTenant, customerId });
      await sql.deleteFrom("pets").where("id", "=", "foreign").execute();
      await sql.deleteFrom("reservations").where("id", "=", "foreign").execute();
      expect(after).toEqual(before);
    });

    it("a tenant changes nothing of another by any id", async () => {
      await fc.assert(
        fc.asyncProperty(ids, async (id) => {
          const at = NOW + 1;
          const customer = { firstName: "Stolen" };
          expect(
            await shop.updateCustomer({ sql, tenantId, customerId: id, change: customer, at }),
          ).toBeNull();
          expect(
            await shop.updatePet({ sql, tenantId, petId: id, change: { name: "Stolen" }, at }),
          ).toBeNull();
          expect(await shop.deletePet({ sql, tenantId, petId: id })).toBeNull();
          const pet = shop.NewPet.parse({ name: "Stolen" });
          const created = await shop.createPet({ sql, tenantId, customerId: id, petId: "p", pet, at });
          expect(created).toBeNull();
        }),
        { numRuns: 60 },
      );
      expect(await dump(sql)).toEqual(before);
    });
  });
}
