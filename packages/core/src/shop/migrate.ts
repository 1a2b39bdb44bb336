import { Migrator } from "kysely/migration";
import { MIGRATIONS } from "./migrations.ts";
import type { Sql } from "./tables.ts";

/** Of two that migrate at once one loses a race, and finds the other's work when it tries again: every step may run twice. */
const TRIES = 3;

/**
 * Brings the shop's tables up to date; those that are stay as they are.
 *
 * On AWS this is a step of a deployment, not of a start: PlanetScale's driver holds no lock between statements. A branch with
 * safe migrations refuses it: there the same statements go through a deploy request.
 *
 * @throws what the database answered; Sql.Unavailable where it did not
 */
export async function migrateShop(sql: Sql): Promise<void> {
  const migrator = new Migrator({ db: sql, provider: { getMigrations: async () => MIGRATIONS } });
  for (let attempt = 1; ; attempt++) {
    const { error } = await migrator.migrateToLatest();
    if (error === undefined) return;
    if (attempt === TRIES) throw error;
  }
}
