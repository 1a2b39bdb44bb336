import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openApp } from "@millrace/local/app";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { millraceOn, temporaryFolder } from "../equipment/command.ts";

const Seeded = z.object({ phone: z.string() });
const Refreshed = z.object({
  status: z.literal("refreshed"),
  attempts: z.number(),
  statistics: z.object({
    cantOrders: z.number(),
    cantReturOrders: z.number(),
    delivered: z.number(),
    canceled: z.number(),
    blockedBy: z.number(),
    percentageReturn: z.number().nullable(),
  }),
});
/** A number of the home country's that no seeded customer has. */
const NOBODY = "3015550142";

describe("millrace refresh", () => {
  const folder = temporaryFolder();
  const { run } = millraceOn(folder.path);
  const json = async <T>(schema: z.ZodType<T>, ...words: string[]) => {
    const { stdout } = await run(...words, "--json");
    return schema.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  };
  let phone: string;
  const fromStats = () => json(z.looseObject({ from: z.string() }), "stats", phone);
  const refreshed = () => json(Refreshed, "refresh", phone);

  beforeAll(async () => {
    ({ phone } = await json(Seeded, "shop", "seed", "--customers", "40", "--orders", "200"));
  });
  afterAll(() => folder.remove());

  it("counts anew what the cache holds, and puts it there", async () => {
    const before = await refreshed();
    expect(before.attempts).toBe(1);
    expect(before.statistics.cantOrders).toBeGreaterThan(0);
    expect(await fromStats()).toMatchObject({ from: "hit", ...before.statistics });

    const shop = new DatabaseSync(join(folder.path, "shop.db"));
    const customer = shop
      .prepare("SELECT customer_id, business_id FROM orders GROUP BY customer_id ORDER BY count(*) DESC")
      .get();
    const { customer_id, business_id } = z
      .object({ customer_id: z.string(), business_id: z.string() })
      .parse(customer);
    shop.prepare("INSERT INTO orders VALUES ('new', ?, ?, 'delivered', 1, 1)").run(customer_id, business_id);
    shop.close();
    expect(await fromStats()).toMatchObject({ from: "hit", cantOrders: before.statistics.cantOrders });

    const after = await refreshed();
    expect(after.statistics.cantOrders).toBe(before.statistics.cantOrders + 1);
    expect(after.statistics.delivered).toBe(before.statistics.delivered + 1);
    expect(await fromStats()).toMatchObject({ from: "hit", ...after.statistics });
  });

  it.each([
    { what: "a phone that no customer has", words: [NOBODY], code: 0, status: "notFound" },
    { what: "what is no phone", words: ["hello"], code: 1, error: "Refresh.Rejected" },
    { what: "what would leave the path", words: [".."], code: 1, error: "Input.Invalid" },
    {
      what: "another environment",
      words: [NOBODY, "--environment", "production"],
      code: 1,
      error: "Input.Invalid",
    },
  ])("of $what exits with $code", async ({ words, code, what: _, ...expected }) => {
    const finished = await run("refresh", ...words, "--json");
    expect(finished.code).toBe(code);
    expect(JSON.parse(finished.stdout)).toMatchObject(expected);
  });

  it("of an environment that does not exist is wrong usage", async () => {
    expect(await run("refresh", NOBODY, "--environment", "moon")).toMatchObject({ code: 2 });
  });

  it("tells people the same", async () => {
    const found = await run("refresh", phone);
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining("refreshed after 1 attempt") });
    expect(found.stdout).toContain("percentageReturn");
    const missing = await run("refresh", NOBODY);
    expect(missing).toMatchObject({ code: 0, stdout: "no customer has this phone (1 attempt)\n" });
    expect(await run("refresh", "..")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Input\.Invalid: /),
    });
  });

  it("keeps no phone in the log and in the records of executions, and no key", async () => {
    await run("refresh", phone);
    const log = readFileSync(join(folder.path, "millrace.log"), "utf8");
    expect(log).toContain("customer refreshed");
    expect(log).not.toContain(phone);
    const db = new DatabaseSync(join(folder.path, "millrace.db"));
    const executions = db.prepare("SELECT * FROM executions WHERE flow = 'customer-refresh'").all();
    const events = db.prepare("SELECT * FROM execution_events WHERE flow = 'customer-refresh'").all();
    const histories = db.prepare("SELECT * FROM execution_histories").all();
    for (const records of [executions, events, histories]) {
      expect(records.length).toBeGreaterThan(0);
      expect(JSON.stringify(records)).not.toContain(phone);
    }
    expect(db.prepare("SELECT count(*) AS keys FROM api_keys").get()).toEqual({ keys: 0 });
    db.close();
  });

  it("whose process died is done by the next one", async () => {
    const input = { phone: NOBODY, environment: "development" };
    const first = openApp({ dataDir: folder.path, env: {} });
    // What a kill leaves behind: the record of an execution whose process is gone.
    const db = new DatabaseSync(join(folder.path, "millrace.db"));
    db.prepare(
      `INSERT INTO executions (flow, name, input, status, pid, seen_at, stop_requested)
       VALUES ('customer-refresh', 'left', ?, 'RUNNING', 999999999, 0, 0)`,
    ).run(JSON.stringify(input));
    db.close();
    expect(await first.flows.resume()).toBe(1);
    await first.flows.idle();
    expect(await first.flows.describe({ flow: "customer-refresh", name: "left" })).toBe("SUCCEEDED");
    await first.close();
  });
});
