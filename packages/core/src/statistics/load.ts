import { type Cache, encodeEntry } from "../cache/index.ts";
import type { Clock } from "../clock/index.ts";
import type { Log } from "../log/index.ts";
import type { Notifier } from "../notify/index.ts";
import type { Sql } from "../shop/index.ts";
import { withoutData } from "../step/index.ts";
import { customerStatistics } from "./query.ts";
import type { StatisticsSettings } from "./settings.ts";
import { statisticsEntry } from "./statistics.ts";

export interface PreloadDeps {
  sql: Sql;
  cache: Cache;
  clock: Clock;
  /** From 0 up to, not including, 1. */
  random: () => number;
  settings: StatisticsSettings;
  log: Log;
  notifier: Notifier;
}

/** What became of the phones of one query. */
export interface LoadedStatistics {
  queries: number;
  pipelines: number;
  cached: number;
  notFound: number;
  queryMs: number;
  /** Without data in its message; null: all went well. */
  error: Error | null;
}

/**
 * Reads the statistics of some phones and stores them, "no such customer" included: one stamp, one query, one pipeline. The stamp is taken
 * first, so that whoever reads the database later, or has invalidated an entry meanwhile, is not overwritten.
 *
 * @param input.phones - sanitised, different, at most as many as one query takes
 */
export async function loadStatistics(
  input: { phones: readonly string[] },
  deps: Pick<PreloadDeps, "sql" | "cache" | "clock" | "random" | "settings">,
): Promise<LoadedStatistics> {
  const { phones } = input;
  const { sql, cache, clock, random, settings } = deps;
  const loaded: LoadedStatistics = {
    queries: 0,
    pipelines: 0,
    cached: 0,
    notFound: 0,
    queryMs: 0,
    error: null,
  };
  try {
    const stamp = await cache.stamp();
    const start = clock.now();
    loaded.queries++;
    const found = await customerStatistics({ sql, phones, ...settings });
    const now = clock.now();
    loaded.queryMs = now - start;
    loaded.pipelines++;
    const stored = await cache.write(
      phones.map((phone) => {
        const value = found.get(phone) ?? null;
        const entry = encodeEntry({ kind: statisticsEntry, value, stamp, now, random: random() });
        return { ...statisticsEntry.key(phone), ...entry, stamp };
      }),
    );
    const storedPhones = phones.filter((_, index) => stored[index] === true);
    loaded.cached = storedPhones.filter((phone) => found.has(phone)).length;
    loaded.notFound = storedPhones.length - loaded.cached;
  } catch (error) {
    loaded.error = withoutData(error);
  }
  return loaded;
}
