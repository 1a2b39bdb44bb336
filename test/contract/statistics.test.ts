import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planetScaleSql } from "@millrace/aws/sql";
import { migrateShop } from "@millrace/core/shop";
import { openShop } from "@millrace/local/store/sql";
import { random, systemClock } from "@millrace/local/system";
import { describe } from "vitest";
import { createDatabase, mariadbIsMissing } from "../equipment/mariadb-server.ts";
import { startPsdbFront } from "../equipment/psdb-front.ts";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { unique } from "./samples.ts";
import { statisticsContract } from "./statistics.ts";

statisticsContract("SQLite", {
  runs: 200,
  async open() {
    const folder = mkdtempSync(join(tmpdir(), "millrace-statistics-"));
    const sql = openShop(join(folder, "shop.db"));
    return {
      sql,
      async close() {
        await sql.destroy();
        rmSync(folder, { recursive: true });
      },
    };
  },
});

const missing = mariadbIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

describe.skipIf(skipped)(`PlanetScale's client${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  statisticsContract("MariaDB", {
    runs: 30,
    async open() {
      const address = await sharedMariadb();
      const database = unique("statistics").replaceAll("-", "_");
      await createDatabase({ address, name: database });
      const front = await startPsdbFront({ address, database });
      const sql = planetScaleSql({ url: front.url, clock: systemClock, random });
      await migrateShop(sql);
      return {
        sql,
        async close() {
          await sql.destroy();
          await front.close();
        },
      };
    },
  });
});
