import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Ask, type SeededApi, seededApi } from "../equipment/api.ts";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";

/** Text that people, programs and attackers send. */
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "",
    "null",
    "-1",
    "1e9",
    "%",
    "%00",
    "'; DROP TABLE customers; --",
    "\u0000",
    "\ud800",
    "__proto__",
    "+57 300 123 4567",
    "WzEsImEiXQ",
  ),
);
/** As a client sends it: what is no Unicode cannot be encoded, and goes as it is. */
const encoded = text.map((value) => (value.isWellFormed() ? encodeURIComponent(value) : "%ED%A0%80"));
const path = fc.oneof(
  encoded.map((id) => `/api/customers/${id}`),
  encoded.map((id) => `/api/customers/${id}/pets`),
  encoded.map((id) => `/api/pets/${id}`),
  encoded.map((id) => `/api/reservations/${id}`),
  encoded.map((phone) => `${METRICS}/${phone}`),
  encoded.map((phone) => `/api/cache/metrics/byPhone/${phone}`),
  encoded.map((id) => `/api/catalogs/${id}/products`),
  fc
    .tuple(encoded, fc.constantFrom("", "/batches", "/grid", "/rejects", "/executions", "/undo", "/live"))
    .map(([id, below]) => `/api/runs/${id}${below}`),
  fc
    .tuple(fc.constantFrom("flow", "status", "cursor", "limit"), encoded)
    .map(([name, value]) => `/api/runs?${name}=${value}`),
  encoded.map((id) => `/api/leads/${id}`),
  encoded.map((name) => `/api/leads/exports/${name}`),
  fc
    .tuple(fc.constantFrom("search", "runId", "cursor"), encoded)
    .map(([name, value]) => `/api/leads?${name}=${value}`),
  fc
    .tuple(fc.constantFrom("cursor", "limit", "status"), encoded)
    .map(([name, value]) => `/api/catalogs/spring/products?${name}=${value}`),
  fc
    .tuple(fc.constantFrom("search", "cursor", "limit"), encoded)
    .map(([name, value]) => `/api/customers?${name}=${value}`),
  fc
    .tuple(fc.constantFrom("from", "to", "cursor"), encoded)
    .map(([name, value]) => `/api/reservations?${name}=${value}`),
  fc.webPath().map((any) => `/api${any.startsWith("/") ? "" : "/"}${any}`),
);
const body = fc.oneof(
  fc.json(),
  text,
  fc
    .record({ firstName: fc.jsonValue(), email: text, phone: text, notes: text }, { requiredKeys: [] })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ name: text, birthDate: fc.jsonValue() }, { requiredKeys: [] })
    .map((value) => JSON.stringify(value)),
  fc
    .record({ codes: fc.array(text), marketplace: text, sample: fc.boolean() }, { requiredKeys: ["codes"] })
    .map((value) => JSON.stringify(value)),
);
const request: fc.Arbitrary<Ask> = fc.oneof(
  fc.record({ method: fc.constantFrom("GET", "HEAD", "DELETE", "OPTIONS"), path }),
  fc.record({
    method: fc.constantFrom("POST", "PUT", "PATCH"),
    path: fc.oneof(
      path,
      fc.constantFrom("/api/customers", "/api/catalogs/spring/enrich", "/api/health/dead-letters/redrive"),
    ),
    body,
  }),
);

describe("whatever is sent", () => {
  let api: SeededApi;
  beforeAll(async () => {
    api = await seededApi();
  });
  afterAll(() => api.close());

  it("is answered: never by a failure of ours, and an error is always a problem", async () => {
    await fc.assert(
      fc.asyncProperty(request, async (ask) => {
        const { status, headers, body: answer } = await api.ask(ask);
        expect(status).toBeLessThan(500);
        if (status < 400 || ask.method === "HEAD") return;
        expect(headers.get("Content-Type")).toBe("application/problem+json");
        expect(answer).toMatchObject({
          status,
          type: expect.stringMatching(/^urn:problem-type:millrace:[a-z-]+$/),
        });
      }),
      { numRuns: 500 },
    );
  });

  it("that is stored comes back as it was read", async () => {
    const stored = fc.record({ firstName: text, lastName: text, notes: text });
    await fc.assert(
      fc.asyncProperty(stored, async (customer) => {
        const made = await api.ask({ method: "POST", path: "/api/customers", body: customer });
        if (made.status !== 201) {
          expect(made.status).toBe(422);
          return;
        }
        const { id } = Object(made.body);
        expect((await api.ask({ path: `/api/customers/${id}` })).body).toEqual(made.body);
      }),
      { numRuns: 100 },
    );
  });
});
