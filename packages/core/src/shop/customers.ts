import { sql as raw } from "kysely";
import * as z from "zod";
import type { CustomerChange, NewCustomer } from "./change.ts";
import { decodeCursor, type Page, PageQuery, pageOf } from "./list.ts";
import { petOf } from "./pets.ts";
import { phoneDigits } from "./phone.ts";
import type { Customer, ListedCustomer, Pet } from "./schema.ts";
import { fold, searchPatterns } from "./search.ts";
import type { CustomerTable, Sql } from "./tables.ts";

/** Ids in one query: with their pets far below the 100,000 rows PlanetScale answers at most. */
export const MOST_IDS = 500;

/** A word of a search may be in any of these. */
const SEARCHED = ["folded_first_name", "folded_last_name", "folded_email", "phone_digits"] as const;

/** Which customers: as a query string gives it. */
export const CustomerQuery = PageQuery.extend({
  /** Words of a name or an e-mail address, all of which must be there, or part of a phone; case, accents and grouping do not matter. */
  search: z.string().max(100).optional(),
});
export type CustomerQuery = z.infer<typeof CustomerQuery>;

/** A customer with pets, in one query; null where the tenant has no such customer. */
export async function getCustomer(input: {
  sql: Sql;
  tenantId: string;
  customerId: string;
}): Promise<Customer | null> {
  const { sql, tenantId, customerId } = input;
  const found = await getCustomers({ sql, tenantId, customerIds: [customerId] });
  return found.get(customerId) ?? null;
}

/**
 * Customers with pets, in one query for each 500 ids; none for no ids.
 *
 * @returns by id; an id that the tenant does not have is not there
 */
export async function getCustomers(input: {
  sql: Sql;
  tenantId: string;
  customerIds: string[];
}): Promise<Map<string, Customer>> {
  const { sql, tenantId } = input;
  const ids = [...new Set(input.customerIds)];
  const found = new Map<string, Customer>();
  for (let start = 0; start < ids.length; start += MOST_IDS) {
    const rows = await customerRows({ sql, tenantId, ids: ids.slice(start, start + MOST_IDS) });
    for (const row of rows) {
      const customer = found.get(row.id) ?? {
        ...listed(row),
        lastReservationAt: row.last_reservation_at,
        pets: [],
      };
      const pet = joinedPet(row);
      if (pet !== null) customer.pets.push(pet);
      found.set(row.id, customer);
    }
  }
  for (const { pets } of found.values()) pets.sort(oldestFirst);
  return found;
}

/** One row for each pet, and one for a customer without any. */
function customerRows(input: { sql: Sql; tenantId: string; ids: string[] }) {
  const { sql, tenantId, ids } = input;
  return sql
    .selectFrom("customers as c")
    .leftJoin("pets as p", (join) =>
      join.onRef("p.customer_id", "=", "c.id").onRef("p.tenant_id", "=", "c.tenant_id"),
    )
    .selectAll("c")
    .select([
      ...(["p.id as pet_id", "p.name as pet_name", "p.species", "p.breed", "p.birth_date"] as const),
      ...(["p.created_at as pet_created_at", "p.updated_at as pet_updated_at"] as const),
    ])
    .select((eb) =>
      eb
        .selectFrom("reservations as r")
        .select((r) => r.fn.max("r.starts_at").as("latest"))
        .whereRef("r.customer_id", "=", "c.id")
        .whereRef("r.tenant_id", "=", "c.tenant_id")
        .as("last_reservation_at"),
    )
    .where("c.tenant_id", "=", tenantId)
    .where("c.id", "in", ids)
    .execute();
}

/** Sorted here: the database would have to sort all customers' pets together. */
const oldestFirst = (a: Pet, b: Pet) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);

/** The pet of a joined row; where there is none all its columns are null. */
function joinedPet(row: Awaited<ReturnType<typeof customerRows>>[number]): Pet | null {
  const { pet_id, pet_name, species, breed, birth_date, pet_created_at, pet_updated_at } = row;
  if (pet_id === null || pet_name === null || species === null || breed === null) return null;
  if (pet_created_at === null || pet_updated_at === null) return null;
  const { id: customer_id, tenant_id } = row;
  const times = { created_at: pet_created_at, updated_at: pet_updated_at };
  return petOf({ id: pet_id, tenant_id, customer_id, name: pet_name, species, breed, birth_date, ...times });
}

