import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Finished, millraceOn, temporaryFolder } from "../equipment/command.ts";
import { rowsIn, runsIn } from "../equipment/data-folder.ts";
import { asins } from "../equipment/enriching.ts";
import { until } from "../equipment/folder.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";

const folder = temporaryFolder();
afterAll(folder.remove);

/** What `enrich --json` prints as its last line. */
const CatalogLine = z.object({
  ...{
    runId: z.string(),
    catalogId: z.string(),
    status: z.string(),
    rows: z.number(),
    duplicates: z.number(),
  },
  ...{ products: z.number(), enriched: z.number(), noData: z.number(), rejected: z.number() },
  ...{ pending: z.number(), batches: z.number(), failedBatches: z.number(), tokensSpent: z.number() },
  seconds: z.number(),
});
const lineOf = ({ stdout, stderr }: Finished) => {
  const last = stdout.trim().split("\n").at(-1) ?? "";
  if (!last.startsWith("{")) throw new Error(`no summary was printed: ${stdout}${stderr}`);
  return CatalogLine.parse(JSON.parse(last));
};

let next = 0;
let data: string;
let server: KeepaServer;
const open = async (tokens: number, refillRate: number) => {
  server = await startKeepaServer({
    now: Date.now,
    tokens,
    refillRate,
    unknown: (code) => code.endsWith("7"),
  });
  return millraceOn(data, { MILLRACE_KEEPA_KEY: "test-key", MILLRACE_KEEPA_URL: server.url });
};
const fileOf = (name: string, lines: string[]) => {
  const path = join(folder.path, name);
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
};
/** Products that were answered, as another process has kept them. */
const answeredIn = (folder: string) =>
  rowsIn({
    data: folder,
    sql: "SELECT code FROM products WHERE catalog_id NOT LIKE '~%' AND record ->> '$.status' IN ('enriched', 'noData')",
    row: z.object({ code: z.string() }),
  }).length;
beforeEach(() => {
  data = join(folder.path, `data-${++next}`);
});

