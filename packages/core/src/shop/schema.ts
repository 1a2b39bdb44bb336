import * as z from "zod";

/** An id of the shop: 1 to 64 letters, digits, `-` and `_`, safe in a path, a key and a log. */
export const Id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** A tenant's name in a host name: lower case (RFC 1035, section 2.3.1). */
export const Subdomain = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);

/** A team whose customers these are. */
export const Tenant = z.object({
  id: z.string(),
  subdomain: z.string(),
  name: z.string(),
  createdAt: z.number(),
});
export type Tenant = z.infer<typeof Tenant>;

/** A customer's animal. Times are milliseconds since 1970. */
export const Pet = z.object({
  id: z.string(),
  tenantId: z.string(),
  customerId: z.string(),
  name: z.string(),
  species: z.string(),
  breed: z.string(),
  /** `2024-05-31`, or null where nobody knows it. */
  birthDate: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Pet = z.infer<typeof Pet>;

/** A customer as lists show it: without pets. */
export const ListedCustomer = z.object({
  id: z.string(),
  tenantId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  /** As it was written by whoever stored it. */
  phone: z.string(),
  notes: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type ListedCustomer = z.infer<typeof ListedCustomer>;

/** A customer with pets, the oldest record first. */
export const Customer = ListedCustomer.extend({
  /** When the latest reservation starts, which may be in the future; null without any. Tells who is active. */
  lastReservationAt: z.number().nullable(),
  pets: z.array(Pet),
});
export type Customer = z.infer<typeof Customer>;

/** Something the tenant sells by appointment. */
export const Service = z.object({
  id: z.string(),
  tenantId: z.string(),
  name: z.string(),
  /** In the smallest unit of the tenant's currency. */
  priceMinor: z.number(),
  durationMinutes: z.number(),
  active: z.boolean(),
});
export type Service = z.infer<typeof Service>;

/** Somebody who works for the tenant. */
export const Staff = z.object({
  id: z.string(),
  tenantId: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role: z.string(),
  email: z.string(),
  active: z.boolean(),
});
export type Staff = z.infer<typeof Staff>;

export const Reservation = z.object({
  id: z.string(),
  tenantId: z.string(),
  customerId: z.string(),
  petId: z.string().nullable(),
  serviceId: z.string(),
  staffId: z.string().nullable(),
  startsAt: z.number(),
  endsAt: z.number(),
  /** `booked`, `checked-in`, `done` or `cancelled`. */
  status: z.string(),
});
export type Reservation = z.infer<typeof Reservation>;
