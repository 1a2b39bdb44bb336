import type { Kysely } from "kysely";

/** A team whose customers these are. */
export interface TenantTable {
  id: string;
  /** Lower case, unique: `demo` of `demo.example.com`. */
  subdomain: string;
  name: string;
  created_at: number;
}

export interface CustomerTable {
  id: string;
  tenant_id: string;
  first_name: string;
  last_name: string;
  email: string;
  /** As it was written by whoever stored it: national, with or without a country code or a +. */
  phone: string;
  notes: string;
  /** What a search looks through: lower case, no accents. */
  folded_first_name: string;
  folded_last_name: string;
  folded_email: string;
  /** `phoneDigits` of the phone: `00573001234567` of `+57 (300) 123-4567`. Searches and statistics find a customer by these alone. */
  phone_digits: string;
  created_at: number;
  updated_at: number;
}

export interface PetTable {
  id: string;
  tenant_id: string;
  customer_id: string;
  name: string;
  species: string;
  breed: string;
  /** `2024-05-31`, or null. */
  birth_date: string | null;
  created_at: number;
  updated_at: number;
}

export interface ServiceTable {
  id: string;
  tenant_id: string;
  name: string;
  /** In the smallest unit of the tenant's currency. */
  price_minor: number;
  duration_minutes: number;
  active: number;
}

export interface StaffTable {
  id: string;
  tenant_id: string;
  first_name: string;
  last_name: string;
  role: string;
  email: string;
  active: number;
}

export interface ReservationTable {
  id: string;
  tenant_id: string;
  customer_id: string;
  pet_id: string | null;
  service_id: string;
  staff_id: string | null;
  starts_at: number;
  ends_at: number;
  /** `booked`, `checked-in`, `done` or `cancelled`. */
  status: string;
}

/** A shop of the platform; its blacklist and orders count in statistics that all of them see. */
export interface BusinessTable {
  id: string;
  tenant_id: string;
  name: string;
}

export interface OrderTable {
  id: string;
  customer_id: string;
  business_id: string;
  /** Which of them count as delivered, returned or cancelled is configuration. */
  status: string;
  created_at: number;
  updated_at: number;
}

/** One row for each time a business blocked a phone; the same pair may be there twice. */
export interface BlacklistTable {
  id: string;
  business_id: string;
  phone: string;
  /** `phoneDigits` of the phone, by which statistics find it. */
  phone_digits: string;
  created_at: number;
}

/** The shop's tables: SQLite and MySQL alike. Times are milliseconds since 1970, so that both give numbers. */
export interface ShopTables {
  tenants: TenantTable;
  customers: CustomerTable;
  pets: PetTable;
  services: ServiceTable;
  staff: StaffTable;
  reservations: ReservationTable;
  businesses: BusinessTable;
  orders: OrderTable;
  blacklist: BlacklistTable;
}

/** The port for SQL: PlanetScale on AWS, `node:sqlite` on one machine; one set of queries for both. */
export type Sql = Kysely<ShopTables>;
