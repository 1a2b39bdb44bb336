import { describe, expect, it } from "vitest";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { MARIADB, mariadbShop, skipsMariadb, sqliteShop } from "../equipment/shop.ts";
import { shopContract } from "./shop.ts";
import { answers } from "./shop-samples.ts";
import { shopSeedContract } from "./shop-seed.ts";
import { shopTenantsContract } from "./shop-tenants.ts";

const suites = [shopContract, shopTenantsContract, shopSeedContract];

for (const contract of suites) contract("SQLite", sqliteShop);

describe.skipIf(skipsMariadb)(MARIADB, () => {
  const make = async () => mariadbShop({ address: await sharedMariadb() });
  for (const contract of suites) contract("MariaDB", make);

  it("answers as SQLite does, to the letter", async () => {
    const [sqlite, mariadb] = await Promise.all([sqliteShop(), make()]);
    const [one, other] = [await answers(sqlite.sql), await answers(mariadb.sql)];
    await Promise.all([sqlite.close(), mariadb.close()]);
    expect(other).toEqual(one);
  });
});
