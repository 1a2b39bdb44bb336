import { randomBytes } from "node:crypto";
import { dynamoApiKeys } from "@millrace/aws/api-keys";
import { planetScaleSql } from "@millrace/aws/sql";
import { systemClock as clock, random } from "@millrace/aws/system";
import { API_KEYS_TABLE } from "@millrace/aws/tables";
import { createKey, Scope } from "@millrace/core/api-key";
import { migrateShop, type SeededShop, type Sql, seedShop } from "@millrace/core/shop";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handler } from "../../packages/functions/src/api.ts";
import { handler as keysHandler } from "../../packages/functions/src/customers/keys.ts";
import { CONTEXT } from "../../packages/functions/test/lambda-context.ts";
import { logLines } from "../../packages/functions/test/lines.ts";
import { unique } from "../contract/samples.ts";
import {
  createTable,
  dynamoIsMissing,
  LOCAL_CREDENTIALS,
  patientDynamoClient,
} from "../equipment/dynamo-server.ts";
import { createDatabase, mariadbIsMissing } from "../equipment/mariadb-server.ts";
import { type PsdbFront, startPsdbFront } from "../equipment/psdb-front.ts";
import { type RedisServer, redisIsMissing, startRedis } from "../equipment/redis-server.ts";
import { sharedDynamo, sharedMariadb } from "../equipment/shared-servers.ts";
import { startUpstashFront, type UpstashFront } from "../equipment/upstash-front.ts";

const missing = mariadbIsMissing() ?? redisIsMissing() ?? dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";
const why = skipped ? ` (skipped: ${missing})` : "";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";

