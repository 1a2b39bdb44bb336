import { warmCustomers } from "@millrace/core/customers";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { idOf, type SeededApi, seededApi } from "../equipment/api.ts";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";
const Page = z.object({ items: z.array(z.object({ id: z.string() })), nextCursor: z.string().nullable() });

describe("the API over SQLite", () => {
  let api: SeededApi;
  beforeAll(async () => {
    api = await seededApi();
  });
  afterAll(() => api.close());

  const cacheOf = async (path: string) => {
    const { status, headers } = await api.ask({ path });
    return [status, headers.get("X-Cache")];
  };
  const newCustomer = async () =>
    idOf(await api.ask({ method: "POST", path: "/api/customers", body: { firstName: "Ana" } }));

  it("gives a customer with pets: a miss, a hit, and after an update a miss again", async () => {
    const path = `/api/customers/${api.first.customerId}`;
    expect(await cacheOf(path)).toEqual([200, "miss"]);
    const hit = await api.ask({ path });
    expect(hit.headers.get("X-Cache")).toBe("hit");
    expect(hit.body).toMatchObject({ id: api.first.customerId, tenantId: api.first.tenantId });
    const change = { firstName: "Updated" };
    const updated = await api.ask({ method: "PUT", path, body: change });
    expect([updated.status, updated.body]).toEqual([
      200,
      { ...Object(hit.body), ...change, updatedAt: expect.any(Number) },
    ]);
    const after = await api.ask({ path });
    expect([after.headers.get("X-Cache"), after.body]).toEqual(["miss", updated.body]);
    expect(await cacheOf(path)).toEqual([200, "hit"]);
  });

  it("forgets all that is cached of its tenant at once, and warms what is used most", async () => {
    const path = `/api/customers/${api.first.customerId}`;
    await api.ask({ path });
    expect(await cacheOf(path)).toEqual([200, "hit"]);
    expect((await api.ask({ method: "DELETE", path: "/api/cache" })).status).toBe(204);
    const warm = (limit: number) => api.ask({ method: "POST", path: "/api/cache/warm", body: { limit } });
    const warmed = await warm(500);
    const { asked, loaded } = z.object({ asked: z.number(), loaded: z.number() }).parse(warmed.body);
    expect([warmed.status, loaded]).toEqual([200, asked]);
    expect(asked).toBeGreaterThan(0);
    expect(await cacheOf(path)).toEqual([200, "hit"]);
    expect((await warm(501)).status).toBe(422);
    const { app, first } = api;
    const tooMany = warmCustomers({ tenantId: first.tenantId, limit: 501 }, { ...app, uuid: () => "id" });
    await expect(tooMany).rejects.toMatchObject({ name: "Input.Invalid" });
  });

  it("records a customer, says where, and finds it there", async () => {
    const customer = {
      firstName: "Zoë",
      lastName: "d'Arc",
      email: "zoe@example.com",
      phone: "+57 300 123 4567",
      notes: "a\nb",
    };
    const made = await api.ask({ method: "POST", path: "/api/customers", body: customer });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ ...customer, tenantId: api.first.tenantId, pets: [] });
    const location = made.headers.get("Location") ?? "";
    expect(location).toBe(`/api/customers/${idOf(made)}`);
    expect((await api.ask({ path: location })).body).toEqual(made.body);
  });

  it("a pet's writes remove its customer's entry as well as its own", async () => {
    const customer = `/api/customers/${await newCustomer()}`;
    const petsOf = async () => {
      const { body, headers } = await api.ask({ path: customer });
      const { pets } = z.object({ pets: z.array(z.object({ name: z.string() })) }).parse(body);
      return [headers.get("X-Cache"), pets.map(({ name }) => name)];
    };
    expect(await petsOf()).toEqual(["miss", []]);
    const made = await api.ask({
      method: "POST",
      path: `${customer}/pets`,
      body: { name: "Rex", species: "dog" },
    });
    expect(made.status).toBe(201);
    const pet = made.headers.get("Location") ?? "";
    expect(pet).toBe(`/api/pets/${idOf(made)}`);
    expect(await petsOf()).toEqual(["miss", ["Rex"]]);
    expect((await api.ask({ path: `${customer}/pets` })).body).toEqual({ items: [made.body] });
    expect(await cacheOf(pet)).toEqual([200, "miss"]);
    expect(await cacheOf(pet)).toEqual([200, "hit"]);
    const renamed = await api.ask({ method: "PUT", path: pet, body: { name: "Max" } });
    expect(renamed.body).toMatchObject({ name: "Max", species: "dog" });
    expect(await petsOf()).toEqual(["miss", ["Max"]]);
    expect((await api.ask({ path: pet })).body).toEqual(renamed.body);
    const gone = await api.ask({ method: "DELETE", path: pet });
    expect([gone.status, gone.body]).toEqual([204, null]);
    expect(await petsOf()).toEqual(["miss", []]);
    expect(await cacheOf(pet)).toEqual([404, "miss"]);
    expect((await api.ask({ method: "DELETE", path: pet })).status).toBe(404);
  });

  it.each(["/api/services", "/api/staff"])("%s: all of the tenant's, through the cache", async (path) => {
    expect(await cacheOf(path)).toEqual([200, "miss"]);
    const { body, headers } = await api.ask({ path });
    expect(headers.get("X-Cache")).toBe("hit");
    const { items } = z.object({ items: z.array(z.object({ tenantId: z.string() })) }).parse(body);
    expect(new Set(items.map(({ tenantId }) => tenantId))).toEqual(new Set([api.first.tenantId]));
  });

  it("a reservation through the cache", async () => {
    const path = `/api/reservations/${api.first.reservationId}`;
    expect(await cacheOf(path)).toEqual([200, "miss"]);
    expect(await cacheOf(path)).toEqual([200, "hit"]);
  });

  it.each(["/api/customers", "/api/reservations"])(
    "%s: pages give each of the tenant's things once, and are never cached",
    async (path) => {
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const query: string = cursor === "" ? "?limit=3" : `?limit=3&cursor=${cursor}`;
        const { body, headers } = await api.ask({ path: path + query });
        expect(headers.has("X-Cache")).toBe(false);
        const page = Page.parse(body);
        expect(page.items.length).toBeLessThanOrEqual(3);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      const whole = Page.parse((await api.ask({ path: `${path}?limit=100` })).body);
      expect(seen).toEqual(whole.items.map(({ id }) => id));
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBeGreaterThan(3);
    },
  );

  it("finds customers by any of their words, whatever the case and accents", async () => {
    const made = await api.ask({
      method: "POST",
      path: "/api/customers",
      body: { firstName: "Ünïque", lastName: "Quimbaya" },
    });
    const found = Page.parse((await api.ask({ path: "/api/customers?search=QUIMBAYA%20unique" })).body);
    expect(found.items.map(({ id }) => id)).toEqual([idOf(made)]);
    expect(Page.parse((await api.ask({ path: "/api/customers?search=%25_!" })).body).items).toEqual([]);
  });

  it("statistics of a phone: computed, from the cache, and computed again when asked to", async () => {
    const path = `${METRICS}/${encodeURIComponent(api.phone)}`;
    expect(await cacheOf(path)).toEqual([200, "miss"]);
    const { body, headers } = await api.ask({ path });
    expect(headers.get("X-Cache")).toBe("hit");
    expect(body).toMatchObject({ cantOrders: expect.any(Number), blockedBy: expect.any(Number) });
    expect(await cacheOf(`${path}?withoutCache=1`)).toEqual([200, "miss"]);
    expect(await cacheOf(`${path}?withoutCache=0`)).toEqual([200, "hit"]);
  });

  it("a phone is found however it is written", async () => {
    const { body } = await api.ask({ path: `${METRICS}/${encodeURIComponent(api.phone)}` });
    const spaced = encodeURIComponent(`+57 ${api.phone.slice(0, 3)} ${api.phone.slice(3)}`);
    const other = await api.ask({ path: `${METRICS}/${spaced}` });
    expect([other.headers.get("X-Cache"), other.body]).toEqual(["hit", body]);
  });

  it("an unknown phone is not found, and that is cached", async () => {
    const path = `${METRICS}/%2B12125552368`;
    const first = await api.ask({ path });
    expect([first.status, first.body]).toEqual([
      404,
      expect.objectContaining({ type: "urn:problem-type:millrace:customer-not-found" }),
    ]);
    expect(await cacheOf(path)).toEqual([404, "hit"]);
  });

  const statisticsOf = async (phone: string) => {
    const { status, body } = await api.ask({ path: `${METRICS}/${encodeURIComponent(phone)}` });
    return status === 200 ? body : status;
  };
  const record = async (phone: string) =>
    idOf(await api.ask({ method: "POST", path: "/api/customers", body: { firstName: "Ana", phone } }));
  const none = {
    ...{ cantOrders: 0, cantReturOrders: 0, delivered: 0, canceled: 0, blockedBy: 0 },
    ...{ percentageReturn: null, eligible: 0 },
  };

  it("a phone that was not found is, once it is a new customer's, however the two are written", async () => {
    expect(await statisticsOf("3005550001")).toBe(404);
    await record("+57 (300) 555 00 01");
    expect(await statisticsOf("3005550001")).toEqual(none);
    expect(await statisticsOf("0057 300 555 0001")).toEqual(none);
  });

  it("a phone that changes takes its statistics along", async () => {
    expect(await statisticsOf("3005550003")).toBe(404);
    const path = `/api/customers/${await record("300 555 0002")}`;
    const order = { business_id: "b", status: "delivered", created_at: 1, updated_at: 1 };
    const customer_id = path.replace("/api/customers/", "");
    await api.app.sql
      .insertInto("orders")
      .values({ id: "moving", customer_id, ...order })
      .execute();
    const one = { ...none, cantOrders: 1, delivered: 1, percentageReturn: 0, eligible: 1 };
    expect(await statisticsOf("3005550002")).toEqual(one);
    await api.ask({ method: "PUT", path, body: { phone: "(300) 555-0003" } });
    expect(await statisticsOf("3005550002")).toBe(404);
    expect(await statisticsOf("3005550003")).toEqual(one);
    await api.ask({ method: "PUT", path, body: { phone: "" } });
    expect(await statisticsOf("3005550003")).toBe(404);
  });

  it("what is cached of phones is what is so, after any changes of one customer at once", async () => {
    const phones = ["3005550011", "3005550012", "3005550013"];
    const Step = fc.record({ phone: fc.constantFrom(...phones), writes: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 3, maxLength: 12 }), async (steps) => {
        const path = `/api/customers/${await record("")}`;
        await Promise.all(
          steps.map(({ phone, writes }) =>
            writes ? api.ask({ method: "PUT", path, body: { phone } }) : statisticsOf(phone),
          ),
        );
        const { body } = await api.ask({ path });
        const { phone: last } = z.object({ phone: z.string() }).parse(body);
        const cached = await Promise.all(phones.map(statisticsOf));
        expect(cached).toEqual(phones.map((phone) => (phone === last ? none : 404)));
        await api.ask({ method: "PUT", path, body: { phone: "" } });
      }),
      { numRuns: 30 },
    );
  });

  it("finds a customer by a phone with a country code that was stored without", async () => {
    const id = await record("300 555 0021");
    for (const search of ["+57 300 555 0021", "573005550021", "3005550021", "300-555-00"]) {
      const { body } = await api.ask({ path: `/api/customers?search=${encodeURIComponent(search)}` });
      expect(Page.parse(body).items.map((item) => item.id)).toContain(id);
    }
  });

  it("a hundred who miss the same customer at once cause one query", async () => {
    const path = `/api/customers/${await newCustomer()}`;
    const all = await Promise.all(Array.from({ length: 100 }, () => cacheOf(path)));
    expect(all.filter(([, outcome]) => outcome === "miss")).toHaveLength(1);
    expect(all.filter(([, outcome]) => outcome === "hit")).toHaveLength(99);
  });

  it("answers HEAD as GET, without the body", async () => {
    const { status, body, headers } = await api.ask({ method: "HEAD", path: "/api/services" });
    expect([status, body, headers.get("X-Cache")]).toEqual([200, null, "hit"]);
  });

  it("answers OPTIONS by the methods, to anybody, and lets no other site in", async () => {
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "PUT" };
    const answer = await api.ask({ method: "OPTIONS", path: "/api/pets/x", key: null, headers });
    expect([answer.status, answer.headers.get("Allow")]).toEqual([204, "GET, HEAD, PUT, DELETE, OPTIONS"]);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("says that it is there, to anybody", async () => {
    const { status, body } = await api.ask({ path: "/healthz", key: null });
    expect([status, body]).toEqual([200, { status: "ok" }]);
  });

  it("answers nothing that a browser or proxy may keep, or show as a page", async () => {
    const { headers } = await api.ask({ path: "/api/services" });
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "referrer-policy": "no-referrer",
      "content-type": "application/json",
    });
  });

  it("names each request: as it asks, or by an id of its own", async () => {
    const idOfRequest = async (id: string) =>
      (await api.ask({ path: "/healthz", headers: { "X-Request-Id": id } })).headers.get("X-Request-Id");
    expect(await idOfRequest("call-17")).toBe("call-17");
    expect(await idOfRequest("a b")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOfRequest("x".repeat(65))).toMatch(/^[0-9a-f-]{36}$/);
  });
});
