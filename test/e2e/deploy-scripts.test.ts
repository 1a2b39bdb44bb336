import { spawn } from "node:child_process";
import { join } from "node:path";
import { planetScaleSql } from "@millrace/aws/sql";
import { random, systemClock } from "@millrace/aws/system";
import { parseKey } from "@millrace/core/api-key";
import { getCustomer } from "@millrace/core/shop";
import { customerStatistics, statisticsSettings } from "@millrace/core/statistics";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { unique } from "../contract/samples.ts";
import type { Finished } from "../equipment/command.ts";
import { freePort } from "../equipment/free-port.ts";
import { createDatabase } from "../equipment/mariadb-server.ts";
import { type PsdbFront, startPsdbFront } from "../equipment/psdb-front.ts";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { MARIADB, skipsMariadb } from "../equipment/shop.ts";

/** Runs a script as a step of a deployment would. */
function script(name: string, args: string[], env: Record<string, string> = {}): Promise<Finished> {
  return new Promise((resolve) => {
    const file = join(import.meta.dirname, "../../scripts", name);
    const child = spawn(process.execPath, [file, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

describe.skipIf(skipsMariadb)(`npm run migrate, on ${MARIADB} by PlanetScale's protocol`, () => {
  let front: PsdbFront;
  const migrate = (...args: string[]) => script("migrate.ts", args, { PLANETSCALE_URL: front.url });

  beforeAll(async () => {
    const address = await sharedMariadb();
    const database = unique("migrate");
    await createDatabase({ address, name: database });
    front = await startPsdbFront({ address, database });
  });
  afterAll(() => front.close());

  it("makes the tables, fills them where it is asked to, and may be run again", async () => {
    expect(await migrate()).toMatchObject({ code: 0, stderr: "" });
    const sql = planetScaleSql({ url: front.url, clock: systemClock, random });
    try {
      const customers = async () => (await sql.selectFrom("customers").select("id").execute()).length;
      expect(await customers()).toBe(0);
      const seeded = await migrate("--seed");
      expect([seeded.code, await customers()]).toEqual([0, 1_000]);
      const [, customerId = ""] = /tenant default .* try customer (\S+)/.exec(seeded.stdout) ?? [];
      expect(await getCustomer({ sql, tenantId: "default", customerId })).not.toBeNull();
      const [, phone = ""] = /a phone to try: (\d+)/.exec(seeded.stdout) ?? [];
      const settings = statisticsSettings({ env: {} });
      expect((await customerStatistics({ sql, phones: [phone], ...settings })).get(phone)).toBeDefined();
      const statements = front.statements.length;
      expect(await migrate()).toMatchObject({ code: 0 });
      expect(front.statements.slice(statements).filter((text) => /^\s*create/i.test(text))).toEqual([]);
      expect([(await migrate("--seed")).code, await customers()]).toEqual([0, 1_000]);
    } finally {
      await sql.destroy();
    }
  });

  it("ends with 1 where the database does not answer, and does not print its password", async () => {
    const url = `http://user:geheim@127.0.0.1:${await freePort()}/shop`;
    const failed = await script("migrate.ts", [], { PLANETSCALE_URL: url });
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain("Sql.Unavailable");
    expect(failed.stderr).not.toContain("geheim");
  });
});

it.each([undefined, "", "not-set", "geheim"])(
  "npm run migrate says which variable it wants, given %o",
  async (url) => {
    const failed = await script("migrate.ts", [], url === undefined ? {} : { PLANETSCALE_URL: url });
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain("PLANETSCALE_URL");
    expect(failed.stderr).not.toContain("geheim");
  },
);

it("npm run key prints a key as the API takes it, another each time", async () => {
  const [first, second] = await Promise.all([script("key.ts", []), script("key.ts", [])]);
  const keys = [first, second].map(({ stdout }) => parseKey(stdout.trim()));
  expect(keys).not.toContain(null);
  expect(keys[0]).not.toEqual(keys[1]);
});
