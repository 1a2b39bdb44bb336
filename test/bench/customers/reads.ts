import { join } from "node:path";
import { cacheAside } from "@millrace/core/cache";
import { customerEntry } from "@millrace/core/customers";
import { Customer, getCustomer } from "@millrace/core/shop";
import { openCacheDatabase, sqliteCache } from "@millrace/local/store/cache";
import type { Servers } from "./servers.ts";
import { clock, random, uuid } from "./time.ts";

const READS = 2_000;
/** On a busy machine a cache may take longer than its 300 ms, and a reading is then none of the cache. */
const ENOUGH = 0.95;

export interface Latency {
  what: string;
  p50Ms: number;
  p99Ms: number;
}

/** What reading one customer takes: from the caches when it is there, and from the database. */
export async function measureReads(servers: Servers, folder: string): Promise<Latency[]> {
  const { sql, tcp } = servers;
  const row = await sql.selectFrom("customers").select(["id", "tenant_id"]).executeTakeFirstOrThrow();
  const id = { tenantId: row.tenant_id, customerId: row.id };
  const load = () => getCustomer({ sql, ...id });
  const one = { kind: customerEntry, id, load };
  const db = openCacheDatabase(join(folder, "cache.db"));
  const inProcess = cacheAside({ cache: sqliteCache({ db, clock }), clock, random, uuid });
  const { aside: overRest } = servers.aside();
  const { key } = customerEntry.key(id);
  await inProcess.get(one);
  await overRest.get(one);
  const latencies = [
    await latency("hit in process (SQLite)", async () => (await inProcess.get(one)).from === "hit"),
    await latency("hit over Redis's TCP", async () => {
      const text = await tcp.get(key);
      return text !== null && Customer.parse(JSON.parse(text)).id === id.customerId;
    }),
    await latency("hit over Upstash's REST", async () => (await overRest.get(one)).from === "hit"),
    await latency("read of the database (PlanetScale's HTTP)", async () => (await load()) !== null),
  ];
  db.close();
  return latencies;
}

async function latency(what: string, read: () => Promise<boolean>): Promise<Latency> {
  const times: number[] = [];
  for (let n = 0; n < READS; n++) {
    const start = performance.now();
    if (await read()) times.push(performance.now() - start);
  }
  if (times.length < READS * ENOUGH) throw new Error(`${what}: ${times.length} of ${READS} readings only`);
  times.sort((left, right) => left - right);
  const at = (part: number) => times[Math.floor(part * times.length)] ?? Number.NaN;
  return { what, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** So many readers of one entry that is not there, each a process's own: how often the database is asked. */
export async function measureStampede(servers: Servers, readers: number): Promise<{ queries: number }> {
  const { sql, tcp } = servers;
  await tcp.flushAll();
  const row = await sql.selectFrom("customers").select(["id", "tenant_id"]).executeTakeFirstOrThrow();
  const id = { tenantId: row.tenant_id, customerId: row.id };
  let queries = 0;
  const load = () => {
    queries++;
    return getCustomer({ sql, ...id });
  };
  const processes = Array.from({ length: readers }, () => servers.aside().aside);
  await Promise.all(processes.map((aside) => aside.get({ kind: customerEntry, id, load })));
  return { queries };
}
