import { customerRow } from "../customers.ts";
import { phoneDigits } from "../phone.ts";
import { fold } from "../search.ts";
import type * as Tables from "../tables.ts";
import { type Chance, chanceOf } from "./chance.ts";
import { blockedPhone, phoneOf } from "./phones.ts";
import * as words from "./words.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

/** Which tenant each ten customers have: the first one most, the last one few. */
const SHARES = [0, 0, 1, 0, 2, 0, 1, 0, 0, 1];

/** What a seeded shop is made from. */
export interface Plan {
  seed: number;
  customers: number;
  orders: number;
  /** The time that all times lie about, ms. */
  now: number;
}

/** The tenant of a customer. */
export function tenantOf(customer: number): string {
  return (words.TENANTS[SHARES[customer % SHARES.length] ?? 0] ?? words.TENANTS[0]).id;
}

export function customerId(seed: number, customer: number): string {
  return `customer-${seed}-${customer + 1}`;
}

export function tenantRows(now: number): Tables.TenantTable[] {
  return words.TENANTS.map((tenant) => ({ ...tenant, created_at: now - 3 * YEAR_MS }));
}

export function businessRows(): Tables.BusinessTable[] {
  return words.TENANTS.flatMap(({ id: tenant_id, name: tenant }) =>
    words.BUSINESSES.map((name, n) => businessRow({ tenant_id, name: `${tenant} ${name}`, n })),
  );
}

const businessRow = (input: { tenant_id: string; name: string; n: number }): Tables.BusinessTable => ({
  id: `business-${input.tenant_id}-${input.n + 1}`,
  tenant_id: input.tenant_id,
  name: input.name,
});

export function serviceRows(): Tables.ServiceTable[] {
  return words.TENANTS.flatMap(({ id: tenant_id }) =>
    words.SERVICES.map((service, n) => ({ id: serviceId(tenant_id, n), tenant_id, ...service })),
  );
}

const serviceId = (tenantId: string, n: number) => `service-${tenantId}-${n + 1}`;
const staffId = (tenantId: string, n: number) => `staff-${tenantId}-${n + 1}`;

export function staffRows(): Tables.StaffTable[] {
  return words.TENANTS.flatMap(({ id: tenant_id }, tenant) =>
    words.ROLES.map((role, n) => {
      const chance = chanceOf(tenant, "staff", n);
      const [first_name, last_name] = [chance.pick(words.FIRST_NAMES), chance.pick(words.LAST_NAMES)];
      const email = mailOf({ first_name, last_name, number: n, domain: "example.com" });
      return {
        id: staffId(tenant_id, n),
        tenant_id,
        first_name,
        last_name,
        role,
        email,
        active: n < 4 ? 1 : 0,
      };
    }),
  );
}

function mailOf(input: { first_name: string; last_name: string; number: number; domain: string }): string {
  const { first_name, last_name, number, domain } = input;
  return `${fold(`${first_name}.${last_name}`).replaceAll(" ", "")}${number + 1}@${domain}`;
}

/** A customer with pets and reservations; one in five has none of these. */
export function household(plan: Plan, customer: number) {
  const { seed, now } = plan;
  const chance = chanceOf(seed, "customer", customer);
  const [id, tenantId] = [customerId(seed, customer), tenantOf(customer)];
  const [firstName, lastName] = [chance.pick(words.FIRST_NAMES), chance.pick(words.LAST_NAMES)];
  const domain = chance.pick(words.MAIL_DOMAINS);
  const email = mailOf({ first_name: firstName, last_name: lastName, number: customer, domain });
  const createdAt = now - DAY_MS - chance.whole(3 * YEAR_MS);
  const updatedAt = createdAt + chance.whole(now - createdAt);
  const phone = phoneOf({ seed, customer, chance });
  const notes = chance.pick(words.NOTES);
  const row = customerRow({
    ...{ id, tenantId, firstName, lastName, email: chance.is(0.1) ? "" : email, phone, notes },
    ...{ createdAt, updatedAt },
  });
  const pets = Array.from({ length: chance.pick([0, 1, 1, 2, 3]) }, (_, n) =>
    petRow({ chance, now, row, id: `pet-${seed}-${customer + 1}-${n + 1}` }),
  );
  const reservations = pets.flatMap((pet, n) =>
    Array.from({ length: chance.whole(3) }, (_, m) =>
      reservationRow({ chance, now, pet, id: `reservation-${seed}-${customer + 1}-${n + 1}-${m + 1}` }),
    ),
  );
  return { customer: row, pets, reservations };
}

