import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Ask, type SeededApi, type SeededTenant, seededApi } from "../equipment/api.ts";

/** Every route that names something, with a body that would do where the thing were one's own. */
const ROUTES: {
  method: string;
  path: string;
  of: "customerId" | "petId" | "reservationId";
  body?: object;
}[] = [
  { method: "GET", path: "/api/customers/ID", of: "customerId" },
  { method: "HEAD", path: "/api/customers/ID", of: "customerId" },
  { method: "PUT", path: "/api/customers/ID", of: "customerId", body: { firstName: "Stolen" } },
  { method: "GET", path: "/api/customers/ID/pets", of: "customerId" },
  { method: "POST", path: "/api/customers/ID/pets", of: "customerId", body: { name: "Stolen" } },
  { method: "GET", path: "/api/pets/ID", of: "petId" },
  { method: "PUT", path: "/api/pets/ID", of: "petId", body: { name: "Stolen" } },
  { method: "DELETE", path: "/api/pets/ID", of: "petId" },
  { method: "GET", path: "/api/reservations/ID", of: "reservationId" },
];

/** Ways to spell another's id, or to reach above it. */
const spellings = (id: string, other: SeededTenant): string[] => [
  id,
  encodeURIComponent(`${other.tenantId}:customer:${id}`),
  `..%2F${id}`,
  `${id}%00`,
  `${id}%20`,
  id.toUpperCase(),
  `${id}%27%20OR%20%271%27=%271`,
  `%25`,
  `${id}?tenantId=${other.tenantId}`,
  `${id}?tenant_id=${other.tenantId}&X-Tenant-Subdomain=${other.subdomain}`,
];

describe("tenants cannot reach each other", () => {
  let api: SeededApi;
  beforeAll(async () => {
    api = await seededApi();
  });
  afterAll(() => api.close());

  /** All that a tenant can see of what is its own. */
  async function seenBy(tenant: SeededTenant): Promise<unknown[]> {
    const { key, customerId, petId, reservationId } = tenant;
    const paths = [
      "/api/customers?limit=100",
      "/api/reservations?limit=100",
      `/api/customers/${customerId}`,
      `/api/pets/${petId}`,
      `/api/reservations/${reservationId}`,
      "/api/services",
      "/api/staff",
    ];
    const answers = await Promise.all(paths.map((path) => api.ask({ path, key })));
    return answers.map(({ status, body }) => [status, body]);
  }

  const refused = ({ status, body }: Answer, other: SeededTenant) => {
    // 405: a "?" cuts the rest of the path off.
    expect([404, 405]).toContain(status);
    const text = JSON.stringify(body);
    for (const theirs of [other.customerId, other.petId, other.reservationId])
      expect(text).not.toContain(theirs);
  };

  it("by any id of the other's, in any spelling, through any route, before and after it is cached: and nothing changes", async () => {
    const before = await seenBy(api.second);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...ROUTES),
        fc.nat({ max: 9 }),
        fc.boolean(),
        fc.constantFrom("customerId", "petId", "reservationId", undefined),
        async ({ method, path, of, body }, spelling, cached, instead) => {
          const other = api.second;
          const id = other[instead ?? of];
          // The other's own readings fill the cache.
          if (cached) await api.ask({ path: path.replace("ID", other[of]), key: other.key });
          const spelled = spellings(id, other)[spelling] ?? id;
          const request: Ask = {
            method,
            path: path.replace("ID", spelled),
            ...(body === undefined ? {} : { body }),
          };
          refused(await api.ask(request), other);
        },
      ),
      { numRuns: 300 },
    );
    expect(await seenBy(api.second)).toEqual(before);
  });

  it("by a header: the key's tenant is the only one there is", async () => {
    const { first, second } = api;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          "X-Tenant-Subdomain",
          "X-Tenant-Id",
          "X-Tenant",
          "X-Forwarded-Host",
          "X-Original-Url",
          "X-Rewrite-Url",
          "X-Http-Method-Override",
        ),
        fc.constantFrom(second.subdomain, second.tenantId, `/api/customers/${second.customerId}`, "DELETE"),
        async (name, value) => {
          const { status, body } = await api.ask({
            path: "/api/customers?limit=5",
            headers: { [name]: value },
          });
          if (name === "X-Tenant-Subdomain") expect(status).toBe(403);
          else {
            expect(status).toBe(200);
            expect(Object(body).items.map((item: { tenantId: string }) => item.tenantId)).toEqual(
              Array.from({ length: 5 }, () => first.tenantId),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("by a cursor or a search: a page holds the key's tenant's things alone", async () => {
    const { first, second } = api;
    for (const path of ["/api/customers", "/api/reservations"]) {
      const theirs = await api.ask({ path: `${path}?limit=2`, key: second.key });
      const { nextCursor } = Object(theirs.body);
      const { body } = await api.ask({ path: `${path}?limit=100&cursor=${nextCursor}` });
      const tenants: string[] = Object(body).items.map((item: { tenantId: string }) => item.tenantId);
      expect(tenants.filter((tenantId) => tenantId !== first.tenantId)).toEqual([]);
    }
    const { lastName } = Object(
      (await api.ask({ path: `/api/customers/${second.customerId}`, key: second.key })).body,
    );
    const { body } = await api.ask({
      path: `/api/customers?limit=100&search=${encodeURIComponent(lastName)}`,
    });
    const ids = Object(body).items.map((item: { id: string }) => item.id);
    expect(ids).not.toContain(second.customerId);
  });

  it("by a body that names the other: no field of it does", async () => {
    const { first, second } = api;
    const path = `/api/customers/${first.customerId}`;
    for (const field of ["tenantId", "tenant_id", "id", "customerId"]) {
      const { status } = await api.ask({
        method: "PUT",
        path,
        body: { firstName: "A", [field]: second.tenantId },
      });
      expect(status).toBe(422);
    }
  });

  it("by a key made of two: neither's id with the other's secret is a key", async () => {
    const [, id] = api.first.key.split("_");
    const secret = api.second.key.slice("mr_0123456789ab_".length);
    const { status } = await api.ask({ path: "/api/services", key: `mr_${id}_${secret}` });
    expect(status).toBe(401);
  });

  it("by a subdomain that is cached for its own tenant", async () => {
    const { second } = api;
    const headers = { "X-Tenant-Subdomain": second.subdomain };
    for (const [key, status] of [
      [second.key, 200],
      [api.first.key, 403],
      [second.key, 200],
    ] as const) {
      expect((await api.ask({ path: "/api/services", key, headers })).status).toBe(status);
    }
  });
});
