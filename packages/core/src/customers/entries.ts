import * as z from "zod";
import { cacheKey, defineEntry } from "../cache/index.ts";
import { Customer, Pet, Reservation, Service, Staff, Tenant } from "../shop/index.ts";

/** The seed's five minutes: data that are read often, and written here alone. */
const TTL_MS = 300_000;

/** Nobody looks at these for weeks, and a write removes them all the same. */
const INACTIVE_TTL_MS = 3_600_000;
const INACTIVE_AFTER_MS = 90 * 86_400_000;

/** Reservations are written by others, who invalidate nothing: a status is at most this old. */
const UNINVALIDATED_TTL_MS = 60_000;

/** Ids are made here and never given twice: what is not there is hardly ever asked for again. */
const ABSENT_TTL_MS = 60_000;

const CustomerId = z.object({ tenantId: z.string(), customerId: z.string() });

/** Where a tenant's customers are counted, by how often they are loaded. */
export function customerRanking(tenantId: string): string {
  return cacheKey(tenantId, "customer");
}

/** A customer with pets. */
export const customerEntry = defineEntry({
  name: "customer",
  key: ({ tenantId, customerId }: z.infer<typeof CustomerId>) => ({
    key: cacheKey(tenantId, "customer", customerId),
    group: tenantId,
  }),
  schema: Customer,
  version: 1,
  ttlMs: ({ updatedAt, lastReservationAt, pets }, now) => {
    const lastSeen = Math.max(updatedAt, lastReservationAt ?? 0, ...pets.map((pet) => pet.updatedAt));
    return now - lastSeen > INACTIVE_AFTER_MS ? INACTIVE_TTL_MS : TTL_MS;
  },
  absentTtlMs: ABSENT_TTL_MS,
  ranking: { of: ({ tenantId }) => customerRanking(tenantId), id: CustomerId },
});

export const petEntry = defineEntry({
  name: "pet",
  key: ({ tenantId, petId }: { tenantId: string; petId: string }) => ({
    key: cacheKey(tenantId, "pet", petId),
    group: tenantId,
  }),
  schema: Pet,
  version: 1,
  ttlMs: () => TTL_MS,
  absentTtlMs: ABSENT_TTL_MS,
});

/** All of a tenant's services as one value. */
export const servicesEntry = defineEntry({
  name: "services",
  key: (tenantId: string) => ({ key: cacheKey(tenantId, "services"), group: tenantId }),
  schema: z.object({ items: z.array(Service) }),
  version: 1,
  ttlMs: () => TTL_MS,
  absentTtlMs: ABSENT_TTL_MS,
});

/** All of a tenant's staff as one value. */
export const staffEntry = defineEntry({
  name: "staff",
  key: (tenantId: string) => ({ key: cacheKey(tenantId, "staff"), group: tenantId }),
  schema: z.object({ items: z.array(Staff) }),
  version: 1,
  ttlMs: () => TTL_MS,
  absentTtlMs: ABSENT_TTL_MS,
});

export const reservationEntry = defineEntry({
  name: "reservation",
  key: ({ tenantId, reservationId }: { tenantId: string; reservationId: string }) => ({
    key: cacheKey(tenantId, "reservation", reservationId),
    group: tenantId,
  }),
  schema: Reservation,
  version: 1,
  ttlMs: () => UNINVALIDATED_TTL_MS,
  absentTtlMs: UNINVALIDATED_TTL_MS,
});

/** Whether a subdomain is a tenant's own: the tenant, or nothing. */
export const tenantEntry = defineEntry({
  name: "tenant",
  key: ({ tenantId, subdomain }: { tenantId: string; subdomain: string }) => ({
    key: cacheKey(tenantId, "tenant", subdomain),
    group: tenantId,
  }),
  schema: Tenant,
  version: 1,
  ttlMs: () => TTL_MS,
  absentTtlMs: ABSENT_TTL_MS,
});
