import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { isError } from "@millrace/core/error";
import type { Flows } from "@millrace/core/flow";
import {
  type AlarmHealth,
  type Health,
  inOrderOfUrgency,
  type Redrive,
  recentFailures,
} from "@millrace/core/health";
import { type RunDeps, redriveDeadLetters } from "@millrace/core/run-lifecycle";
import { say } from "@millrace/core/sentence";
import { sqsQueue } from "../queue/index.ts";
import { alarmsOf } from "./alarms.ts";
import { type CacheMetrics, cacheReadings } from "./cache-readings.ts";
import { moveBack, queueHealth, type WatchedQueue } from "./queues.ts";

export { WatchedQueue } from "./queues.ts";

/** Runs whose failures are looked for. */
const NEWEST_RUNS = 50;

/** Messages of one redrive: what is done with them ends well before API Gateway gives up after 30 s. */
const MOST_REDRIVEN = 250;

/** In the place of the alarms that cannot be read: nobody knows whether one of them rings. */
const NO_CLOUD_WATCH: AlarmHealth = {
  ...{ name: "CloudWatch", state: "unknown", description: say("alarm.unreadable") },
  ...{ reason: say("found.silent"), since: null, consoleUrl: null },
};

/**
 * The health of a stage: its queues and alarms, and what its metrics say of the cache. Errors are those of the newest runs of the tenant
 * who asks, for runs are kept by tenant; no logs are read. Where CloudWatch does not answer the rest is told.
 *
 * @param input.cloudWatch - made by `cloudWatchClient`
 * @param input.sqs - made by `sqsClient`
 * @param input.alarmPrefix - how the names of the stage's alarms begin, such as `millrace-production-`
 */
export function awsHealth(input: {
  sqs: SQSClient;
  cloudWatch: CloudWatchClient;
  queues: readonly WatchedQueue[];
  alarmPrefix: string;
  metrics: CacheMetrics;
  deps: RunDeps & { flows: Flows };
}): Health {
  const { sqs, cloudWatch, queues, alarmPrefix, metrics, deps } = input;
  const { runs, clock } = deps;
  return {
    async report({ tenantId }) {
      const now = clock.now();
      const [ofQueues, alarms, newest, cache] = await Promise.all([
        Promise.all(queues.map((queue) => queueHealth({ sqs, queue }))),
        unlessSilent(alarmsOf({ cloudWatch, prefix: alarmPrefix })),
        runs.list({ tenantId, limit: NEWEST_RUNS }),
        unlessSilent(cacheReadings({ cloudWatch, metrics, now })),
      ]);
      return {
        checkedAt: now,
        queues: ofQueues,
        alarms: inOrderOfUrgency(alarms ?? [NO_CLOUD_WATCH]),
        errors: await recentFailures({ runs: newest }, { runs }),
        cache,
      };
    },

    async redrive({ queue: name }): Promise<Redrive | null> {
      const queue = queues.find((each) => each.name === name);
      if (queue === undefined || queue.redrive === null) return null;
      if (queue.redrive !== "runs") {
        const messages = await moveBack({ sqs, queue, to: queue.redrive.to });
        return { messages, moving: true, retried: [], waiting: [], settled: [] };
      }
      const deadLetters = sqsQueue({ client: sqs, url: queue.url });
      const done = await redriveDeadLetters({ limit: MOST_REDRIVEN }, { ...deps, deadLetters });
      const { messages, retried, waiting, settled } = done;
      return { messages, moving: false, retried, waiting, settled };
    },
  };
}

/** null where the service is overloaded or does not answer. */
async function unlessSilent<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!isError(error, "Store.Throttled")) throw error;
    return null;
  }
}
