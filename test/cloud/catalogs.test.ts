import { Scope } from "@millrace/core/api-key";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { readCounts } from "../../scripts/costs/counts.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";
import type { Fault } from "../equipment/proxy.ts";
import { sharedBundles, sharedDynamo } from "../equipment/shared-servers.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { type ApiSetting, runsApiCases } from "./cases/runs-api.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { grantName } from "./iam.ts";
import type { Misfortune } from "./lambda.ts";
import { UNUSED_CATALOG_GRANTS } from "./unused-catalog-grants.ts";
import { USED_BY_API } from "./unused-grants.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
/** What the catalog flow and its API run as; what they share with the leads' flow is that one's to check. */
const ROLES = [
  ...["ParseCatalog", "ReserveTokens", "EnrichProducts", "RecordCatalogFailure", "SummarizeCatalog"],
  ...["CatalogEnrichment", "RunsApi"],
];
const FAULTS: Fault[] = [
  { kind: "answer", status: 400, body: JSON.stringify({ __type: "ThrottlingException" }) },
  { kind: "answer", status: 500, body: JSON.stringify({ __type: "InternalServerError" }) },
  { kind: "lost" },
];
const MISFORTUNES: Misfortune[] = ["throttled", "timeout", "exit"];
/** Customers are set up, and neither their database nor their cache answers: what is asked here needs none of them. */
const SHOP_NOWHERE = {
  PlanetscaleUrl: "mysql://user:password@shop.invalid/shop",
  UpstashUrl: "http://127.0.0.1:9",
  UpstashToken: "none",
};
const KEY = "a-key-for-keepa-of-ours";
const TENANT = "acme";

