import * as shop from "@millrace/core/shop";

/** When the tests of the shop are, ms. */
export const NOW = 1_764_000_000_000;

/** Every row of every table, in the order of its ids. */
export async function dump(sql: shop.Sql) {
  return {
    tenants: await sql.selectFrom("tenants").selectAll().orderBy("id").execute(),
    customers: await sql.selectFrom("customers").selectAll().orderBy("id").execute(),
    pets: await sql.selectFrom("pets").selectAll().orderBy("id").execute(),
    services: await sql.selectFrom("services").selectAll().orderBy("id").execute(),
    staff: await sql.selectFrom("staff").selectAll().orderBy("id").execute(),
    reservations: await sql.selectFrom("reservations").selectAll().orderBy("id").execute(),
    businesses: await sql.selectFrom("businesses").selectAll().orderBy("id").execute(),
    orders: await sql.selectFrom("orders").selectAll().orderBy("id").execute(),
    blacklist: await sql.selectFrom("blacklist").selectAll().orderBy("id").execute(),
  };
}

/** Takes every row away. */
export async function empty(sql: shop.Sql): Promise<void> {
  for (const table of ["tenants", "customers", "pets", "services", "staff", "reservations"] as const) {
    await sql.deleteFrom(table).execute();
  }
  for (const table of ["businesses", "orders", "blacklist"] as const) await sql.deleteFrom(table).execute();
}

/** The same database, with its queries counted. */
export function counted(sql: shop.Sql): { sql: shop.Sql; queries: () => number } {
  let queries = 0;
  const counting = sql.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      queries++;
      return result;
    },
  });
  return { sql: counting, queries: () => queries };
}

/** What the shop's queries answer to a long conversation, as JSON: the same from every adapter. */
export async function answers(sql: shop.Sql): Promise<string[]> {
  const said: unknown[] = [await shop.seedShop({ sql, customers: 60, orders: 100, seed: 2, now: NOW })];
  for (const { id: tenantId } of await sql.selectFrom("tenants").selectAll().orderBy("id").execute()) {
    said.push(await shop.getTenant({ sql, tenantId }));
    said.push(await shop.listServices({ sql, tenantId }), await shop.listStaff({ sql, tenantId }));
    for (const search of ["", "á", "A", "57", "gómez lu", "example.com", "%", "3 1", "ñ"]) {
      said.push(await shop.listCustomers({ sql, tenantId, search, limit: 7 }));
    }
    const { items } = await shop.listCustomers({ sql, tenantId, limit: 100 });
    const customerIds = items.map(({ id }) => id);
    said.push([...(await shop.getCustomers({ sql, tenantId, customerIds })).entries()].sort());
    for (const [n, customerId] of customerIds.entries()) {
      const own = { sql, tenantId, customerId };
      const pet = shop.NewPet.parse({ name: `Pet ${n}`, species: "🐕" });
      const petId = `${tenantId}-pet-${n}`;
      if (n % 5 === 0) said.push(await shop.createPet({ ...own, petId, pet, at: NOW + n }));
      if (n % 10 === 0) said.push(await shop.updatePet({ ...own, petId, change: { breed: "ß" }, at: NOW }));
      if (n % 20 === 0) said.push(await shop.deletePet({ ...own, petId }));
      const change = { lastName: `Ünal ${n}`, notes: "a\nb" };
      if (n % 3 === 0) said.push(await shop.updateCustomer({ ...own, change, at: NOW + n }));
      said.push(await shop.listPets(own), await shop.getCustomer(own));
    }
    said.push(await shop.listReservations({ sql, tenantId, from: NOW, limit: 50 }));
  }
  said.push(await dump(sql));
  return said.map((answer) => JSON.stringify(answer));
}
