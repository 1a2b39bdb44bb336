import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** The order of uploads on one machine. */
export interface UploadOrders {
  /** The next order of a tenant in ms: the clock's, or one more than the last, so that it always grows. */
  next(tenantId: string): number;
}

const Row = z.object({ last: z.number() });

export function uploadOrders(input: { db: DatabaseSync; now: () => number }): UploadOrders {
  const next = input.db.prepare(
    `INSERT INTO upload_orders (tenant_id, last) VALUES (?, ?)
     ON CONFLICT (tenant_id) DO UPDATE SET last = max(excluded.last, last + 1) RETURNING last`,
  );
  return { next: (tenantId) => Row.parse(next.get(tenantId, input.now())).last };
}
