import * as z from "zod";
import { decodeCursor, type Page, PageQuery, pageOf } from "./list.ts";
import type { Reservation } from "./schema.ts";
import type { ReservationTable, Sql } from "./tables.ts";

/** ECMAScript's last moment, in ms: https://tc39.es/ecma262/#sec-time-values-and-time-range */
const LAST_MOMENT = 8.64e15;
const Moment = z.coerce.number().int().min(-LAST_MOMENT).max(LAST_MOMENT);

/** Which reservations: as a query string gives it. */
export const ReservationQuery = PageQuery.extend({
  /** Those that start then or later, ms. */
  from: Moment.optional(),
  /** Those that start before, ms. */
  to: Moment.optional(),
});
export type ReservationQuery = z.infer<typeof ReservationQuery>;

/** A reservation; null where the tenant has no such reservation. */
export async function getReservation(input: {
  sql: Sql;
  tenantId: string;
  reservationId: string;
}): Promise<Reservation | null> {
  const { sql, tenantId, reservationId } = input;
  const row = await sql
    .selectFrom("reservations")
    .selectAll()
    .where("tenant_id", "=", tenantId)
    .where("id", "=", reservationId)
    .executeTakeFirst();
  return row === undefined ? null : reservation(row);
}

/** A page of a tenant's reservations by the time they start. @throws Input.Invalid where the cursor is none */
export async function listReservations(
  input: { sql: Sql; tenantId: string } & ReservationQuery,
): Promise<Page<Reservation>> {
  const { sql, tenantId, from, to, cursor, limit } = input;
  let query = sql.selectFrom("reservations").selectAll().where("tenant_id", "=", tenantId);
  if (from !== undefined) query = query.where("starts_at", ">=", from);
  if (to !== undefined) query = query.where("starts_at", "<", to);
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor);
    // The first condition is implied; it alone bounds what MySQL reads of the index.
    query = query
      .where("starts_at", ">=", at)
      .where((eb) => eb.or([eb("starts_at", ">", at), eb("id", ">", id)]));
  }
  const rows = await query
    .orderBy("starts_at")
    .orderBy("id")
    .limit(limit + 1)
    .execute();
  const position = (row: ReservationTable) => ({ at: row.starts_at, id: row.id });
  return pageOf({ rows, limit, item: reservation, position });
}

function reservation(row: ReservationTable): Reservation {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    customerId: row.customer_id,
    petId: row.pet_id,
    serviceId: row.service_id,
    staffId: row.staff_id,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    status: row.status,
  };
}
