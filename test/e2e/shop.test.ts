import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCustomer } from "@millrace/core/shop";
import { openShop } from "@millrace/local/store/sql";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { millraceOn } from "../equipment/command.ts";

const Printed = z.object({
  tenants: z.array(
    z.object({ tenantId: z.string(), subdomain: z.string(), customerId: z.string().nullable() }),
  ),
  phone: z.string(),
  added: z.record(z.string(), z.number()),
});

describe("millrace shop seed", () => {
  const data = mkdtempSync(join(tmpdir(), "millrace-shop-seed-"));
  const { run } = millraceOn(data);
  afterAll(() => rmSync(data, { recursive: true }));

  it("makes a shop once, says what to try, and that is there", async () => {
    const size = ["--customers", "30", "--orders", "40"];
    const first = await run("shop", "seed", ...size, "--json");
    expect(first).toMatchObject({ code: 0, stderr: "" });
    const { tenants, phone, added } = Printed.parse(JSON.parse(first.stdout));
    expect(added).toMatchObject({ customers: 30, orders: 40 });
    const sql = openShop(join(data, "shop.db"));
    for (const { tenantId, customerId } of tenants) {
      expect(await getCustomer({ sql, tenantId, customerId: customerId ?? "" })).toMatchObject({ tenantId });
    }
    await sql.destroy();
    const again = await run("shop", "seed", ...size);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain(phone);
    expect(again.stdout).toContain("All of it was there already.");
  });

  it.each([
    ["--customers", "0"],
    ["--seed", "x"],
  ])("%s %s is wrong usage", async (...words) => {
    expect((await run("shop", "seed", ...words)).code).toBe(2);
  });
});
