import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** Rows of a data folder's database as another process, such as one that was killed, has left it. */
export function rowsIn<Row>(query: { data: string; sql: string; row: z.ZodType<Row> }): Row[] {
  const path = join(query.data, "millrace.db");
  if (!existsSync(path)) return [];
  const db = new DatabaseSync(path, { readOnly: true, timeout: 10_000 });
  try {
    const hasSchema = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'runs'").get() !== undefined;
    return hasSchema
      ? db
          .prepare(query.sql)
          .all()
          .map((row) => query.row.parse(row))
      : [];
  } finally {
    db.close();
  }
}

/** The runs of a tenant, oldest first. */
export function runsIn(data: string, tenant = "default"): { runId: string; status: string }[] {
  return rowsIn({
    data,
    sql: `SELECT run_id AS runId, status FROM runs WHERE tenant_id = '${tenant}' ORDER BY upload_order`,
    row: z.object({ runId: z.string(), status: z.string() }),
  });
}

/** Rows of the files, by their numbers, whose batches are done. */
export function finishedRowsIn(data: string): number[] {
  const sql = `SELECT row FROM lead_versions JOIN batches USING (run_id, batch_id)
    WHERE status = 'COMPLETED' AND tenant_id = 'default'`;
  return rowsIn({ data, sql, row: z.object({ row: z.number() }) }).map(({ row }) => row);
}
