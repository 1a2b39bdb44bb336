import { type SeededShop, seedShop } from "@millrace/core/shop";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { mariadbIsMissing } from "../equipment/mariadb-server.ts";
import { redisIsMissing } from "../equipment/redis-server.ts";
import { sharedBundles, sharedDynamo, sharedMariadb } from "../equipment/shared-servers.ts";
import { NEEDS_PLATFORM, permissions, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { apiCases } from "./cases/customers-api.ts";
import { preloadCases, SHOP } from "./cases/customers-preload.ts";
import { refreshCases } from "./cases/customers-refresh.ts";
import { type Customers, openCustomers, SLACK_URL } from "./customers.ts";
import { grantName } from "./iam.ts";
import { UNUSED_CUSTOMER_GRANTS } from "./unused-customer-grants.ts";

const missing = dynamoIsMissing() ?? mariadbIsMissing() ?? redisIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");

describe.skipIf(skipped)(`the customer flow in the cloud ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  let customers: Customers;
  let shop: SeededShop;

  beforeAll(async () => {
    customers = await openCustomers({
      ...{ dynamo: await sharedDynamo(), mariadb: await sharedMariadb() },
      bundles: await sharedBundles(),
    });
    shop = await seedShop({ sql: customers.sql, ...SHOP });
  });
  afterAll(() => customers.close());
  afterEach(() => {
    customers.calm();
    expect(customers.gateway.refused).toEqual([]);
  });

  describe("preloads statistics", () => {
    preloadCases(() => customers);
  });
  describe("serves the API", () => {
    apiCases(
      () => customers,
      () => shop,
    );
  });
  describe("refreshes statistics", () => {
    refreshCases(
      () => customers,
      () => shop,
    );
  });

  it("writes no phone, no key and no secret to any log", () => {
    const logs = customers.lambda.logs();
    expect(logs).toContain("/byPhone/:phone");
    for (const secret of [shop.phone, customers.refreshKey.slice(16), SLACK_URL, "front-token"])
      expect(logs).not.toContain(secret);
    expect(logs).not.toMatch(/\b(?:57)?3\d{9}\b/);
  });

  it("has no statement about nothing, which IAM refuses", () => {
    for (const [role, statements] of permissions(customers.app))
      for (const { Action: actions, Resource: resources } of statements)
        expect([role, actions, resources.length]).not.toEqual([role, actions, 0]);
  });

  it("uses all that the roles grant, but what is justified; and nothing is justified that is used or not granted", () => {
    const used = new Set([...customers.gateway.used].map(grantName));
    const granted = [...customers.grants.values()].flat().map(grantName);
    const unused = [...new Set(granted)].filter((name) => !used.has(name)).sort();
    console.log(`granted and used by no test here:\n  ${unused.join("\n  ")}`);
    const reasonOf = (name: string) => {
      const [role = "", action = ""] = name.split(" ");
      return [name, `${role} ${action}`, action].find((key) => key in UNUSED_CUSTOMER_GRANTS) ?? null;
    };
    expect(unused.filter((name) => reasonOf(name) === null)).toEqual([]);
    const needed = new Set(unused.map(reasonOf));
    expect(Object.keys(UNUSED_CUSTOMER_GRANTS).filter((reason) => !needed.has(reason))).toEqual([]);
  });
});
