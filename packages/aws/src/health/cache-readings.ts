import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import type { CacheHealth } from "@millrace/core/health";
import * as z from "zod";
import { throttledByName } from "../backoff/index.ts";

/** Where the functions count the cache's events. */
export interface CacheMetrics {
  namespace: string;
  /** Values of the dimension `service`. */
  services: readonly string[];
}

const HOUR_S = 3_600;
const HOURS = 24;

/** Which metric is which kind of reading; core's `cacheRates` has the same. */
const READINGS = {
  CacheHit: "hits",
  CacheWait: "hits",
  CacheStale: "stale",
  CacheMiss: "misses",
  CacheUncached: "misses",
} as const;
const Metric = z.enum(["CacheHit", "CacheWait", "CacheStale", "CacheMiss", "CacheUncached"]);

const Result = z.object({ Label: Metric, Values: z.array(z.number()).default([]) });

/**
 * How the cache answered in the last 24 hours, by whole hours: the first is one that has begun within them.
 *
 * @param input.now - in ms
 */
export async function cacheReadings(input: {
  cloudWatch: CloudWatchClient;
  metrics: CacheMetrics;
  now: number;
}): Promise<CacheHealth> {
  const { cloudWatch, metrics, now } = input;
  const hourMs = HOUR_S * 1000;
  const since = Math.ceil((now - HOURS * hourMs) / hourMs) * hourMs;
  const readings: CacheHealth = { hits: 0, misses: 0, stale: 0, since };
  for (let next: string | undefined; ; ) {
    const command = new GetMetricDataCommand({
      MetricDataQueries: queriesOf(metrics),
      StartTime: new Date(since),
      EndTime: new Date(now),
      ...(next === undefined ? {} : { NextToken: next }),
    });
    const answer = await throttledByName(() => cloudWatch.send(command));
    for (const { Label, Values } of z.array(Result).parse(answer.MetricDataResults ?? []))
      for (const value of Values) readings[READINGS[Label]] += value;
    next = answer.NextToken;
    if (next === undefined) return readings;
  }
}

function queriesOf({ namespace, services }: CacheMetrics): MetricDataQuery[] {
  return services.flatMap((service, of) =>
    Metric.options.map((name) => ({
      Id: `m${of}_${name}`,
      Label: name,
      MetricStat: {
        Metric: {
          Namespace: namespace,
          MetricName: name,
          Dimensions: [{ Name: "service", Value: service }],
        },
        Period: HOUR_S,
        Stat: "Sum",
      },
    })),
  );
}
