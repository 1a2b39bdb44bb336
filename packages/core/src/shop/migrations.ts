import { type CreateTableBuilder, type Kysely, MysqlAdapter, sql } from "kysely";
import type { Migration } from "kysely/migration";
import type { ShopTables } from "./tables.ts";

/** Ids and names of states: `Id` allows 64 characters. */
const ID = "varchar(64)";

/** One more than a phone has: a + becomes 00. */
const PHONE_DIGITS = "varchar(33)";

type Columns = (table: CreateTableBuilder<keyof ShopTables, never>) => CreateTableBuilder<keyof ShopTables>;

/**
 * One table in one statement, which may run again: on MySQL no transaction takes back half a migration.
 *
 * An index is a unique constraint that ends with the primary key: MySQL alone can name other indexes within `create table`, and SQLite alone
 * can create one `if not exists`.
 */
function table(name: keyof ShopTables, columns: Columns): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const builder = columns(db.schema.createTable(name).ifNotExists());
      // Text is compared byte by byte, as SQLite does: under MySQL's default collation `a` is `A` and `á`, ids included.
      const isMysql = db.getExecutor().adapter instanceof MysqlAdapter;
      const end = sql`default character set utf8mb4 collate utf8mb4_bin`;
      await (isMysql ? builder.modifyEnd(end) : builder).execute();
    },
  };
}

/**
 * The shop's schema. A released step never changes; the next one is added below.
 *
 * Types mean the same on SQLite and MySQL: times are bigint milliseconds, booleans integers. SQLite keeps no length; input is bounded
 * before it comes here. There are no foreign keys: PlanetScale has them only where they are switched on.
 */
export const MIGRATIONS: Record<string, Migration> = {
  "001-tenants": table("tenants", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("subdomain", "varchar(63)", (c) => c.notNull().unique())
      .addColumn("name", "varchar(200)", (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull()),
  ),
  "002-customers": table("customers", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("first_name", "varchar(100)", (c) => c.notNull())
      .addColumn("last_name", "varchar(100)", (c) => c.notNull())
      .addColumn("email", "varchar(254)", (c) => c.notNull())
      .addColumn("phone", "varchar(32)", (c) => c.notNull())
      .addColumn("notes", "text", (c) => c.notNull())
      // Folding may lengthen text: ﬃ becomes three letters, one Arabic sign eighteen.
      .addColumn("folded_first_name", "varchar(1800)", (c) => c.notNull())
      .addColumn("folded_last_name", "varchar(1800)", (c) => c.notNull())
      .addColumn("folded_email", "varchar(254)", (c) => c.notNull())
      .addColumn("phone_digits", PHONE_DIGITS, (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      // For many ids at once: SQLite would read all of the tenant's customers by another index rather than use the primary key.
      .addUniqueConstraint("customers_by_id", ["tenant_id", "id"])
      .addUniqueConstraint("customers_by_time", ["tenant_id", "created_at", "id"])
      .addUniqueConstraint("customers_by_phone", ["phone_digits", "id"]),
  ),
  "003-pets": table("pets", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("customer_id", ID, (c) => c.notNull())
      .addColumn("name", "varchar(100)", (c) => c.notNull())
      .addColumn("species", "varchar(50)", (c) => c.notNull())
      .addColumn("breed", "varchar(100)", (c) => c.notNull())
      .addColumn("birth_date", "varchar(10)")
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      .addUniqueConstraint("pets_by_customer", ["tenant_id", "customer_id", "created_at", "id"]),
  ),
  "004-services": table("services", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("name", "varchar(200)", (c) => c.notNull())
      .addColumn("price_minor", "bigint", (c) => c.notNull())
      .addColumn("duration_minutes", "integer", (c) => c.notNull())
      .addColumn("active", "integer", (c) => c.notNull())
      .addUniqueConstraint("services_by_name", ["tenant_id", "name", "id"]),
  ),
  "005-staff": table("staff", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("first_name", "varchar(100)", (c) => c.notNull())
      .addColumn("last_name", "varchar(100)", (c) => c.notNull())
      .addColumn("role", "varchar(100)", (c) => c.notNull())
      .addColumn("email", "varchar(254)", (c) => c.notNull())
      .addColumn("active", "integer", (c) => c.notNull())
      .addUniqueConstraint("staff_by_name", ["tenant_id", "last_name", "first_name", "id"]),
  ),
  "006-reservations": table("reservations", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("customer_id", ID, (c) => c.notNull())
      .addColumn("pet_id", ID)
      .addColumn("service_id", ID, (c) => c.notNull())
      .addColumn("staff_id", ID)
      .addColumn("starts_at", "bigint", (c) => c.notNull())
      .addColumn("ends_at", "bigint", (c) => c.notNull())
      .addColumn("status", ID, (c) => c.notNull())
      .addUniqueConstraint("reservations_by_time", ["tenant_id", "starts_at", "id"])
      // With the tenant in it: where its statistics are old, MySQL would read all of the tenant's for each customer.
      .addUniqueConstraint("reservations_by_customer", ["tenant_id", "customer_id", "starts_at", "id"]),
  ),
  "007-businesses": table("businesses", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("tenant_id", ID, (c) => c.notNull())
      .addColumn("name", "varchar(200)", (c) => c.notNull())
      .addUniqueConstraint("businesses_by_tenant", ["tenant_id", "id"]),
  ),
  "008-orders": table("orders", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("customer_id", ID, (c) => c.notNull())
      .addColumn("business_id", ID, (c) => c.notNull())
      .addColumn("status", ID, (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("updated_at", "bigint", (c) => c.notNull())
      // With the status in it, statistics are read from the index alone.
      .addUniqueConstraint("orders_by_customer", ["customer_id", "status", "id"]),
  ),
  "009-blacklist": table("blacklist", (t) =>
    t
      .addColumn("id", ID, (c) => c.primaryKey())
      .addColumn("business_id", ID, (c) => c.notNull())
      .addColumn("phone", "varchar(32)", (c) => c.notNull())
      .addColumn("phone_digits", PHONE_DIGITS, (c) => c.notNull())
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addUniqueConstraint("blacklist_by_phone", ["phone_digits", "business_id", "id"]),
  ),
};
