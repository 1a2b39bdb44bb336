import { PutObjectCommand } from "@aws-sdk/client-s3";
import { PRODUCTS_TABLE, TOKEN_LEDGERS_TABLE } from "@millrace/aws/tables";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createTable, dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { type KeepaServer, startKeepaServer } from "../equipment/keepa-server.ts";
import { sharedDynamo } from "../equipment/shared-servers.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { clientsAs } from "./clients.ts";
import { type Cloud, openCloud } from "./cloud.ts";
import { storageEvent } from "./events.ts";
import { functionOf } from "./functions.ts";
import { OWNER } from "./gateway.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
const OPENING_MS = 180_000;
const KEY = "a-key-for-keepa-of-ours";
const TENANT = "acme";

describe.skipIf(skipped)(`the catalog flow in the cloud ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  let keepa: KeepaServer;
  let cloud: Cloud;

  beforeAll(async () => {
    keepa = await startKeepaServer({ now: Date.now, apiKey: KEY, tokens: 300, refillRate: 50 });
    const dynamo = await sharedDynamo();
    cloud = await openCloud({
      stage: "production",
      dynamo,
      secrets: { KeepaKey: KEY },
      environment: { MILLRACE_KEEPA_URL: keepa.url },
    });
    const { environment } = functionOf(cloud.functions, "EnrichProducts");
    const { PRODUCTS_TABLE: products = "", TOKEN_LEDGERS_TABLE: ledgers = "" } = environment;
    await createTable({ endpoint: dynamo, table: products, definition: PRODUCTS_TABLE });
    await createTable({ endpoint: dynamo, table: ledgers, definition: TOKEN_LEDGERS_TABLE });
  }, OPENING_MS);
  afterAll(async () => {
    await cloud.close();
    await keepa.close();
  });
  afterEach(() => {
    expect(cloud.gateway.refused).toEqual([]);
  });

  /** Drops a catalog of so many ASINs and a row without a code; waits until nothing is under way. */
  async function dropped(name: string, input: { first: number; products: number }) {
    const asins = Array.from(
      { length: input.products },
      (_, at) => `B0${String(input.first + at).padStart(8, "0")}`,
    );
    const bytes = Buffer.from(["asin", ...asins, "no code"].join("\n"));
    const key = `catalogs/${TENANT}/${name}.csv`;
    const { s3 } = clientsAs(OWNER, cloud.gateway.environment);
    const put = new PutObjectCommand({ Bucket: cloud.bucket, Key: key, Body: bytes });
    const { VersionId: versionId = "" } = await s3.send(put);
    const event = { bytes, eventTime: Date.now(), bucket: cloud.bucket, key, versionId, inParts: false };
    await cloud.uploads.send({ body: storageEvent(event) });
    await cloud.settle();
    const runs = await cloud.deps.runs.list({ tenantId: TENANT, limit: 10 });
    const run = runs.find((one) => one.key === key);
    if (run === undefined) throw new Error(`${name} started no run`);
    return run.runId;
  }
  const stateOf = async (runId: string) => {
    const run = await cloud.deps.runs.get({ runId });
    const { products } = await cloud.deps.runs.totals({ runId });
    return { status: run?.status, ...products };
  };

  it("enriches a dropped file by one call for a batch, and pays for each product once", async () => {
    const runId = await dropped("spring", { first: 1_000, products: 60 });
    expect(await stateOf(runId)).toMatchObject({ status: "COMPLETED", enriched: 60, tokens: 60 });
    const again = await dropped("spring", { first: 1_000, products: 60 });
    expect(await stateOf(again)).toMatchObject({ status: "COMPLETED", enriched: 60 });
    expect(Math.max(...keepa.spent.values())).toBe(1);
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

  it("writes the key of Keepa to no log and no environment", () => {
    expect(cloud.lambda.logs()).not.toContain(KEY);
    for (const { environment } of cloud.functions.values())
      expect(JSON.stringify(environment)).not.toContain(KEY);
  });
});
