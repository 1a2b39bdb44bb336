import type { Service, Staff } from "./schema.ts";
import type { Sql } from "./tables.ts";

/** No tenant has more; a list is cached as one value. */
const MOST = 1_000;

/** A tenant's services by name, those no longer offered included; at most 1,000. */
export async function listServices(input: { sql: Sql; tenantId: string }): Promise<Service[]> {
  const { sql, tenantId } = input;
  const rows = await sql
    .selectFrom("services")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("name")
    .orderBy("id")
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    priceMinor: row.price_minor,
    durationMinutes: row.duration_minutes,
    active: row.active !== 0,
  }));
}

/** A tenant's staff by name, those who left included; at most 1,000. */
export async function listStaff(input: { sql: Sql; tenantId: string }): Promise<Staff[]> {
  const { sql, tenantId } = input;
  const rows = await sql
    .selectFrom("staff")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .orderBy("last_name")
    .orderBy("first_name")
    .orderBy("id")
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    tenantId: row.tenant_id,
    firstName: row.first_name,
    lastName: row.last_name,
    role: row.role,
    email: row.email,
    active: row.active !== 0,
  }));
}
