import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openShop } from "@millrace/local/store/sql";
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
