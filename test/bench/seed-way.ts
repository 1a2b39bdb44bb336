import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileSource, openTable } from "@millrace/core/file";
import { LEAD_FIELDS, mapColumns, rawLead, recogniseHeader, standardise } from "@millrace/core/lead";
import { openDatabase } from "@millrace/local/store/database";
import { uuid } from "@millrace/local/system";
import { type Measured, secondsSince } from "./figures.ts";

/**
 * The same file on the same database as the seed has it: for each row a query by e-mail through an index, then a put
 * or an update, each a write of its own. There are no versions, no batches and no records of them: a crash leaves nothing to go on from,
 * a retry counts rows again, and nothing can be undone.
 */
export async function measureSeedWay({ path, folder }: { path: string; folder: string }): Promise<Measured> {
  const start = performance.now();
  mkdirSync(folder, { recursive: true });
  const db = openDatabase(join(folder, "seed.db"));
  db.exec(`
    CREATE TABLE seed_leads (lead_id TEXT NOT NULL PRIMARY KEY, ${LEAD_FIELDS.map((field) => `${field} TEXT NOT NULL`)},
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, source_file TEXT NOT NULL) STRICT;
    CREATE INDEX seed_leads_by_email ON seed_leads (email)`);
  const byEmail = db.prepare("SELECT lead_id AS leadId FROM seed_leads WHERE email = ?");
  const put = db.prepare(`INSERT INTO seed_leads VALUES (?, ${LEAD_FIELDS.map(() => "?")}, ?, ?, ?)`);
  const update = db.prepare(
    `UPDATE seed_leads SET ${LEAD_FIELDS.map((field) => `${field} = ?`)}, updated_at = ?, source_file = ? WHERE lead_id = ?`,
  );
  const table = await openTable({ source: await fileSource(path), recognise: recogniseHeader });
  const mapping = mapColumns({ header: table.header, sample: [], overrides: {} });
  let [count, created, storing] = [0, 0, 0];
  for await (const { cells } of table.rows()) {
    count++;
    const { fields } = standardise({ raw: rawLead({ mapping, cells }), country: "CO" });
    const values = LEAD_FIELDS.map((field) => fields[field]);
    const before = performance.now();
    const known = byEmail.get(fields.email);
    if (known === undefined) {
      created++;
      put.run(uuid(), ...values, count, count, path);
    } else update.run(...values, count, path, String(known.leadId));
    storing += performance.now() - before;
  }
  db.close();
  const note = `${created} created; of it ${(storing / 1000).toFixed(1)} s in the store`;
  return { count, seconds: secondsSince(start), note };
}
