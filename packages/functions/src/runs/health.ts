import { cloudWatchClient, sqsClient } from "@millrace/aws/clients";
import { awsHealth, WatchedQueue } from "@millrace/aws/health";
import type { Health } from "@millrace/core/health";
import * as z from "zod";
import { flows, importDeps, once, waiting } from "../deps.ts";
import { parseEvent } from "../event/parse.ts";
import { tracer } from "../observe.ts";

/** What the stack tells of what is to be watched. */
const Watched = z.object({
  /** JSON: the queues. */
  HEALTH_QUEUES: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(WatchedQueue)),
  /** How the names of the stage's alarms begin. */
  ALARM_PREFIX: z.string(),
  /** Whose metrics are those of the cache. */
  POWERTOOLS_SERVICE_NAME: z.string(),
});

/** @throws Input.Invalid where the stack's settings are not usable */
export const healthOfStage = once((): Health => {
  const watched = parseEvent({
    ...{ schema: Watched, event: process.env },
    what: "usable HEALTH_QUEUES and ALARM_PREFIX in the environment",
  });
  return awsHealth({
    sqs: tracer.captureAWSv3Client(sqsClient(waiting())),
    cloudWatch: tracer.captureAWSv3Client(cloudWatchClient(waiting())),
    queues: watched.HEALTH_QUEUES,
    alarmPrefix: watched.ALARM_PREFIX,
    metrics: { namespace: "Millrace", services: [watched.POWERTOOLS_SERVICE_NAME] },
    deps: { ...importDeps(), flows: flows() },
  });
});
