import * as z from "zod";
import { createKey } from "../../packages/core/src/api-key/index.ts";
import { type App, openApp } from "../../packages/local/src/app.ts";
import { startServer } from "../../packages/local/src/server/index.ts";
import { randomBytes, uuid } from "../../packages/local/src/system.ts";

const METRICS = "/api/b2b/orderLogistics/customer/metrics/byPhone";
const SCOPES = ["customers:read", "customers:write", "statistics:read"] as const;

/** What is shown of an answer: a customer, statistics, or a problem. */
const Answer = z.union([
  z
    .object({ firstName: z.string(), lastName: z.string(), pets: z.array(z.object({ name: z.string() })) })
    .transform(({ firstName, lastName, pets }) => {
      const names = pets.map(({ name }) => name);
      return `${firstName} ${lastName}, ${names.length === 0 ? "no pets" : `with ${names.join(" and ")}`}`;
    }),
  z
    .object({ cantOrders: z.number(), delivered: z.number(), cantReturOrders: z.number() })
    .transform((s) => `${s.cantOrders} orders, ${s.delivered} delivered, ${s.cantReturOrders} returned`),
  z.object({ title: z.string() }).transform(({ title }) => title),
]);

interface Request {
  method: "GET" | "PUT";
  path: string;
  body?: object;
  /** What is to be seen. */
  remark: string;
}

/** Asks the HTTP API of this machine, and prints of each answer whether the cache had it. */
export async function requests(input: {
  dataDir: string;
  customerId: string;
  /** A phone whose statistics are in the cache. */
  preloaded: string;
  /** A phone whose statistics are not. */
  other: string;
}): Promise<void> {
  const { dataDir, customerId, preloaded, other } = input;
  const app = openApp({ dataDir, env: {} });
  const { api, cacheRates } = await app.customers();
  const server = await startServer({ api, clock: app.clock, uuid, port: 0, orAnother: true });
  try {
    const key = await keyOf(app);
    const customer = `/api/customers/${customerId}`;
    const firstName = "Updated";
    const all: Request[] = [
      { method: "GET", path: `${METRICS}/${preloaded}`, remark: "preloaded by the message about it" },
      { method: "GET", path: `${METRICS}/${other}`, remark: "no message named it: counted in the database" },
      { method: "GET", path: `${METRICS}/${other}`, remark: "and kept for 7 days" },
      { method: "GET", path: `${METRICS}/${other}?withoutCache=1`, remark: "counted anew, as asked for" },
      { method: "GET", path: customer, remark: "read from the database, pets with it" },
      { method: "GET", path: customer, remark: "and kept for 5 minutes" },
      { method: "PUT", path: customer, body: { firstName }, remark: "changed, and taken out of the cache" },
      { method: "GET", path: customer, remark: "so this is what was written" },
    ];
    console.log(`\nThe HTTP API, on ${server.url}:`);
    for (const request of all) await ask({ request, url: server.url, key });
    const { counts, hitRate } = cacheRates();
    const { hit = 0, miss = 0, refresh = 0, invalidated = 0 } = counts;
    const rate = Math.round((hitRate ?? 0) * 100);
    console.log(
      `\ncache: ${hit} hits, ${miss} misses (${rate} % hits), ${refresh} counted anew, ${invalidated} taken out after a write`,
    );
  } finally {
    await server.close();
    await app.close();
  }
}

async function keyOf({ apiKeys, clock }: App): Promise<string> {
  const holder = { tenantId: "default", name: "demo", scopes: SCOPES, createdAt: clock.now() };
  const { key, record } = createKey({ ...holder, randomBytes });
  await apiKeys.add(record);
  return key;
}

async function ask(input: { request: Request; url: string; key: string }): Promise<void> {
  const { request, url, key } = input;
  const { method, path, body, remark } = request;
  const answer = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const cache = answer.headers.get("X-Cache") ?? "";
  const said = Answer.parse(await answer.json());
  const what = body === undefined ? "" : ` ${JSON.stringify(body)}`;
  console.log(`${method} ${path}${what}`);
  console.log(`  ${`${answer.status} ${cache}`.padEnd(10)}${said} (${remark})`);
}