describe("millrace enrich", () => {
  afterEach(() => server?.close());

  it("without a key says which variable is missing, and registers nothing", async () => {
    const file = fileOf("none.csv", ["asin", ...asins(3)]);
    const { code, stderr } = await millraceOn(data).run("enrich", file);
    expect(code).toBe(1);
    expect(stderr).toContain("MILLRACE_KEEPA_KEY");
    expect(runsIn(data)).toEqual([]);
  });

  it.each([
    ["--batch-size", "4"],
    ["--batch-size", "51"],
    ["--catalog", "no such/name"],
    ["--marketplace", "atlantis"],
  ])("%s %s is wrong usage", async (...flags) => {
    const { code } = await millraceOn(data).run("enrich", fileOf("none.csv", ["asin"]), ...flags);
    expect(code).toBe(2);
  });

  it("counts every row, says how many tokens are left, and pays nothing for it again", async () => {
    const millrace = await open(500, 50);
    const file = fileOf("Frühling 2026.csv", [
      "sku;asin;ean",
      ...asins(40).map((asin, n) => `s${n};${asin};`),
      "t1;;036000291452",
      "t2;;9780306406157",
      "t3;;9780306406158",
      "t4;;",
      "t5;B000000003;",
    ]);
    const first = await millrace.run("enrich", file, "--json");
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/100 % \(44 of 44 products\); \d+ tokens left, 50 a minute/);
    const summary = lineOf(first);
    expect(summary).toMatchObject({
      ...{ catalogId: "Fruhling-2026", status: "COMPLETED", rows: 45, duplicates: 1, products: 44 },
      // Four ASINs and one ISBN end in 7, and two rows hold no code.
      ...{ enriched: 37, noData: 5, rejected: 2, pending: 0, batches: 4, failedBatches: 0, tokensSpent: 37 },
    });
    const again = lineOf(await millrace.run("enrich", file, "--json", "--batch-size", "50"));
    expect(again).toMatchObject({ enriched: 37, noData: 5, pending: 0, batches: 2, tokensSpent: 0 });
    const rejects = (await millrace.run("rejects", summary.runId)).stdout.trim().split("\n");
    expect(rejects).toEqual([
      "sku;asin;ean;millrace_reason;millrace_code;millrace_field;millrace_row",
      "t3;;9780306406158;The check digit does not fit: a digit of this code is mistyped;code.checkDigit;ean;44",
      "t4;;;There is no product code in this row;code.missing;asin;45",
    ]);
    const batches = (await millrace.run("batches", summary.runId, "--json")).stdout.trim().split("\n");
    expect(batches.map((line) => JSON.parse(line).rows)).toEqual([15, 15, 10, 2]);
    const text = (await millrace.run("runs", summary.runId)).stdout;
    expect(text).toContain("37 of Keepa's tokens spent");
    expect((await millrace.run("undo", summary.runId, "--yes")).stderr).toContain("Run.Conflict");
    const csv = (await millrace.run("products", "--status", "rejected", "--format", "csv")).stdout;
    const rejected = csv.split("\n").map((line) => line.split(",").slice(0, 5).join(","));
    expect(rejected).toEqual([
      "catalogId,productCode,kind,status,reason",
      "Fruhling-2026,9780306406158,,rejected,code.checkDigit",
      "Fruhling-2026,row 45,,rejected,code.missing",
      "",
    ]);
  });

  it("that Keepa refuses half way pauses, with 4, and goes on by retry", async () => {
    const millrace = await open(500, 50);
    const file = fileOf("refused.csv", ["asin", ...asins(60)]);
    server.script({ status: 402 });
    const paused = await millrace.run("enrich", file, "--json");
    expect(paused.code).toBe(4);
    const { runId, status, pending } = lineOf(paused);
    expect(status).toBe("PAUSED");
    expect(pending).toBeGreaterThanOrEqual(15);
    const done = await millrace.run("retry", runId, "--json");
    expect(done.code).toBe(0);
    expect(lineOf(done)).toMatchObject({ status: "COMPLETED", enriched: 54, noData: 6, pending: 0 });
    expect([...server.spent.values()].every((cost) => cost === 1)).toBe(true);
  });

  it("a file without codes fails by name", async () => {
    const millrace = await open(500, 50);
    const { code, stdout } = await millrace.run("enrich", fileOf("names.csv", ["name", "Ana", "Luis"]));
    expect(code).toBe(1);
    expect(stdout).toContain("LeadFile.Malformed");
  });

  it("that waits for tokens can be cancelled from elsewhere", async () => {
    const millrace = await open(15, 1);
    const child = millrace.start(["enrich", fileOf("long.csv", ["asin", ...asins(60)]), "--json"]);
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(() => server.calls.some(({ status }) => status === 200));
    const [{ runId } = { runId: "" }] = runsIn(data);
    const cancelled = lineOf(await millrace.run("cancel", runId, "--json"));
    expect(cancelled.status).toBe("CANCELLED");
    expect(cancelled.pending).toBeGreaterThanOrEqual(45);
    expect(await ended).toBe(1);
  });

  it("killed in a call holds up no import, goes on at the next start, and pays twice for that call alone", async () => {
    const millrace = await open(500, 50);
    server.script("good", "good", "good", "hang");
    const child = millrace.start(["enrich", fileOf("killed.csv", ["asin", ...asins(60)])]);
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(() => server.calls.length === 4 && answeredIn(data) === 45);
    child.kill("SIGKILL");
    await ended;
    const leads = fileOf("leads.csv", ["email,first name", "ana@example.com,Ana"]);
    expect((await millrace.run("import", leads)).code).toBe(0);
    expect(server.calls).toHaveLength(4);
    const start = millrace.start(["start", "--port", "0"]);
    const stopped = new Promise((resolve) => start.on("close", resolve));
    await until(() => runsIn(data).every(({ status }) => status === "COMPLETED"));
    start.kill("SIGTERM");
    expect(await stopped).toBe(0);
    const twice = [...server.spent.values()].filter((cost) => cost > 1).length;
    expect(twice).toBe(server.calls[3]?.tokensConsumed);
    expect(answeredIn(data)).toBe(60);
  });

  it("millrace start prints what becomes of files in drop/catalogs, each for the tenant of its folder, and of codes named over the API", async () => {
    const millrace = await open(500, 50);
    const start = millrace.start(["start", "--json", "--port", "0"]);
    const stopped = new Promise((resolve) => start.on("close", resolve));
    const lines: string[] = [];
    start.stdout.setEncoding("utf8").on("data", (text: string) => lines.push(...text.trim().split("\n")));
    const drop = join(data, "drop", "catalogs");
    await until(() => existsSync(drop));
    mkdirSync(join(drop, "acme"));
    writeFileSync(join(drop, "spring.csv"), ["asin", ...asins(12)].join("\n"));
    writeFileSync(join(drop, "acme", "autumn.csv"), ["asin", ...asins(5, 100)].join("\n"));
    await until(() => lines.length >= 1);
    const { url, token } = z.object({ url: z.string(), token: z.string() }).parse(JSON.parse(lines[0] ?? ""));
    const answer = await fetch(`${url}/api/catalogs/named/enrich`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ codes: asins(3, 200) }),
    });
    expect(answer.status).toBe(202);
    await until(() => lines.length >= 4);
    start.kill("SIGTERM");
    expect(await stopped).toBe(0);
    const summaries = lines.slice(1).map((line) => CatalogLine.parse(JSON.parse(line)));
    expect(new Set(summaries.map(({ catalogId, products }) => `${catalogId} ${products}`))).toEqual(
      new Set(["spring 12", "autumn 5", "named 3"]),
    );
    expect(runsIn(data, "acme")).toMatchObject([{ status: "COMPLETED" }]);
    expect(readdirSync(drop)).toEqual(["acme"]);
  });
});
