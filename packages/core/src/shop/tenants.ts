import type { Tenant } from "./schema.ts";
import type { Sql } from "./tables.ts";

/** The tenant of an id; null where there is none. */
export async function getTenant(input: { sql: Sql; tenantId: string }): Promise<Tenant | null> {
  const { sql, tenantId } = input;
  const row = await sql.selectFrom("tenants").selectAll().where("id", "=", tenantId).executeTakeFirst();
  if (row === undefined) return null;
  return { id: row.id, subdomain: row.subdomain, name: row.name, createdAt: row.created_at };
}
