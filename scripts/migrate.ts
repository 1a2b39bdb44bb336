import { parseArgs } from "node:util";
import { planetScaleSql } from "../packages/aws/src/sql/index.ts";
import { random, systemClock } from "../packages/aws/src/system.ts";
import { migrateShop, SEED_DEFAULTS, type Sql, seedShop } from "../packages/core/src/shop/index.ts";

/**
 * Brings the tables of a shop on PlanetScale up to date: a step of a deployment, before what needs them. With `--seed` it also fills them
 * with made-up customers, to try things with. The database's URL is a password, so it comes by the environment and not as an argument.
 */
const VARIABLE = "PLANETSCALE_URL";
const DAY_MS = 86_400_000;

async function migrate(input: { sql: Sql; seed: boolean }): Promise<void> {
  const { sql, seed } = input;
  await migrateShop(sql);
  console.log("The shop's tables are up to date.");
  if (!seed) return;
  // The same all day, so that it may be run again.
  const now = Math.floor(systemClock.now() / DAY_MS) * DAY_MS;
  const { tenants, phone, added } = await seedShop({ sql, ...SEED_DEFAULTS, now });
  const rows = Object.values(added).reduce((sum, count) => sum + count, 0);
  console.log(rows === 0 ? "Its made-up customers were there already." : `${rows} made-up rows were added.`);
  for (const { tenantId, subdomain, customerId } of tenants)
    console.log(`tenant ${tenantId} (subdomain ${subdomain}): try customer ${customerId}`);
  console.log(`a phone to try: ${phone}`);
}

const { values } = parseArgs({ options: { seed: { type: "boolean", default: false } } });
const url = process.env[VARIABLE] ?? "";
const usage = `${VARIABLE} is to be the database's URL: mysql://user:password@host/database, as PlanetScale shows it.`;
if (!/^(mysql|https?):\/\/[^/]+@/.test(url)) {
  console.error(usage);
  process.exitCode = 1;
} else {
  const sql = planetScaleSql({ url, clock: systemClock, random });
  try {
    await migrate({ sql, seed: values.seed });
  } catch (error) {
    // Neither kind of error repeats the URL or a statement: packages/aws/src/sql.
    console.error(String(error));
    process.exitCode = 1;
  } finally {
    await sql.destroy();
  }
}
