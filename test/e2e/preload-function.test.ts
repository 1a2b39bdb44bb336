import { planetScaleSql } from "@millrace/aws/sql";
import { migrateShop, type Sql } from "@millrace/core/shop";
import { random, systemClock } from "@millrace/local/system";
import { createClient } from "redis";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handler } from "../../packages/functions/src/customers/preload.ts";
import { CONTEXT } from "../../packages/functions/test/lambda-context.ts";
import { logLines } from "../../packages/functions/test/lines.ts";
import { unique } from "../contract/samples.ts";
import { replaceShop } from "../contract/statistics.ts";
import { createDatabase, mariadbIsMissing } from "../equipment/mariadb-server.ts";
import { type PsdbFront, startPsdbFront } from "../equipment/psdb-front.ts";
import { type RedisServer, redisIsMissing, startRedis } from "../equipment/redis-server.ts";
import { sharedMariadb } from "../equipment/shared-servers.ts";
import { startUpstashFront, type UpstashFront } from "../equipment/upstash-front.ts";

const missing = mariadbIsMissing() ?? redisIsMissing();
const skipped = missing !== null && process.env.CI !== "true";
const why = skipped ? ` (skipped: ${missing})` : "";

const mobile = (index: number) => String(3_001_200_000 + index);
const message = (phone: unknown, messageId: string) => ({
  ...{ messageId, eventSource: "aws:sqs" },
  body: JSON.stringify({ version: "0", source: "shop", detail: { customer: { phone } } }),
});

describe.skipIf(skipped)(`the preloader as a function, on MariaDB and redis-server${why}`, () => {
  const lines = logLines();
  const metric = (name: string) => lines().find((line) => name in line)?.[name];
  let redis: RedisServer;
  let upstash: UpstashFront;
  let psdb: PsdbFront;
  let sql: Sql;
  let client: ReturnType<typeof createClient>;

  beforeAll(async () => {
    const address = await sharedMariadb();
    const database = unique("preload").replaceAll("-", "_");
    await createDatabase({ address, name: database });
    psdb = await startPsdbFront({ address, database });
    redis = await startRedis();
    upstash = await startUpstashFront({ redisUrl: redis.url });
    client = createClient({ url: redis.url });
    await client.connect();
    // Read when the first event comes, as in Lambda.
    const secrets = {
      ...{ PlanetscaleUrl: psdb.url, UpstashUrl: upstash.url, UpstashToken: upstash.token },
      SlackWebhookUrl: "not-set",
    };
    for (const [name, value] of Object.entries(secrets))
      process.env[`SST_RESOURCE_${name}`] = JSON.stringify({ type: "sst.sst.Secret", value });
    sql = planetScaleSql({ url: psdb.url, clock: systemClock, random });
    await migrateShop(sql);
    await replaceShop(sql, {
      customers: ["+573001200001", "3001200002", "573001200002"],
      orders: [
        { customer: 0, status: "delivered" },
        { customer: 1, status: "returned" },
        { customer: 2, status: "delivered" },
      ],
      blacklist: [
        { business: "b1", phone: "3001200001" },
        { business: "b1", phone: "+573001200001" },
      ],
    });
  });
  afterAll(async () => {
    client.destroy();
    await sql.destroy();
    await upstash.close();
    await psdb.close();
    await redis.close();
  });
  beforeEach(async () => {
    await client.flushAll();
    upstash.reset();
    psdb.heal();
  });

  const stored = async (phone: string) =>
    JSON.parse((await client.get(`customerStatistics-${phone}`)) ?? "null");

  it("stores what others read under the seed's key, for seven days at most", async () => {
    const Records = [message("+57 300 120 0001", "m1"), message(mobile(2), "m2"), message(mobile(3), "m3")];
    expect(await handler({ Records }, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(await stored(mobile(1))).toMatchObject({
      ...{ cantOrders: 1, cantReturOrders: 0, delivered: 1, canceled: 0, blockedBy: 1, percentageReturn: 0 },
    });
    expect(await stored(mobile(2))).toMatchObject({ cantOrders: 2, blockedBy: 0, percentageReturn: 50 });
    expect(await stored(mobile(3))).toMatchObject({ _cache: { absent: true } });
    const seconds = await client.ttl(`customerStatistics-${mobile(1)}`);
    expect(seconds).toBeGreaterThan(6 * 86_400);
    expect(seconds).toBeLessThanOrEqual(7 * 86_400);
    expect(await client.ttl(`customerStatistics-${mobile(3)}`)).toBeLessThanOrEqual(300);
  });

  it("asks for five hundred phones by one fence read, one query and one write", async () => {
    const before = psdb.statements.length;
    const Records = Array.from({ length: 1_000 }, (_, index) => message(mobile(index), `m${index}`));
    expect(await handler({ Records }, CONTEXT)).toEqual({ batchItemFailures: [] });
    expect(psdb.statements.length - before).toBe(2);
    expect(upstash.requests).toHaveLength(4);
    expect(metric("CustomerPhones")).toBe(1_000);
    expect(metric("StatisticsCacheWrites")).toBe(1_000);
  });

  it("gives back the messages it cannot read and no others, and measures what the seed asks for", async () => {
    const Records = [
      { messageId: "text", eventSource: "aws:sqs", body: "hello" },
      message(mobile(1), "good"),
      message(null, "none"),
      message("12345", "short"),
    ];
    expect(await handler({ Records }, CONTEXT)).toEqual({ batchItemFailures: [{ itemIdentifier: "text" }] });
    const names = [
      "CustomerMessages",
      "CustomerMessageSuccessRate",
      "CustomerPhones",
      "StatisticsCacheWrites",
    ];
    expect(names.map(metric)).toEqual([4, 75, 1, 1]);
    expect(["CustomerPhonesMissing", "CustomerPhonesInvalid"].map(metric)).toEqual([1, 1]);
    expect(metric("StatisticsQueryDuration")).toBeGreaterThanOrEqual(0);
  });

  it("writes no phone to its log", async () => {
    await handler({ Records: [message(mobile(7), "m1"), message("555 1234", "m2")] }, CONTEXT);
    const log = JSON.stringify(lines());
    expect(log).toContain("***1234");
    // Not 555 alone: a time or a duration may hold it.
    expect(log).not.toMatch(/3001200007|555\s?1234/);
  });

  it("gives all messages back where the database does not answer, and stores nothing", async () => {
    psdb.fail({ kind: "overloaded" });
    expect(await handler({ Records: [message(mobile(1), "m1"), message(null, "m2")] }, CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }],
    });
    expect(await client.keys("customerStatistics-*")).toEqual([]);
    expect(metric("CustomerMessageSuccessRate")).toBe(50);
  });

  it("asks no query where Redis does not answer, and gives the messages back", async () => {
    const before = psdb.statements.length;
    upstash.fault = { kind: "down" };
    expect(await handler({ Records: [message(mobile(1), "m1")] }, CONTEXT)).toEqual({
      batchItemFailures: [{ itemIdentifier: "m1" }],
    });
    expect(psdb.statements.length).toBe(before);
  });

  it("refuses an event that is not a queue's", async () => {
    await expect(handler({ Records: [{ eventSource: "aws:s3" }] }, CONTEXT)).rejects.toMatchObject({
      name: "Input.Invalid",
    });
  });
});
