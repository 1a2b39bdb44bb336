import type { SeededShop } from "@millrace/core/shop";
import { expect, it } from "vitest";
import * as z from "zod";
import { all } from "../../equipment/stacks.ts";
import type { Customers, Refresh } from "../customers.ts";
import { allows } from "../iam.ts";
import { NOBODY } from "./customers-preload.ts";

const ATTEMPTS = 9;

const Filter = z.object({ name: z.string(), pattern: z.string() });

/** The refresh of one customer's statistics: machine, connection, API, shop and cache. */
export function refreshCases(customers: () => Customers, shop: () => SeededShop): void {
  const refresh = (phone: string, environment = "production") => customers().refresh({ phone, environment });
  const entry = async (phone: string): Promise<unknown> =>
    JSON.parse((await customers().cache.get(`customerStatistics-${phone}`)) ?? "null");

  /** What the metrics' filters count of a machine's log. */
  function counted({ events }: Refresh): Record<string, number> {
    const filters = all(customers().app, "aws:cloudwatch/logMetricFilter:LogMetricFilter", Filter);
    return Object.fromEntries(
      filters.map(([, { name, pattern }]) => {
        const terms = [...pattern.matchAll(/\$\.(type|details\.name) = "(\w+)"/g)];
        const fits = ({ type, details }: Refresh["events"][number]) =>
          terms.every(([, field, value]) => value === (field === "type" ? type : details.name));
        return [name, events.filter(fits).length];
      }),
    );
  }

  it("counts statistics anew and puts them into the cache, whatever was there", async () => {
    const { phone } = shop();
    const first = await refresh(phone);
    expect(first.result).toMatchObject({ status: "SUCCEEDED", output: { status: "refreshed", attempts: 1 } });
    expect(counted(first)).toEqual({ RefreshAttempts: 1, Refreshed: 1, RefreshesNotFound: 0 });
    const { statistics } = z
      .object({ output: z.object({ statistics: z.object({ cantOrders: z.number() }) }) })
      .parse(first.result).output;
    expect(await entry(phone)).toMatchObject(statistics);
    const wrong = JSON.stringify(await entry(phone)).replace(/"cantOrders":\d+/, '"cantOrders":99999');
    await customers().cache.set(`customerStatistics-${phone}`, wrong);
    expect((await refresh(`+57${phone}`)).result).toMatchObject({ output: { statistics } });
    expect(await entry(phone)).toMatchObject(statistics);
  });

  it("ends well where nobody has the phone, and the cache knows", async () => {
    const done = await refresh(NOBODY);
    expect(done.result).toMatchObject({
      ...{ status: "SUCCEEDED", output: { status: "notFound", attempts: 1, statistics: null } },
    });
    expect(counted(done)).toEqual({ RefreshAttempts: 1, Refreshed: 0, RefreshesNotFound: 1 });
    expect(await entry(NOBODY)).toMatchObject({ _cache: { absent: true } });
  });

  it.each([
    ["the database does not answer", () => customers().psdb.fail({ kind: "down" }, 6), 3],
    ["the function dies", () => befalls("exit"), 3],
    ["the function is throttled", () => befalls("throttled"), 3],
  ])("tries again while %s, and counts the attempts", async (_, trouble, attempts) => {
    const { phone } = shop();
    await customers().cache.flushAll();
    trouble();
    const done = await refresh(phone);
    expect(done.result).toMatchObject({ output: { status: "refreshed", attempts } });
    expect(counted(done)).toEqual({ RefreshAttempts: attempts, Refreshed: 1, RefreshesNotFound: 0 });
  });

  function befalls(misfortune: "throttled" | "exit"): void {
    let invocations = 0;
    customers().troubles.invocation = () => (++invocations <= 2 ? misfortune : null);
  }

  it("fails by name when the API is down for all of its attempts", async () => {
    customers().troubles.invocation = () => "exit";
    const done = await refresh(shop().phone);
    expect(done.result).toMatchObject({ status: "FAILED", error: "Refresh.Unavailable" });
    expect(counted(done)).toEqual({ RefreshAttempts: ATTEMPTS, Refreshed: 0, RefreshesNotFound: 0 });
  });

  it("ends at once when its key is revoked, and works again when one is deployed", async () => {
    const { keys, refreshKeyId: id, deployRefreshKey } = customers();
    expect(await keys({ action: "revoke", tenantId: "platform", id })).toEqual({ id, revoked: true });
    const done = await refresh(shop().phone);
    expect(done.result).toMatchObject({ status: "FAILED", error: "Refresh.Unauthorized" });
    expect(counted(done).RefreshAttempts).toBe(1);
    await deployRefreshKey();
    expect((await refresh(shop().phone)).result).toMatchObject({ status: "SUCCEEDED" });
  });

  it("has a key that reads statistics and nothing else", async () => {
    const { ask, refreshKey: key } = customers();
    expect(await ask({ path: "/api/customers", key })).toMatchObject({ status: 403 });
    expect(await ask({ path: "/api/reservations", key })).toMatchObject({ status: 403 });
  });

  it.each([
    ["another stage's environment", { phone: NOBODY, environment: "staging" }, "Input.Invalid"],
    ["an environment nobody knows", { phone: NOBODY, environment: "test" }, "Input.Invalid"],
    ["no phone", { environment: "production" }, "Input.Invalid"],
    [
      "two numbers, which API Gateway would take for another path",
      { phone: "3001234567/3101234567", environment: "production" },
      "Input.Invalid",
    ],
    ["what is no phone number", { phone: "hello", environment: "production" }, "Refresh.Rejected"],
  ])("refuses %s", async (_, input, error) => {
    expect((await customers().refresh(input)).result).toMatchObject({ status: "FAILED", error });
  });

  it("could ask by no other method, and nobody else", async () => {
    const { grants, api } = customers();
    const mine = grants.get("CustomerRefresh") ?? [];
    const { resource = "" } = mine.find(({ action }) => action === "states:InvokeHTTPEndpoint") ?? {};
    const may = (method: string, url: string) => {
      const context = { "states:HTTPMethod": method, "states:HTTPEndpoint": url };
      return mine.some((grant) => allows(grant, { action: "states:InvokeHTTPEndpoint", resource, context }));
    };
    expect(may("GET", `${api.endpoint}/api/b2b`)).toBe(true);
    expect(may("PUT", `${api.endpoint}/api/b2b`)).toBe(false);
    expect(may("GET", "https://elsewhere.example/api/b2b")).toBe(false);
    expect(may("GET", `${api.endpoint}.elsewhere.example/api/b2b`)).toBe(false);
  });
}