describe.skipIf(skipped)(`the API as a function, on MariaDB, redis-server and DynamoDB Local${why}`, () => {
  const lines = logLines();
  const metric = (name: string) => lines().findLast((line) => name in line)?.[name];
  let redis: RedisServer;
  let upstash: UpstashFront;
  let psdb: PsdbFront;
  let sql: Sql;
  let key: string;
  let shop: SeededShop;
  let customer: string;

  beforeAll(async () => {
    const address = await sharedMariadb();
    const database = unique("api").replaceAll("-", "_");
    await createDatabase({ address, name: database });
    psdb = await startPsdbFront({ address, database });
    redis = await startRedis();
    upstash = await startUpstashFront({ redisUrl: redis.url });
    const endpoint = await sharedDynamo();
    const table = unique("api-keys");
    await createTable({ endpoint, table, definition: API_KEYS_TABLE });
    // Read when the first request comes, as in Lambda.
    const secrets = { PlanetscaleUrl: psdb.url, UpstashUrl: upstash.url, UpstashToken: upstash.token };
    for (const [name, value] of Object.entries(secrets))
      process.env[`SST_RESOURCE_${name}`] = JSON.stringify({ type: "sst.sst.Secret", value });
    Object.assign(process.env, {
      API_KEYS_TABLE: table,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_REGION: LOCAL_CREDENTIALS.region,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.credentials.secretAccessKey,
    });
    sql = planetScaleSql({ url: psdb.url, clock, random });
    await migrateShop(sql);
    shop = await seedShop({ sql, customers: 20, orders: 60, seed: 1, now: clock.now() });
    const [tenant] = shop.tenants;
    customer = `/api/customers/${tenant?.customerId}`;
    const client = patientDynamoClient(endpoint);
    const apiKeys = dynamoApiKeys({ client, table, clock, random });
    const holder = { tenantId: tenant?.tenantId ?? "", name: "test", scopes: Scope.options, createdAt: 1 };
    const made = createKey({ ...holder, randomBytes });
    await apiKeys.add(made.record);
    key = made.key;
    client.destroy();
  });
  afterAll(async () => {
    await sql.destroy();
    await upstash.close();
    await psdb.close();
    await redis.close();
  });
  beforeEach(() => {
    upstash.reset();
    psdb.heal();
  });

  /** What API Gateway makes of a request, and of its answer. */
  async function ask(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const answer = await handler(
      {
        ...{
          version: "2.0",
          routeKey: "$default",
          rawPath,
          rawQueryString,
          isBase64Encoded: body !== undefined,
        },
        headers: {
          authorization: `Bearer ${key}`,
          host: "api.example.com",
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        requestContext: { domainName: "api.example.com", stage: "$default", http: { method, path: rawPath } },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)).toString("base64") }),
      },
      CONTEXT,
    );
    const data: unknown = answer.body === "" ? null : JSON.parse(answer.body);
    return { status: answer.statusCode, cache: answer.headers?.["x-cache"], headers: answer.headers, data };
  }

  it("a miss, a hit, an update, a miss: the seed's walk-through", async () => {
    const first = await ask("GET", customer);
    expect([first.status, first.cache]).toEqual([200, "miss"]);
    const before = psdb.statements.length;
    expect(await ask("GET", customer)).toMatchObject({ status: 200, cache: "hit", data: first.data });
    expect(psdb.statements.length).toBe(before);
    expect(metric("CacheHit")).toBe(1);
    const updated = await ask("PUT", customer, { firstName: "Updated" });
    expect(updated).toMatchObject({ status: 200, data: { firstName: "Updated" } });
    expect(await ask("GET", customer)).toMatchObject({ cache: "miss", data: updated.data });
  });

  it.each([
    ["does not answer", { kind: "down" as const }],
    ["answers after a second", { kind: "slow" as const, ms: 1_000 }],
    ["refuses", { kind: "status" as const, status: 429, body: '{"error":"ERR max requests"}' }],
  ])("a Redis that %s is a miss and no limit: readings and writes go on", async (_, fault) => {
    await ask("GET", customer);
    upstash.fault = fault;
    const read = await ask("GET", customer);
    expect(read).toMatchObject({ status: 200, cache: "miss" });
    expect(read.headers).not.toHaveProperty("ratelimit");
    expect(metric("CacheUnavailable")).toBeGreaterThan(0);
    expect(metric("CacheUncached")).toBe(1);
    expect((await ask("PUT", customer, { notes: fault.kind })).status).toBe(200);
    expect(metric("CacheInvalidationFailed")).toBe(1);
    expect(metric("ApiServerErrors")).toBe(0);
  });

  it("a database that is down is asked for nothing that is cached, and for the rest said so", async () => {
    await ask("GET", customer);
    psdb.fail({ kind: "overloaded" });
    expect((await ask("GET", customer)).status).toBe(200);
    expect(await ask("GET", "/api/customers")).toMatchObject({
      status: 503,
      data: { type: "urn:problem-type:millrace:unavailable" },
    });
    expect(metric("ApiServerErrors")).toBe(1);
  });

  it("writes no phone, name or key to its log, and names the route", async () => {
    const path = `${METRICS}/${encodeURIComponent(shop.phone)}`;
    expect((await ask("GET", path)).status).toBe(200);
    expect((await ask("GET", `${METRICS}/%2B12125552368`)).status).toBe(404);
    expect(
      (await ask("POST", "/api/customers", { firstName: "Zoroaster", phone: "+57 300 999 1234" })).status,
    ).toBe(201);
    expect((await ask("GET", "/api/customers?search=zoroaster")).status).toBe(200);
    const log = JSON.stringify(lines());
    expect(log).toContain("/byPhone/:phone");
    for (const secret of [
      shop.phone,
      "2125552368",
      "Zoroaster",
      "zoroaster",
      "9991234",
      "999 1234",
      key.slice(16),
    ])
      expect(log).not.toContain(secret);
  });

  it("counts requests and those that were refused", async () => {
    await ask("GET", "/api/services", undefined, { authorization: "Bearer nothing" });
    expect(["ApiRequests", "ApiClientErrors", "ApiServerErrors"].map(metric)).toEqual([1, 1, 0]);
    expect(metric("ApiLatency")).toBeGreaterThanOrEqual(0);
  });

  it("keys are made, listed and revoked by a function of their own", async () => {
    const operate = async (event: object) => Object(await keysHandler(event, CONTEXT));
    const tenantId = "patitas";
    const made = await operate({ action: "create", tenantId, name: "till", scopes: ["customers:read"] });
    const authorization = `Bearer ${made.key}`;
    expect(await ask("GET", "/api/services", undefined, { authorization })).toMatchObject({ status: 200 });
    const listed = await operate({ action: "list", tenantId });
    expect(listed.keys).toMatchObject([{ id: made.id, name: "till", revokedAt: null }]);
    expect(JSON.stringify(listed)).not.toMatch(/secretHash|[0-9a-f]{64}/);
    expect(await operate({ action: "revoke", tenantId: "huellas", id: made.id })).toHaveProperty("refused");
    expect(await operate({ action: "revoke", tenantId, id: made.id })).toEqual({
      id: made.id,
      revoked: true,
    });
    expect((await ask("GET", "/api/services", undefined, { authorization })).status).toBe(401);
    expect(JSON.stringify(lines())).not.toContain(made.key.slice(16));
    for (const event of [{}, { action: "create", tenantId }, { action: "create", tenantId, scopes: ["all"] }])
      expect(await operate(event)).toHaveProperty("refused");
  });

  it("refuses an event that is not API Gateway's", async () => {
    await expect(handler({ Records: [] }, CONTEXT)).rejects.toMatchObject({ name: "Input.Invalid" });
  });
});
