import type { Cached } from "../cache/index.ts";
import {
  type Customer,
  getCustomer,
  getPet,
  getReservation,
  getTenant,
  listServices,
  listStaff,
  type Pet,
  type Reservation,
  type Service,
  type Staff,
  Subdomain,
} from "../shop/index.ts";
import type { CustomerDeps } from "./deps.ts";
import {
  customerEntry,
  petEntry,
  reservationEntry,
  servicesEntry,
  staffEntry,
  tenantEntry,
} from "./entries.ts";

/** A customer with pets, through the cache. @throws Sql.Unavailable */
export function readCustomer(
  id: { tenantId: string; customerId: string },
  { sql, aside }: CustomerDeps,
): Promise<Cached<Customer>> {
  return aside.get({ kind: customerEntry, id, load: () => getCustomer({ sql, ...id }) });
}

/** A pet, through the cache. @throws Sql.Unavailable */
export function readPet(
  id: { tenantId: string; petId: string },
  { sql, aside }: CustomerDeps,
): Promise<Cached<Pet>> {
  return aside.get({ kind: petEntry, id, load: () => getPet({ sql, ...id }) });
}

/** A reservation, through the cache. @throws Sql.Unavailable */
export function readReservation(
  id: { tenantId: string; reservationId: string },
  { sql, aside }: CustomerDeps,
): Promise<Cached<Reservation>> {
  return aside.get({ kind: reservationEntry, id, load: () => getReservation({ sql, ...id }) });
}

/** A tenant's services, through the cache. @throws Sql.Unavailable */
export function readServices(
  { tenantId }: { tenantId: string },
  { sql, aside }: CustomerDeps,
): Promise<Cached<{ items: Service[] }>> {
  const load = async () => ({ items: await listServices({ sql, tenantId }) });
  return aside.get({ kind: servicesEntry, id: tenantId, load });
}

/** A tenant's staff, through the cache. @throws Sql.Unavailable */
export function readStaff(
  { tenantId }: { tenantId: string },
  { sql, aside }: CustomerDeps,
): Promise<Cached<{ items: Staff[] }>> {
  const load = async () => ({ items: await listStaff({ sql, tenantId }) });
  return aside.get({ kind: staffEntry, id: tenantId, load });
}

/**
 * Whether a subdomain, in any case, is a tenant's own. Only that tenant is looked up: what others are called does not show.
 *
 * @throws Sql.Unavailable
 */
export async function confirmTenant(
  input: { tenantId: string; subdomain: string },
  { sql, aside }: CustomerDeps,
): Promise<boolean> {
  const { tenantId } = input;
  const subdomain = Subdomain.safeParse(input.subdomain.toLowerCase());
  if (!subdomain.success) return false;
  const load = async () => {
    const tenant = await getTenant({ sql, tenantId });
    return tenant?.subdomain === subdomain.data ? tenant : null;
  };
  const id = { tenantId, subdomain: subdomain.data };
  const { value } = await aside.get({ kind: tenantEntry, id, load });
  return value !== null;
}
