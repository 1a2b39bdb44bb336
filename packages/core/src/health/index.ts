import * as z from "zod";

const Count = z.int();

/** A queue that messages wait in. */
export const QueueHealth = z.object({
  /** Names the queue in `redrive`. */
  name: z.string(),
  kind: z.enum(["work", "dead-letters"]),
  /** Messages that wait; on SQS an estimate. */
  waiting: Count,
  /** Messages that somebody works on; null where that is not known. */
  inFlight: Count.nullable(),
  /** Whether its messages can be tried again from here. */
  redrivable: z.boolean(),
});
export type QueueHealth = z.infer<typeof QueueHealth>;

export const AlarmHealth = z.object({
  name: z.string(),
  state: z.enum(["ok", "alarm", "unknown"]),
  description: z.string(),
  reason: z.string(),
  /** In ms; null where it was never otherwise. */
  since: z.number().nullable(),
  consoleUrl: z.string().nullable(),
});
export type AlarmHealth = z.infer<typeof AlarmHealth>;

/** A failure that was recorded: of a run, a request or a function. Its message holds no personal data. */
export const RecentError = z.object({
  at: z.number(),
  name: z.string(),
  message: z.string(),
  runId: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type RecentError = z.infer<typeof RecentError>;

export const CacheHealth = z.object({
  hits: Count,
  misses: Count,
  stale: Count,
  /** Since when they were counted, in ms. */
  since: z.number(),
});

/** How Millrace stands, for those who operate it. */
export const HealthReport = z.object({
  checkedAt: z.number(),
  queues: z.array(QueueHealth),
  alarms: z.array(AlarmHealth),
  /** Newest first. */
  errors: z.array(RecentError),
  cache: CacheHealth.nullable(),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** What trying the messages of a dead-letter queue again did. */
export const Redrive = z.object({
  /** Messages that were taken. */
  messages: Count,
  /** Runs whose failed batches were started again. */
  retried: z.array(z.string()),
  /** Runs that are under way: their messages stay. */
  waiting: z.array(z.string()),
});
export type Redrive = z.infer<typeof Redrive>;

/** Watches over the queues and what failed. */
export interface Health {
  report(): Promise<HealthReport>;
  /** Tries the messages of a dead-letter queue again; null where there is no such queue, or it cannot be redriven. */
  redrive(input: { queue: string }): Promise<Redrive | null>;
}