describe.skipIf(skipped)(`the catalog flow in the cloud ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  let keepa: KeepaServer;
  let cloud: Cloud;
  let ask: ApiSetting["ask"];
  let given = 5_000_000;
  const usedElsewhere = new Set<string>();

  beforeAll(async () => {
    keepa = await startKeepaServer({ now: Date.now, apiKey: KEY, tokens: 2_000, refillRate: 50 });
    cloud = await openCloud({
      ...{ stage: "production", dynamo: await sharedDynamo(), bundles: await sharedBundles() },
      secrets: { KeepaKey: KEY, ...SHOP_NOWHERE },
      environment: { MILLRACE_KEEPA_URL: keepa.url },
    });
    ask = await cloud.client({ tenantId: "api", scopes: [...Scope.options] });
  });
  afterAll(async () => {
    await cloud.close();
    await keepa.close();
  });
  afterEach(() => {
    cloud.calm();
    expect(cloud.gateway.refused).toEqual([]);
  });

  const asins = (first: number, count: number) =>
    Array.from({ length: count }, (_, at) => `B0${String(first + at).padStart(8, "0")}`);

  /** Drops a catalog of so many ASINs and a row without a code; waits until nothing is under way. */
  const dropped = (name: string, { first, products }: { first: number; products: number }) =>
    droppedText(name, ["asin", ...asins(first, products), "no code"].join("\n"));
  async function droppedText(name: string, text: string) {
    const file = { tenantId: TENANT, name: `${name}.csv`, bytes: Buffer.from(text) };
    const eventTime = Date.now();
    await cloud.uploads.send({ body: await cloud.upload({ ...file, prefix: "catalogs", eventTime }) });
    await cloud.settle();
    const runs = await cloud.deps.runs.list({ tenantId: TENANT, limit: 10 });
    const run = runs.find(({ sourceFile }) => sourceFile === file.name);
    if (run === undefined) throw new Error(`${name} started no run`);
    return run.runId;
  }
  const stateOf = async (runId: string) => {
    const run = await cloud.deps.runs.get({ runId });
    const { products } = await cloud.deps.runs.totals({ runId });
    return { status: run?.status, ...products };
  };

  /** How often products were paid for, each number once. */
  const paidFor = (first: number, count: number) => [
    ...new Set(asins(first, count).map((asin) => keepa.spent.get(asin) ?? 0)),
  ];

  it("enriches a dropped file by one call for a batch, and pays for each product once", async () => {
    const runId = await dropped("spring", { first: 1_000, products: 60 });
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 60, tokens: 60 });
    const again = await dropped("spring", { first: 1_000, products: 60 });
    expect(await stateOf(again)).toMatchObject({ status: "COMPLETED", enriched: 60 });
    expect(Math.max(...keepa.spent.values())).toBe(1);
  });

  it("takes what its costs are counted by (else: npm run costs -- --count)", async () => {
    cloud.takeCounts();
    const products = 200;
    await dropped("counted", { first: 6_000, products });
    const { dynamo, invocations } = cloud.takeCounts();
    const { catalog } = readCounts();
    const share = products / catalog.products;
    expect(invocations.EnrichProducts).toBe((catalog.invocations.EnrichProducts ?? 0) * share);
    for (const unit of ["writeUnits", "readUnits"] as const) {
      const expected = catalog.dynamo[unit] * share;
      // What a run takes as a whole weighs more in a small one.
      expect(Math.abs(dynamo[unit] - expected), `${unit}: ${dynamo[unit]}`).toBeLessThan(expected * 0.15);
    }
  });

  it("pauses a run that Keepa wants paid, and completes it when an operator retries it", async () => {
    keepa.script({ status: 402 });
    const runId = await dropped("unpaid", { first: 2_000, products: 12 });
    expect(await stateOf(runId)).toMatchObject({ status: "PAUSED" });
    await cloud.invoke("Operate", { action: "retry", runId });
    await cloud.settle();
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 12 });
  });

  it("sends a batch that Keepa refuses to the dead letters, and does it when it is redriven", async () => {
    keepa.script({ status: 400 });
    const runId = await dropped("refused", { first: 3_000, products: 12 });
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED_WITH_ERRORS" });
    await cloud.invoke("Redriver", {});
    await cloud.settle();
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 12 });
  });

  it("ends the same when services refuse requests, fail, or carry them out and the answer is lost", async () => {
    let requests = 0;
    cloud.troubles.request = ({ action }) =>
      action.startsWith("dynamodb:") && ++requests % 6 === 0
        ? (FAULTS[(requests / 6) % FAULTS.length] ?? null)
        : null;
    const runId = await dropped("faults", { first: 4_000, products: 60 });
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 60 });
    expect(paidFor(4_000, 60)).toEqual([1]);
  });

  it("ends the same when Lambda refuses, times out and loses containers that have done their work", async () => {
    let invocations = 0;
    cloud.troubles.invocation = (id) =>
      id !== "Starter" && ++invocations % 4 === 0
        ? (MISFORTUNES[(invocations / 4) % MISFORTUNES.length] ?? null)
        : null;
    const runId = await dropped("misfortunes", { first: 4_100, products: 60 });
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 60 });
    expect(paidFor(4_100, 60)).toEqual([1]);
  });

  describe("asked over the gateway", () => {
    runsApiCases(() => ({
      ...{ cloud, keepa, ask, tenantId: "api" },
      codes(count) {
        given += count;
        return asins(given - count, count);
      },
    }));
  });

  it("parses a catalog without a key for Keepa, and waits: the run says what to set, the session that none can be asked", async () => {
    const keyless = await openCloud({
      ...{ stage: "production", dynamo: await sharedDynamo(), bundles: await sharedBundles() },
      secrets: {},
    });
    const ask = await keyless.client({ tenantId: "keyless", scopes: [...Scope.options] });
    const { body } = await ask("/api/catalogs/keyless/enrich", { codes: ["B000000001", "B000000002"] });
    const { tracking_id: runId } = z.object({ tracking_id: z.string() }).parse(JSON.parse(body));
    await keyless.settle();
    const run: unknown = JSON.parse((await ask(`/api/runs/${runId}`)).body);
    expect(run).toMatchObject({
      ...{ status: "PAUSED", counts: { pending: 2 } },
      halted: { message: expect.stringContaining("KeepaKey") },
    });
    expect(JSON.parse((await ask("/api/session")).body)).toMatchObject({
      ...{ catalogs: { ready: false }, customers: { ready: false } },
    });
    for (const grant of keyless.gateway.used) usedElsewhere.add(grantName(grant));
    await keyless.close();
  });

  it("fails a run whose file is empty", async () => {
    const runId = await droppedText("empty", "");
    expect(await stateOf(runId)).toMatchObject({ status: "FAILED" });
  });

  it("uses all that the roles grant, but what is justified; and nothing is justified that is used or not granted", () => {
    const used = new Set([...usedElsewhere, ...[...cloud.gateway.used].map(grantName)]);
    const granted = ROLES.flatMap((id) => cloud.grants.get(id) ?? []).map(grantName);
    const unused = [...new Set(granted)].filter((name) => !used.has(name)).sort();
    console.log(`granted and used by no test here:\n  ${unused.join("\n  ")}`);
    const reasonOf = (name: string) => {
      const [role = "", action = ""] = name.split(" ");
      return [name, `${role} ${action}`, action].find((key) => key in UNUSED_CATALOG_GRANTS) ?? null;
    };
    expect(unused.filter((name) => reasonOf(name) === null)).toEqual([]);
    const needed = new Set(unused.map(reasonOf));
    expect(Object.keys(UNUSED_CATALOG_GRANTS).filter((reason) => !needed.has(reason))).toEqual([]);
    expect(USED_BY_API.filter((name) => !used.has(name))).toEqual([]);
  });

  it("writes the key of Keepa to no log and no environment", () => {
    expect(cloud.lambda.logs()).not.toContain(KEY);
    for (const { environment } of cloud.functions.values())
      expect(JSON.stringify(environment)).not.toContain(KEY);
  });
});
