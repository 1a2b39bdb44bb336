import type { Json } from "@millrace/asl";
import type { SeededShop } from "@millrace/core/shop";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod";
import type { Fault } from "../../equipment/proxy.ts";
import type { Customers } from "../customers.ts";
import { NOBODY } from "./customers-preload.ts";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";
const SCOPES = ["customers:read", "customers:write", "statistics:read"];
const UNAVAILABLE = { status: 503, data: { type: "urn:problem-type:millrace:unavailable" } };
const Made = z.object({ key: z.string(), id: z.string() });

/** Requests of clients, from API Gateway to the shop. */
export function apiCases(customers: () => Customers, shop: () => SeededShop): void {
  let key: string;
  let path: string;
  let theirs: string;

  const made = async (operation: Json) => Made.parse(await customers().keys(operation));
  const ask = (request: string, given: { key?: string | null; method?: string; body?: object } = {}) =>
    customers().ask({ path: request, key, ...given });

  beforeAll(async () => {
    const [own, other] = shop().tenants;
    path = `/api/customers/${own?.customerId}`;
    theirs = `/api/customers/${other?.customerId}`;
    const { tenantId = "" } = own ?? {};
    ({ key } = await made({ action: "create", tenantId, name: "till", scopes: SCOPES }));
  });

  it("a miss, a hit, an update, a miss: with a key that an operator made", async () => {
    const first = await ask(path);
    expect([first.status, first.cache]).toEqual([200, "miss"]);
    const before = customers().psdb.statements.length;
    expect(await ask(path)).toEqual({ ...first, cache: "hit" });
    expect(customers().psdb.statements.length).toBe(before);
    const updated = await ask(path, { method: "PUT", body: { firstName: "Updated" } });
    expect(updated).toMatchObject({ status: 200, data: { firstName: "Updated" } });
    expect(await ask(path)).toMatchObject({ cache: "miss", data: updated.data });
  });

  it.each([
    ["no key", null],
    ["what is no key", "secret"],
    ["a key nobody made", `mr_ffffffffffff_${"x".repeat(43)}`],
  ])("lets nobody in with %s", async (_, wrong) => {
    expect(await ask(path, { key: wrong })).toMatchObject({ status: 401 });
  });

  it("lets nobody in with a key that was revoked, from the next request on", async () => {
    const tenantId = shop().tenants[0]?.tenantId ?? "";
    const { key: lost, id } = await made({ action: "create", tenantId, scopes: SCOPES });
    expect(await ask(path, { key: lost })).toMatchObject({ status: 200 });
    expect(await customers().keys({ action: "revoke", tenantId: "nobody", id })).toHaveProperty("refused");
    expect(await customers().keys({ action: "revoke", tenantId, id })).toEqual({ id, revoked: true });
    expect(await ask(path, { key: lost })).toMatchObject({ status: 401 });
    const listed = JSON.stringify(await customers().keys({ action: "list", tenantId }));
    expect(listed).toContain(id);
    expect(listed).not.toContain(lost.slice(16));
  });

  it("does not find another tenant's customer, cached or not", async () => {
    expect(await ask(theirs)).toMatchObject({ status: 404 });
    const tenantId = shop().tenants[1]?.tenantId ?? "";
    const { key: other } = await made({ action: "create", tenantId, scopes: SCOPES });
    expect(await ask(theirs, { key: other })).toMatchObject({ status: 200 });
    expect(await ask(theirs)).toMatchObject({ status: 404 });
    expect(await ask(theirs, { method: "PUT", body: { firstName: "Mine" } })).toMatchObject({ status: 404 });
  });

  it("answers statistics by phone, however it is written and encoded", async () => {
    const { phone } = shop();
    const first = await ask(`${METRICS}/${phone}?withoutCache=1`);
    expect(first).toMatchObject({ status: 200, data: { cantOrders: expect.any(Number) } });
    const spellings = [phone, `+57${phone}`, `+57 ${phone.slice(0, 3)} ${phone.slice(3)}`, `${phone}#12`];
    for (const spelling of spellings) {
      expect(await ask(`${METRICS}/${encodeURIComponent(spelling)}`)).toMatchObject({
        ...{ status: 200, cache: "hit", data: first.data },
      });
    }
    // API Gateway decodes the path: the sign must not swallow the query.
    const fresh = await ask(`${METRICS}/${encodeURIComponent(`${phone}#12`)}?withoutCache=1`);
    expect(fresh.cache).not.toBe("hit");
    expect(await ask(`${METRICS}/${NOBODY}`)).toMatchObject({ status: 404 });
    for (const none of ["%25", "%E2%98%8E", "%5C"]) {
      expect((await ask(`${METRICS}/${none}`)).status).toBe(422);
    }
  });

  it("says so when the database is down, and still answers what is cached", async () => {
    await ask(path);
    customers().psdb.fail({ kind: "down" });
    expect(await ask(path)).toMatchObject({ status: 200, cache: "hit" });
    expect(await ask("/api/customers")).toMatchObject(UNAVAILABLE);
    expect(await ask(path, { method: "PUT", body: { notes: "late" } })).toMatchObject(UNAVAILABLE);
    customers().psdb.heal();
    expect(await ask("/api/customers")).toMatchObject({ status: 200 });
  });

  it("says so itself when the database hangs, before API Gateway gives up", async () => {
    customers().psdb.fail({ kind: "slow", ms: 8_000 });
    expect(await ask("/api/customers")).toMatchObject(UNAVAILABLE);
  });

  it("answers from the database when the cache is down", async () => {
    await ask(path);
    customers().upstash.fault = { kind: "down" };
    expect(await ask(path)).toMatchObject({ status: 200, cache: "miss" });
  });

  it.each<[string, Fault]>([
    ["fails", { kind: "answer", status: 500, body: "{}" }],
    ["is throttled", { kind: "answer", status: 400, body: '{"__type":"ThrottlingException"}' }],
    ["hangs", { kind: "hang" }],
  ])("says so itself when the table of keys %s, and lets nobody in", async (_, fault) => {
    customers().troubles.request = ({ action }) => (action === "dynamodb:GetItem" ? fault : null);
    expect(await ask(path)).toMatchObject(UNAVAILABLE);
  });

  it("answers 5xx in the function's place when the function dies or is throttled", async () => {
    customers().troubles.invocation = () => "exit";
    expect(await ask(path)).toMatchObject({ status: 500 });
    customers().troubles.invocation = () => "throttled";
    expect(await ask(path)).toMatchObject({ status: 503 });
  });

  it("answers many at once alike, each from a function of its own", async () => {
    const { cache, psdb } = customers();
    const { data } = await ask(path);
    // The first time their containers start, one after the other.
    for (const time of ["cold", "warm"]) {
      await cache.flushAll();
      const before = psdb.statements.length;
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(path)));
      for (const answer of answers) expect(answer).toMatchObject({ status: 200, data });
      console.log(
        `8 ${time} functions asked for one customer: ${psdb.statements.length - before} statements`,
      );
    }
  });
}
