import type { Tenant } from "./schema.ts";
import type { Sql, TenantTable } from "./tables.ts";

/** The tenant of a subdomain, in lower case; null where there is none. */
export async function getTenantBySubdomain(input: { sql: Sql; subdomain: string }): Promise<Tenant | null> {
  const { sql, subdomain } = input;
  const row = await sql
    .selectFrom("tenants")
    .selectAll()
    .where("subdomain", "=", subdomain)
    .executeTakeFirst();
  return row === undefined ? null : tenant(row);
}

/** The tenant of an id; null where there is none. */
export async function getTenant(input: { sql: Sql; tenantId: string }): Promise<Tenant | null> {
  const { sql, tenantId } = input;
  const row = await sql.selectFrom("tenants").selectAll().where("id", "=", tenantId).executeTakeFirst();
  return row === undefined ? null : tenant(row);
}

function tenant(row: TenantTable): Tenant {
  return { id: row.id, subdomain: row.subdomain, name: row.name, createdAt: row.created_at };
}
