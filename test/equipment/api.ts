import { randomBytes } from "node:crypto";
import { createKey, Scope } from "@millrace/core/api-key";
import type { Clock } from "@millrace/core/clock";
import { seedShop } from "@millrace/core/shop";
import { type App, openApp } from "@millrace/local/app";
import type { Customers } from "@millrace/local/customers";
import { systemClock } from "@millrace/local/system";
import * as z from "zod";
import { temporaryFolder } from "./command.ts";

/** What the API answered. */
export interface Answer {
  status: number;
  headers: Headers;
  /** Of JSON its data; null where there is none. */
  body: unknown;
}

/** A request: by default GET, with the key of the first tenant. */
export interface Ask {
  method?: string;
  path: string;
  /** null: none */
  key?: string | null;
  /** Sent as JSON; a text as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A tenant of the seed, with one of each of its things. */
export interface SeededTenant {
  tenantId: string;
  subdomain: string;
  key: string;
  customerId: string;
  petId: string;
  reservationId: string;
}

const WithId = z.object({ id: z.string() });

/** An API with a seeded shop in a folder of its own, all real, in this process. */
export async function seededApi(input: { clock?: Clock; env?: Record<string, string> } = {}) {
  const { clock = systemClock } = input;
  const folder = temporaryFolder();
  // A test asks more in a second than anybody may in a minute.
  const env = { MILLRACE_API_REQUESTS_PER_MINUTE: "1000000", ...input.env };
  const opened = openApp({ dataDir: folder.path, env, clock });
  const app = { ...opened, ...(await opened.customers()), close: opened.close };
  const now = clock.now();
  const shop = await seedShop({ sql: app.sql, customers: 40, orders: 120, seed: 1, now });
  const tenants: SeededTenant[] = [];
  for (const { tenantId, subdomain, customerId } of shop.tenants) {
    if (customerId === null) continue;
    const pet = await firstOf({ app, table: "pets", tenantId });
    const reservation = await firstOf({ app, table: "reservations", tenantId });
    const key = await addKey({ app, tenantId });
    tenants.push({ tenantId, subdomain, key, customerId, petId: pet, reservationId: reservation });
  }
  const [first, second] = tenants;
  if (first === undefined || second === undefined) throw new Error("the seed has two tenants");
  return {
    app,
    tenants,
    first,
    second,
    phone: shop.phone,
    ask: (request: Ask) => askApi(app.api, { key: first.key, ...request }),
    async close() {
      await app.close();
      folder.remove();
    },
  };
}
export type SeededApi = Awaited<ReturnType<typeof seededApi>>;

/** A new key of a tenant, with all scopes where none are given. */
export async function addKey(input: {
  app: Pick<App, "apiKeys">;
  tenantId: string;
  scopes?: readonly Scope[];
}): Promise<string> {
  const { app, tenantId, scopes = Scope.options } = input;
  const { key, record } = createKey({ tenantId, name: "test", scopes, createdAt: 1, randomBytes });
  await app.apiKeys.add(record);
  return key;
}

export async function askApi(
  api: { request(path: string, init: RequestInit): Response | Promise<Response> },
  request: Ask,
): Promise<Answer> {
  const { method = "GET", path, key = null, body, headers = {} } = request;
  const response = await api.request(path, {
    method,
    headers: {
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return answerOf(response);
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("Content-Type") ?? "") && text !== "";
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text === "" ? null : text,
  };
}

/** The id of what was answered. */
export function idOf({ body }: Answer): string {
  return WithId.parse(body).id;
}

async function firstOf(input: {
  app: Pick<Customers, "sql">;
  table: "pets" | "reservations";
  tenantId: string;
}): Promise<string> {
  const { app, table, tenantId } = input;
  const row = await app.sql
    .selectFrom(table)
    .select("id")
    .where("tenant_id", "=", tenantId)
    .orderBy("id")
    .executeTakeFirstOrThrow();
  return row.id;
}