function petRow(input: {
  chance: Chance;
  now: number;
  row: Tables.CustomerTable;
  id: string;
}): Tables.PetTable {
  const { chance, now, row, id } = input;
  const { species, breeds } = chance.pick(words.PETS);
  const born = new Date(now - chance.whole(12 * YEAR_MS)).toISOString().slice(0, "2024-05-31".length);
  return {
    ...{ id, tenant_id: row.tenant_id, customer_id: row.id, name: chance.pick(words.PET_NAMES), species },
    ...{ breed: chance.pick(breeds), birth_date: chance.is(0.2) ? null : born },
    ...{ created_at: row.created_at, updated_at: row.created_at },
  };
}

/** On a quarter of an hour, from half a year ago to a month ahead. */
function reservationRow(input: {
  chance: Chance;
  now: number;
  pet: Tables.PetTable;
  id: string;
}): Tables.ReservationTable {
  const { chance, now, pet, id } = input;
  const quarter = 15 * MINUTE_MS;
  const starts = Math.floor((now + (chance.next() * 210 - 180) * DAY_MS) / quarter) * quarter;
  const service = chance.whole(words.SERVICES.length);
  const minutes = words.SERVICES[service]?.duration_minutes ?? 60;
  const staff = chance.whole(words.ROLES.length);
  return {
    ...{ id, tenant_id: pet.tenant_id, customer_id: pet.customer_id, pet_id: pet.id },
    service_id: serviceId(pet.tenant_id, service),
    staff_id: chance.is(0.2) ? null : staffId(pet.tenant_id, staff),
    ...{ starts_at: starts, ends_at: starts + minutes * MINUTE_MS },
    status: chance.is(0.1) ? "cancelled" : starts > now ? "booked" : "done",
  };
}

/** The low numbers are met more often: some customers order much, most little. */
const frequent = (chance: Chance, count: number) => Math.floor(chance.next() ** 2 * count);

/** An order by a customer of any tenant from a business of any. */
export function orderRow(plan: Plan, order: number): Tables.OrderTable {
  const { seed, now, customers } = plan;
  const chance = chanceOf(seed, "order", order);
  const created = now - DAY_MS - chance.whole(2 * YEAR_MS);
  return {
    id: `order-${seed}-${order + 1}`,
    customer_id: customerId(seed, frequent(chance, customers)),
    business_id: someBusiness(chance),
    status: chance.pick(words.ORDER_STATUSES),
    ...{ created_at: created, updated_at: created + chance.whole(DAY_MS) },
  };
}

/** A phone that a business blocked. Every fourth time it is the same business and number as the time before, which must not count twice. */
export function blockRow(plan: Plan, block: number): Tables.BlacklistTable {
  const { seed, now, customers } = plan;
  const same = chanceOf(seed, "block", block % 4 === 3 ? block - 1 : block);
  const business_id = someBusiness(same);
  const customer = block < 2 ? 0 : frequent(same, customers);
  const chance = chanceOf(seed, "blocked", block);
  const phone = blockedPhone({ seed, customer, chance });
  return {
    id: `block-${seed}-${block + 1}`,
    business_id,
    phone,
    phone_digits: phoneDigits(phone),
    created_at: now - chance.whole(YEAR_MS),
  };
}

function someBusiness(chance: Chance): string {
  return `business-${chance.pick(words.TENANTS).id}-${chance.whole(words.BUSINESSES.length) + 1}`;
}
