import { leadIdOf } from "@millrace/core/lead";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Ask, type SeededApi, seededApi } from "../equipment/api.ts";
import { importText } from "../equipment/importing.ts";

const METHODS = ["get", "put", "post", "delete", "patch"] as const;

const Content = z.record(z.string(), z.strictObject({ schema: z.record(z.string(), z.unknown()) }));
const Operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.looseObject({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string().min(1), content: Content.optional() }),
  ),
});
const Document = z.looseObject({
  openapi: z.literal("3.1.0"),
  paths: z.record(z.string(), z.partialRecord(z.enum(METHODS), Operation)),
  components: z.looseObject({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.string(), scheme: z.string() })),
  }),
});

describe("the OpenAPI document", () => {
  let api: SeededApi;
  let document: z.infer<typeof Document>;
  beforeAll(async () => {
    api = await seededApi();
    const answer = await api.ask({ path: "/api/openapi.json", key: null });
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/json"]);
    document = Document.parse(answer.body);
  });
  afterAll(() => api.close());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = item[method];
        return operation === undefined ? [] : [{ path, method, ...operation }];
      }),
    );

  it("has every route of the app, and no other", () => {
    const served = api.app.api.routes
      .filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, "{$1}")}`);
    const documented = operations().map(({ method, path }) => `${method} ${path}`);
    expect(documented.toSorted()).toEqual([...new Set(served)].toSorted());
    expect(documented.length).toBeGreaterThanOrEqual(21);
  });

  it("names each operation once", () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to nothing that is not there", () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(document.components.schemas).toHaveProperty([String(name)]);
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)/)).toBeNull();
  });

  it("has patterns as JSON Schema has them", () => {
    const patterns: string[] = [];
    JSON.stringify(document, (name, value: unknown) => {
      if (name === "pattern" && typeof value === "string") patterns.push(value);
      return value;
    });
    expect(patterns.length).toBeGreaterThan(3);
    for (const pattern of patterns) {
      expect(() => new RegExp(pattern, "u")).not.toThrow();
      expect(pattern).toMatch(/^\^.*\$$/);
    }
  });

  it("declares each parameter of a path", () => {
    for (const { path, parameters } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = parameters.filter((each) => each.in === "path").map(({ name }) => name);
      expect(declared).toEqual(inPath);
    }
  });

  it("says which scope each route needs, and that two need none", () => {
    const open = operations().filter(({ security }) => security === undefined);
    expect(open.map(({ path }) => path).toSorted()).toEqual(["/api/openapi.json", "/healthz"]);
    for (const { path, security, responses } of operations()) {
      if (security === undefined) continue;
      const [[scheme, scopes] = []] = Object.entries(security[0] ?? {});
      expect(document.components.securitySchemes).toHaveProperty([scheme ?? ""]);
      // What a key may do is told to whoever holds it.
      expect(scopes).toHaveLength(path === "/api/session" ? 0 : 1);
      for (const status of ["401", "403", "429", "500", "503"]) {
        expect(Object.keys(responses[status]?.content ?? {})).toEqual(["application/problem+json"]);
      }
    }
  });

  it("answers are as it says, those that are errors too", async () => {
    const { first, phone } = api;
    const metrics = "/api/b2b/orderLogistics/customer/metrics/byPhone/{phone}";
    const enrich = "/api/catalogs/{catalogId}/enrich";
    const cached = "/api/cache/metrics/byPhone/{phone}";
    const redrive = "/api/health/dead-letters/redrive";
    const catalog = { codes: ["B000000001", "x"], sample: true };
    const samples: [path: string, Ask, status: number][] = [
      ["/healthz", { path: "/healthz" }, 200],
      [metrics, { path: metrics.replace("{phone}", phone) }, 200],
      [metrics, { path: metrics.replace("{phone}", "nobody") }, 422],
      ["/api/customers", { path: "/api/customers" }, 200],
      ["/api/customers", { method: "POST", path: "/api/customers", body: { firstName: "Ana" } }, 201],
      ["/api/customers", { method: "POST", path: "/api/customers", body: {} }, 422],
      ["/api/customers/{id}", { path: `/api/customers/${first.customerId}` }, 200],
      ["/api/customers/{id}", { path: "/api/customers/unknown" }, 404],
      ["/api/customers/{id}/pets", { path: `/api/customers/${first.customerId}/pets` }, 200],
      ["/api/pets/{id}", { path: `/api/pets/${first.petId}` }, 200],
      ["/api/pets/{id}", { method: "PUT", path: `/api/pets/${first.petId}`, body: { breed: "Mix" } }, 200],
      ["/api/services", { path: "/api/services" }, 200],
      ["/api/services", { path: "/api/services", key: null }, 401],
      ["/api/staff", { path: "/api/staff" }, 200],
      ["/api/reservations", { path: "/api/reservations" }, 200],
      ["/api/reservations/{id}", { path: `/api/reservations/${first.reservationId}` }, 200],
      [cached, { path: cached.replace("{phone}", phone) }, 200],
      [cached, { path: cached.replace("{phone}", "nobody") }, 422],
      ["/api/health", { path: "/api/health" }, 200],
      [redrive, { method: "POST", path: redrive, body: { queue: "dead-letters" } }, 200],
      [redrive, { method: "POST", path: redrive, body: { queue: "nobody's" } }, 404],
      [enrich, { method: "POST", path: "/api/catalogs/spring/enrich", body: { codes: ["x"] } }, 202],
      [enrich, { method: "POST", path: "/api/catalogs/autumn/enrich", body: catalog }, 202],
      [enrich, { method: "POST", path: "/api/catalogs/spring/enrich", body: { codes: [] } }, 422],
      ["/api/catalogs/{catalogId}/products", { path: "/api/catalogs/autumn/products" }, 200],
      ["/api/catalogs/{catalogId}/products", { path: "/api/catalogs/winter/products" }, 404],
      ["/api/catalogs/{catalogId}/products.csv", { path: "/api/catalogs/autumn/products.csv" }, 200],
    ];
    const { tenantId } = first;
    const text = "Name,Email\nAna,ana@example.com\n,\nEva,ana@example.com\n,,x\n";
    const runId = await importText({ text, app: api.app, tenantId });
    const leadId = leadIdOf({ tenantId, identity: { kind: "email", value: "ana@example.com" } });
    const exports = "/api/leads/exports";
    samples.push(
      ...ofRun(`/api/runs/${runId}`),
      ["/api/runs", { path: "/api/runs" }, 200],
      ["/api/runs/{runId}/retry", { method: "POST", path: `/api/runs/${runId}/retry`, body: {} }, 409],
      ["/api/runs/{runId}/rejects.csv", { path: `/api/runs/${runId}/rejects.csv` }, 200],
      ["/api/leads", { path: "/api/leads" }, 200],
      ["/api/leads/{leadId}", { path: `/api/leads/${leadId}` }, 200],
      [exports, { method: "POST", path: exports, body: {} }, 200],
      ["/api/runs/{runId}/undo", { path: `/api/runs/${runId}/undo` }, 200],
      ["/api/runs/{runId}/undo", { method: "POST", path: `/api/runs/${runId}/undo`, body: {} }, 202],
      ["/api/catalogs", { path: "/api/catalogs" }, 200],
    );
    for (const [path, ask, status] of samples) {
      const method = METHODS.find((each) => each === (ask.method ?? "GET").toLowerCase()) ?? "get";
      const answer = await api.ask(ask);
      await api.app.flows.idle();
      expect(answer.status).toBe(status);
      const location = path === enrich ? answer.headers.get("Location") : null;
      if (location !== null) samples.push(...ofRun(location));
      const [type = ""] = (answer.headers.get("Content-Type") ?? "").split(";");
      const schema = document.paths[path]?.[method]?.responses[status]?.content?.[type]?.schema;
      expect(schema, `${method} ${path} ${status} ${type}`).toBeDefined();
      const parsed = schemaOf(schema).safeParse(answer.body);
      expect(parsed.error, `${method} ${path}`).toBeUndefined();
    }
  });

  /** What can be read of a run. */
  function ofRun(location: string): [path: string, Ask, status: number][] {
    return ["", "/batches", "/grid", "/rejects", "/rejects/summary", "/executions"].map((below) => [
      `/api/runs/{runId}${below}`,
      { path: `${location}${below}` },
      200,
    ]);
  }

  /** A schema of the document, with what it refers to. */
  function schemaOf(schema: unknown): z.ZodType {
    const { components } = document;
    const text = JSON.stringify({ ...Object(schema), $defs: components.schemas });
    return z.fromJSONSchema(JSON.parse(text.replaceAll("#/components/schemas/", "#/$defs/")));
  }
});
