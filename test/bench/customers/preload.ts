import { silentLog } from "@millrace/core/log";
import {
  customerStatistics,
  preloadStatistics,
  sanitisePhone,
  statisticsEntry,
  statisticsSettings,
} from "@millrace/core/statistics";
import { secondsSince } from "../figures.ts";
import type { Servers } from "./servers.ts";
import { clock, random } from "./time.ts";

const settings = statisticsSettings({ env: {} });
const SEVEN_DAYS_S = 7 * 86_400;

/** So many phones of the shop, each once. */
export async function phonesOf({ sql }: Servers, count: number): Promise<string[]> {
  const rows = await sql.selectFrom("customers").select("phone").where("phone", "!=", "").execute();
  const { homeCountry } = settings;
  const phones = new Set(rows.flatMap(({ phone }) => sanitisePhone({ text: phone, homeCountry }) ?? []));
  if (phones.size < count) throw new Error(`the shop has ${phones.size} phones only`);
  return [...phones].slice(0, count);
}

export interface PreloadFigures {
  phones: number;
  seconds: number;
  queries: number;
  /** Requests to the cache. */
  requests: number;
}

/** The preloader: one stamp, one query and one pipeline for 500 phones. */
export async function measurePreload(servers: Servers, phones: readonly string[]): Promise<PreloadFigures> {
  const { sql, cache } = servers;
  await empty(servers);
  const records = phones.map((phone, index) => ({
    messageId: String(index),
    body: JSON.stringify({ detail: { customer: { phone } } }),
  }));
  const start = performance.now();
  const { summary } = await preloadStatistics(
    { records },
    { sql, cache, clock, random, settings, log: silentLog, notifier: { notify: async () => "sent" } },
  );
  const seconds = secondsSince(start);
  if (summary.cached !== phones.length) throw new Error(`${summary.cached} of ${phones.length} cached`);
  return { phones: phones.length, seconds, ...counted(servers) };
}

/** As it would be done without bulk: a query and a SET for each phone, one after the other. */
export async function measureOneByOne(servers: Servers, phones: readonly string[]): Promise<PreloadFigures> {
  const { sql, front } = servers;
  await empty(servers);
  const headers = { authorization: `Bearer ${front.token}`, "content-type": "application/json" };
  const start = performance.now();
  for (const phone of phones) {
    const found = await customerStatistics({ sql, phones: [phone], ...settings });
    const { key } = statisticsEntry.key(phone);
    const command = ["SET", key, JSON.stringify(found.get(phone)), "EX", SEVEN_DAYS_S];
    const answer = await fetch(front.url, { method: "POST", headers, body: JSON.stringify(command) });
    if (!answer.ok) throw new Error(await answer.text());
    await answer.arrayBuffer();
  }
  return { phones: phones.length, seconds: secondsSince(start), ...counted(servers) };
}

async function empty({ tcp, front, database }: Servers): Promise<void> {
  await tcp.flushAll();
  front.reset();
  database.statements.length = 0;
}

const counted = ({ front, database }: Servers) => ({
  queries: database.statements.length,
  requests: front.requests.length,
});
