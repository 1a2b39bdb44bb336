import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { leadsIn, millraceOn, temporaryFolder } from "../equipment/command.ts";

const ROOT = join(import.meta.dirname, "../..");
const folder = temporaryFolder();
afterAll(folder.remove);
const millrace = millraceOn(folder.path);

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone/";
const Line = z.record(z.string(), z.unknown());

/** The requests that were printed, each with its status and what the cache said. */
function requestsIn(stdout: string): string[] {
  const requests = stdout.matchAll(/^(GET|PUT) (\/api\/\S+).*\n +(\d{3}) (hit|miss|stale)?/gm);
  return [...requests].map(([, method, path = "", status, cache = ""]) =>
    [method, path.replace(METRICS, "metrics "), status, cache].join(" ").trim(),
  );
}

describe("the demo", () => {
  let stdout: string;
  let stderr: string;
  beforeAll(async () => {
    // Rejected where it ends with another exit code than 0.
    const demo = ["--disable-warning=ExperimentalWarning", join(ROOT, "scripts/demo.ts"), folder.path];
    ({ stdout, stderr } = await promisify(execFile)(process.execPath, demo, { cwd: ROOT }));
  });

  it("imports every file of leads, the correction last", async () => {
    const { stdout: runs } = await millrace.run("runs", "--json");
    const statuses = runs
      .trim()
      .split("\n")
      .map((line) => Line.parse(JSON.parse(line)))
      .filter(({ catalogId }) => catalogId === undefined)
      .map(({ status }) => status);
    const files = readdirSync(join(ROOT, "examples")).filter(
      (name) => !name.endsWith(".json") && name !== "catalog.csv",
    );
    expect(statuses).toEqual(files.map(() => "COMPLETED"));
    const sarah = leadsIn(
      await millrace.run("leads", "--email", "sarah.mcdonald@litware.example", "--format", "jsonl"),
    );
    expect(sarah).toMatchObject([{ title: "Senior Buyer", sourceFile: "crm-export-corrected.csv" }]);
  });

  it("enriches a catalog against a local server, says so, and pays for no product twice", () => {
    expect(stdout).toContain("Keepa is not asked: a server on this machine");
    const [again] = stdout.match(/^\{.*"catalogId":"catalog".*\}$/gm) ?? [];
    expect(Line.parse(JSON.parse(again ?? ""))).toMatchObject({
      ...{ status: "COMPLETED", rows: 14, duplicates: 1, products: 13, enriched: 7, noData: 3 },
      ...{ rejected: 3, pending: 0, tokensSpent: 0 },
    });
  });

  it("reads customers and statistics through the cache: preloaded ones at once, others after a miss, a changed customer anew", () => {
    expect(requestsIn(stdout)).toEqual([
      "GET metrics 3184059797 200 hit",
      "GET metrics 3106520750 200 miss",
      "GET metrics 3106520750 200 hit",
      "GET metrics 3106520750?withoutCache=1 200 miss",
      "GET /api/customers/customer-1-1 200 miss",
      "GET /api/customers/customer-1-1 200 hit",
      "PUT /api/customers/customer-1-1 200",
      "GET /api/customers/customer-1-1 200 miss",
    ]);
    expect(stdout).toContain("3 hits, 3 misses (50 % hits)");
  });

  it("leaves its folder: what the messages named is in the cache, a phone that nobody has included", async () => {
    const stats = async (phone: string) =>
      Line.parse(JSON.parse((await millrace.run("stats", phone, "--json")).stdout));
    expect(await stats("+57 318 405 9797")).toMatchObject({ from: "hit", found: true, cantOrders: 148 });
    expect(await stats("3018912856")).toMatchObject({ from: "hit", found: true });
    expect(await stats("3009876501")).toMatchObject({ from: "hit", found: false });
  });

  it("prints neither a key nor a warning of Node's", () => {
    expect(stdout).not.toMatch(/mr_[0-9a-f]{12}_/);
    expect(stderr).not.toContain("Warning");
  });
});
