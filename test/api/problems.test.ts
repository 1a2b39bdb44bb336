import { type Api, createApi } from "@millrace/api";
import { cacheAside } from "@millrace/core/cache";
import { MillraceError } from "@millrace/core/error";
import { silentLog } from "@millrace/core/log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, addKey, askApi, type SeededApi, seededApi } from "../equipment/api.ts";

const CUSTOMERS = "/api/customers";
const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";
const post = (body: unknown, headers: Record<string, string> = {}): Ask => ({
  ...{ method: "POST", path: CUSTOMERS, body, headers },
});
const NO_KEY = `mr_0123456789ab_${"a".repeat(43)}`;

describe("an error is a problem that says what is wrong, and nothing else", () => {
  let api: SeededApi;
  let poor: string;
  let revoked: string;
  beforeAll(async () => {
    api = await seededApi();
    const { app, first } = api;
    poor = await addKey({ app, tenantId: first.tenantId, scopes: ["leads:read"] });
    revoked = await addKey({ app, tenantId: first.tenantId });
    const id = revoked.split("_")[1] ?? "";
    await app.apiKeys.revoke({ tenantId: first.tenantId, id, at: 1 });
  });
  afterAll(() => api.close());

  async function problem(request: Ask) {
    const { status, headers, body } = await api.ask(request);
    expect(headers.get("Content-Type")).toBe("application/problem+json");
    const { type, title, requestId, ...rest } = Object(body);
    expect(rest.status).toBe(status);
    expect(requestId).toBe(headers.get("X-Request-Id"));
    expect(title).toEqual(expect.any(String));
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    return { name: String(type).replace("urn:problem-type:millrace:", ""), status, headers, ...rest };
  }

  it.each<[string, Ask, number, string]>([
    ["no key", { path: CUSTOMERS, key: null }, 401, "unauthorized"],
    ["an unknown key", { path: CUSTOMERS, key: NO_KEY }, 401, "unauthorized"],
    ["a text that is no key", { path: CUSTOMERS, key: "secret" }, 401, "unauthorized"],
    ["no key, no such path", { path: "/api/nothing", key: null }, 401, "unauthorized"],
    ["no such path", { path: "/api/nothing" }, 404, "not-found"],
    ["no such path outside of the API", { path: "/nothing", key: null }, 404, "not-found"],
    ["a path with a broken escape", { path: `${CUSTOMERS}/%E0%A4%A` }, 404, "not-found"],
    ["an id that none could have", { path: `${CUSTOMERS}/${"x".repeat(65)}` }, 404, "not-found"],
    ["an id with a colon", { path: `${CUSTOMERS}/a%3Ab` }, 404, "not-found"],
    ["an unknown customer", { path: `${CUSTOMERS}/unknown` }, 404, "not-found"],
    [
      "a change of an unknown customer",
      { method: "PUT", path: `${CUSTOMERS}/unknown`, body: { firstName: "A" } },
      404,
      "not-found",
    ],
    ["the pets of an unknown customer", { path: `${CUSTOMERS}/unknown/pets` }, 404, "not-found"],
    [
      "a pet for an unknown customer",
      { method: "POST", path: `${CUSTOMERS}/unknown/pets`, body: { name: "Rex" } },
      404,
      "not-found",
    ],
    ["an unknown pet", { path: "/api/pets/unknown" }, 404, "not-found"],
    [
      "a change of an unknown pet",
      { method: "PUT", path: "/api/pets/unknown", body: { name: "Rex" } },
      404,
      "not-found",
    ],
    ["an unknown reservation", { path: "/api/reservations/unknown" }, 404, "not-found"],
    ["a phone nobody has", { path: `${METRICS}/%2B12125552368` }, 404, "customer-not-found"],
    ["a method that is not there", { method: "DELETE", path: CUSTOMERS }, 405, "method-not-allowed"],
    [
      "a change without a body where there is none",
      { method: "PATCH", path: CUSTOMERS },
      405,
      "method-not-allowed",
    ],
    [
      "a form where nothing is sent to",
      { method: "POST", path: "/api/staff", body: "a=b", headers: { "Content-Type": "text/plain" } },
      405,
      "method-not-allowed",
    ],
    ["a body for what is not there", { method: "POST", path: "/api/nothing", body: "a=b" }, 404, "not-found"],
    ["a method nobody knows", { method: "PURGE", path: "/api/services" }, 405, "method-not-allowed"],
    [
      "a form",
      post("firstName=Ana", { "Content-Type": "application/x-www-form-urlencoded" }),
      415,
      "unsupported-media-type",
    ],
    [
      "plain text",
      post('{"firstName":"Ana"}', { "Content-Type": "text/plain" }),
      415,
      "unsupported-media-type",
    ],
    ["no type", post('{"firstName":"Ana"}', { "Content-Type": "" }), 415, "unsupported-media-type"],
    [
      "a type that only begins like JSON",
      post("{}", { "Content-Type": "application/jsonx" }),
      415,
      "unsupported-media-type",
    ],
    ["broken JSON", post('{"firstName":"Ana"'), 400, "malformed-json"],
    ["no body", post(""), 400, "malformed-json"],
    ["JSON a megabyte deep", post("[".repeat(60_000)), 400, "malformed-json"],
    ["__proto__", post('{"firstName":"Ana","__proto__":{"admin":true}}'), 400, "malformed-json"],
    ["__proto__ further in", post('{"firstName":[{"__proto__":1}]}'), 400, "malformed-json"],
    ["__proto__, escaped", post('{"firstName":"Ana","\\u005f_proto__":1}'), 400, "malformed-json"],
    ["constructor", post('{"firstName":"Ana","constructor":{"prototype":{}}}'), 400, "malformed-json"],
    [
      "a body that is too large",
      post({ firstName: "Ana", notes: "x".repeat(65_536) }),
      413,
      "payload-too-large",
    ],
    ["a list", post([]), 422, "invalid-request"],
    ["null", post(null), 422, "invalid-request"],
    ["a number", post("1"), 422, "invalid-request"],
    ["a field that is missing", post({ lastName: "Arc" }), 422, "invalid-request"],
    ["a field of another type", post({ firstName: 1 }), 422, "invalid-request"],
    ["a field that is not there", post({ firstName: "Ana", tenantId: "patitas" }), 422, "invalid-request"],
    ["an id of one's own", post({ firstName: "Ana", id: "mine" }), 422, "invalid-request"],
    [
      "a change of nothing",
      { method: "PUT", path: `${CUSTOMERS}/unknown`, body: {} },
      422,
      "invalid-request",
    ],
    ["a limit of 0", { path: `${CUSTOMERS}?limit=0` }, 422, "invalid-request"],
    ["a limit of 101", { path: `${CUSTOMERS}?limit=101` }, 422, "invalid-request"],
    ["a limit that is no number", { path: `${CUSTOMERS}?limit=many` }, 422, "invalid-request"],
    ["a cursor that is none", { path: `${CUSTOMERS}?cursor=none` }, 422, "invalid-request"],
    ["a moment that is none", { path: "/api/reservations?from=today" }, 422, "invalid-request"],
    ["a text that is no phone", { path: `${METRICS}/nobody` }, 422, "invalid-request"],
    [
      "withoutCache that is neither",
      { path: `${METRICS}/3001234567?withoutCache=perhaps` },
      422,
      "invalid-request",
    ],
  ])("%s", async (_, request, status, name) => {
    expect(await problem(request)).toMatchObject({ status, name });
  });

  it("a revoked key is refused like an unknown one", async () => {
    const { headers: a, ...first } = await problem({ path: CUSTOMERS, key: revoked });
    const { headers: b, ...second } = await problem({ path: CUSTOMERS, key: NO_KEY });
    expect(first).toEqual(second);
    expect(a.get("WWW-Authenticate")).toBe(b.get("WWW-Authenticate"));
  });

  it("says which method is there", async () => {
    const { headers } = await problem({ method: "DELETE", path: CUSTOMERS });
    expect(headers.get("Allow")).toBe("GET, HEAD, POST, OPTIONS");
  });

  it.each<[Ask, string]>([
    [{ path: CUSTOMERS }, "customers:read"],
    [post({ firstName: "Ana" }), "customers:write"],
    [{ method: "DELETE", path: "/api/pets/x" }, "customers:write"],
    [{ path: "/api/services" }, "customers:read"],
    [{ path: `${METRICS}/3001234567` }, "statistics:read"],
  ])("a key without the scope is refused, by name of the scope: %j", async (request, scope) => {
    const { headers, ...rest } = await problem({ ...request, key: poor });
    expect(rest).toMatchObject({
      status: 403,
      name: "insufficient-scope",
      detail: expect.stringContaining(scope),
    });
    expect(headers.get("WWW-Authenticate")).toContain(`scope="${scope}"`);
  });

  it("names the fields at fault, and repeats nothing of what they held", async () => {
    const body = {
      firstName: "",
      email: "ana.secret",
      phone: "12 secret",
      birthday: "secret",
      lastName: "a\u0000secret",
    };
    const { errors } = await problem(post(body));
    expect(
      errors.map(({ in: where, field }: { in: string; field: string }) => `${where} ${field}`).toSorted(),
    ).toEqual(["body birthday", "body email", "body firstName", "body lastName", "body phone"]);
    expect(JSON.stringify(errors)).not.toContain("secret");
  });

  it.each(["DEMO", "demo"])("X-Tenant-Subdomain confirms the key's tenant: %s", async (subdomain) => {
    const headers = { "X-Tenant-Subdomain": subdomain };
    expect((await api.ask({ path: CUSTOMERS, headers })).status).toBe(200);
  });

  it.each(["patitas", "nobody", "", "demo.", "de mo", "a".repeat(300), "default"])(
    "X-Tenant-Subdomain of anybody else is refused: %s",
    async (subdomain) => {
      const headers = { "X-Tenant-Subdomain": subdomain };
      expect(await problem({ path: CUSTOMERS, headers })).toMatchObject({
        status: 403,
        name: "tenant-mismatch",
      });
    },
  );

  it("nothing is looked up for those without a key, whatever tenant they name", async () => {
    const { app } = api;
    const asked: string[] = [];
    const told = <T extends object>(name: string, of: T): T =>
      new Proxy(of, {
        get(target, property) {
          asked.push(`${name}.${String(property)}`);
          return Reflect.get(target, property);
        },
      });
    const watched = createApi({
      shop: {
        sql: told("sql", app.sql),
        cache: told("cache", app.cache),
        aside: told("aside", app.aside),
        statistics: app.statistics,
      },
      apiKeys: told("apiKeys", app.apiKeys),
      ...{ clock: app.clock, uuid: () => "id", log: silentLog },
    });
    asked.length = 0;
    const headers = { "X-Tenant-Subdomain": "demo" };
    for (const key of [null, "secret"]) {
      for (const method of ["GET", "POST"]) await askApi(watched, { method, path: CUSTOMERS, key, headers });
    }
    expect(asked).toEqual([]);
    await askApi(watched, { path: CUSTOMERS, key: NO_KEY, headers });
    expect(asked).toEqual(["apiKeys.get"]);
  });

  it.each(["Sql.Unavailable", "Store.Throttled"] as const)("%s: try again soon", async (name) => {
    const failing = () => Promise.reject(new MillraceError(name, "host 10.0.0.1 does not answer"));
    const broken = createApi({
      ...api.app,
      apiKeys: name === "Store.Throttled" ? { ...api.app.apiKeys, get: failing } : api.app.apiKeys,
      shop: { ...api.app, aside: { ...api.app.aside, get: failing } },
      ...{ uuid: () => "id", log: silentLog },
    });
    const { status, headers, body } = await askApi(broken, { path: "/api/services", key: api.first.key });
    expect([status, headers.get("Retry-After")]).toEqual([503, "2"]);
    expect(JSON.stringify(body)).not.toContain("10.0.0.1");
  });

  it("does not say that the cache is emptied where it does not answer", async () => {
    const cache = {
      ...api.app.cache,
      invalidateGroup: () => Promise.reject(new MillraceError("Cache.Unavailable", "no answer")),
    };
    const clock = { now: api.app.clock.now, sleep: () => Promise.resolve() };
    const aside = cacheAside({ cache, clock, random: () => 0, uuid: () => "id" });
    const broken = createApi({ ...api.app, shop: { ...api.app, aside }, uuid: () => "id", log: silentLog });
    const asked = { method: "DELETE", path: "/api/cache", key: api.first.key };
    const { status, headers } = await askApi(broken, asked);
    expect([status, headers.get("Retry-After")]).toEqual([503, "2"]);
  });

  it("what nobody expected is logged without the data it quotes, and answered without either", async () => {
    const lines: string[] = [];
    const write = (message: string, fields: object) => lines.push(`${message} ${JSON.stringify(fields)}`);
    const unexpected = () => Promise.reject(new TypeError("ana@example.com is no number"));
    const broken = createApi({
      ...api.app,
      shop: { ...api.app, aside: { ...api.app.aside, get: unexpected } },
      ...{ uuid: () => "the-id", log: { info: write, warn: write } },
    });
    const { status, body } = await askApi(broken, { path: "/api/services", key: api.first.key });
    expect([status, body]).toEqual([
      500,
      {
        type: "urn:problem-type:millrace:internal-error",
        ...{ title: "The request failed", status: 500, requestId: "the-id" },
      },
    ]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("TypeError");
    expect(lines[0]).toContain("the-id");
    expect(lines[0]).not.toContain("ana@example.com");
  });
});

describe("an API without customers", () => {
  let api: SeededApi;
  let app: Api;
  beforeAll(async () => {
    api = await seededApi();
    const { apiKeys, clock } = api.app;
    app = createApi({ apiKeys, clock, uuid: () => "id", log: silentLog });
  });
  afterAll(() => api.close());

  it("has no routes of them, and counts nobody's requests", async () => {
    const { key } = api.first;
    const { status, headers } = await askApi(app, { path: "/api/services", key });
    expect([status, headers.has("RateLimit")]).toEqual([404, false]);
    expect((await askApi(app, { path: "/api/services" })).status).toBe(401);
  });

  it("cannot confirm a subdomain", async () => {
    const headers = { "X-Tenant-Subdomain": "demo" };
    expect((await askApi(app, { path: "/api/services", key: api.first.key, headers })).status).toBe(403);
  });
});

describe("the rate limit of a key", () => {
  let now = 1_700_000_000_000;
  let api: SeededApi;
  const rateLimit = { requests: 3, windowMs: 60_000 };
  const limited = () => createApi({ ...api.app, shop: api.app, uuid: () => "id", log: silentLog, rateLimit });
  beforeAll(async () => {
    const sleep = () => Promise.resolve();
    api = await seededApi({ clock: { now: () => now, sleep } });
  });
  afterAll(() => api.close());

  it("lets so many through, says how many are left, refuses more, and counts anew in the next window", async () => {
    const app = limited();
    const ask = (key: string) => askApi(app, { path: "/api/services", key });
    const left = async (key: string) => {
      const { status, headers } = await ask(key);
      return `${status} ${headers.get("RateLimit")}`;
    };
    const { first, second } = api;
    expect(await left(first.key)).toBe('200 "key";r=2;t=40');
    expect(await left(first.key)).toBe('200 "key";r=1;t=40');
    expect(await left(first.key)).toBe('200 "key";r=0;t=40');
    const refused = await ask(first.key);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("Retry-After")).toBe("40");
    expect(refused.headers.get("RateLimit-Policy")).toBe('"key";q=3;w=60');
    expect(await left(second.key)).toBe('200 "key";r=2;t=40');
    now += 39_999;
    expect(await left(first.key)).toBe('429 "key";r=0;t=1');
    now += 1;
    expect(await left(first.key)).toBe('200 "key";r=2;t=60');
  });

  it("does not count those without a key, nor the document", async () => {
    const app = limited();
    for (let n = 0; n < 5; n++) {
      expect((await askApi(app, { path: "/api/services" })).status).toBe(401);
      expect((await askApi(app, { path: "/api/openapi.json" })).status).toBe(200);
    }
  });

  it("lets everything through where the cache does not answer", async () => {
    const unavailable = () => Promise.reject(new MillraceError("Cache.Unavailable", "no answer"));
    const cache = { ...api.app.cache, count: unavailable };
    const app = createApi({
      ...api.app,
      shop: { ...api.app, cache },
      uuid: () => "id",
      log: silentLog,
      rateLimit,
    });
    for (let n = 0; n < 5; n++) {
      const { status, headers } = await askApi(app, { path: "/api/services", key: api.second.key });
      expect([status, headers.has("RateLimit")]).toEqual([200, false]);
    }
  });
});