/**
 * Records a customer.
 *
 * @param input.customerId - a new one
 * @param input.at - the time of the record, ms
 * @throws Sql.Unavailable where nobody knows whether it was written
 */
export async function createCustomer(input: {
  sql: Sql;
  tenantId: string;
  customerId: string;
  customer: NewCustomer;
  at: number;
}): Promise<Customer> {
  const { sql, tenantId, customerId, customer, at } = input;
  const row = customerRow({ ...customer, id: customerId, tenantId, createdAt: at, updatedAt: at });
  await sql.insertInto("customers").values(row).execute();
  return { ...listed(row), lastReservationAt: null, pets: [] };
}

/**
 * Changes the named fields of a customer; the others stay as they are, what others write to them at the same time included.
 * The customer's cached copy is out of date from then on, whatever this answers or throws.
 *
 * @param input.at - the time of the change, ms
 * @param input.ifPhone - changes nothing unless this is the customer's phone
 * @returns the customer as it is then; null where the tenant has no such customer, or with another phone. MySQL may also answer null where
 *   all is as it is to be
 * @throws Sql.Unavailable where nobody knows whether it was written; doing it again does no harm
 */
export async function updateCustomer(input: {
  sql: Sql;
  tenantId: string;
  customerId: string;
  change: CustomerChange;
  at: number;
  ifPhone?: string;
}): Promise<Customer | null> {
  const { sql, tenantId, customerId, change, at, ifPhone } = input;
  const { firstName, lastName, email, phone, notes } = change;
  const where = ifPhone === undefined ? {} : { phone: ifPhone };
  const { numUpdatedRows } = await sql
    .updateTable("customers")
    .set({
      ...(firstName === undefined ? {} : { first_name: firstName, folded_first_name: fold(firstName) }),
      ...(lastName === undefined ? {} : { last_name: lastName, folded_last_name: fold(lastName) }),
      ...(email === undefined ? {} : { email, folded_email: fold(email) }),
      ...(phone === undefined ? {} : { phone, phone_digits: phoneDigits(phone) }),
      ...(notes === undefined ? {} : { notes }),
      updated_at: at,
    })
    .where("tenant_id", "=", tenantId)
    .where("id", "=", customerId)
    .where((eb) => eb.and(where))
    .executeTakeFirstOrThrow();
  if (ifPhone !== undefined && numUpdatedRows === 0n) return null;
  return getCustomer({ sql, tenantId, customerId });
}

/**
 * A page of a tenant's customers, the newest first; each is on one page, where none is added meanwhile.
 *
 * @throws Input.Invalid where the cursor is none
 */
export async function listCustomers(
  input: { sql: Sql; tenantId: string } & CustomerQuery,
): Promise<Page<ListedCustomer>> {
  const { sql, tenantId, search = "", cursor, limit } = input;
  let query = sql.selectFrom("customers").selectAll().where("tenant_id", "=", tenantId);
  for (const pattern of searchPatterns(search)) {
    const isLike = (column: (typeof SEARCHED)[number]) =>
      raw<boolean>`${raw.ref(column)} like ${pattern} escape '!'`;
    query = query.where((eb) => eb.or(SEARCHED.map(isLike)));
  }
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor);
    // The first condition is implied; it alone bounds what MySQL reads of the index.
    query = query
      .where("created_at", "<=", at)
      .where((eb) => eb.or([eb("created_at", "<", at), eb("id", "<", id)]));
  }
  const rows = await query
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
  const position = (row: CustomerTable) => ({ at: row.created_at, id: row.id });
  return pageOf({ rows, limit, item: listed, position });
}

/** A customer's row, with the columns that searches look through. */
export function customerRow(customer: ListedCustomer): CustomerTable {
  const { id, tenantId, firstName, lastName, email, phone, notes, createdAt, updatedAt } = customer;
  return {
    ...{ id, tenant_id: tenantId, first_name: firstName, last_name: lastName, email, phone, notes },
    ...{ folded_first_name: fold(firstName), folded_last_name: fold(lastName), folded_email: fold(email) },
    ...{ phone_digits: phoneDigits(phone), created_at: createdAt, updated_at: updatedAt },
  };
}

function listed(row: CustomerTable): ListedCustomer {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    phone: row.phone,
    notes: row.notes,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
