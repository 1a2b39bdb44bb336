import * as z from "zod";

const Count = z.int();

/** A queue that messages wait in. */
export const QueueHealth = z.object({
  /** Names the queue in `redrive`. */
  name: z.string(),
  kind: z.enum(["work", "dead-letters"]),
  /** Messages that wait; on SQS an estimate. */
  waiting: Count,
  /** Messages that somebody has taken and not deleted yet: they come back by themselves. null where that is not known. */
  inFlight: Count.nullable(),
  /** Whether its messages can be tried again from here. */
  redrivable: z.boolean(),
});
export type QueueHealth = z.infer<typeof QueueHealth>;

export const AlarmHealth = z.object({
  name: z.string(),
  state: z.enum(["ok", "alarm", "unknown"]),
  description: z.string(),
  /** What was found when it was looked at. */
  reason: z.string(),
  /** When it came to be in this state, in ms; null where that is not known. */
  since: z.number().nullable(),
  consoleUrl: z.string().nullable(),
});
export type AlarmHealth = z.infer<typeof AlarmHealth>;

/** A failure that was recorded: of a run, a request or a function. Its message holds no personal data. */
export const RecentError = z.object({
  at: z.number(),
  name: z.string(),
  message: z.string(),
  /** Whose run it was: only that tenant's keys find it. null where it is of no run, or that is not known. */
  tenantId: z.string().nullable(),
  runId: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type RecentError = z.infer<typeof RecentError>;

/** Readings of entries, each counted once. */
export const CacheHealth = z.object({
  /** Answered by the cache, where another's load was waited for included. */
  hits: Count,
  /** Answered by the database. */
  misses: Count,
  /** Answered by the cache though no longer fresh. */
  stale: Count,
  /** Since when they were counted, in ms. */
  since: z.number(),
});
export type CacheHealth = z.infer<typeof CacheHealth>;

/** How Millrace stands, for those who operate it. */
export const HealthReport = z.object({
  checkedAt: z.number(),
  queues: z.array(QueueHealth),
  /** Those that ring first. */
  alarms: z.array(AlarmHealth),
  /** Newest first, at most {@link MOST_ERRORS}. */
  errors: z.array(RecentError),
  cache: CacheHealth.nullable(),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** More than a page shows; the log and the runs have the rest. */
export const MOST_ERRORS = 50;

/** What trying the messages of a dead-letter queue again did. */
export const Redrive = z.object({
  /** Messages that were taken; where they are being moved, those that waited when that began: an estimate. */
  messages: Count,
  /** The queue itself moves them back to where they came from, which goes on after this answer. */
  moving: z.boolean(),
  /** Runs whose failed batches were started again. */
  retried: z.array(z.string()),
  /** Runs that are under way: their messages stay. */
  waiting: z.array(z.string()),
  /** Runs that need no retry any more: their messages were deleted. */
  settled: z.array(z.string()),
});
export type Redrive = z.infer<typeof Redrive>;

/** Watches over the queues and what failed. */
export interface Health {
  /** @param input.tenantId - who asks: where runs are kept by tenant, errors of runs are those of this tenant's */
  report(input: { tenantId: string }): Promise<HealthReport>;
  /** Tries the messages of a dead-letter queue again; null where there is no such queue, or it cannot be redriven. */
  redrive(input: { queue: string }): Promise<Redrive | null>;
}

/** In which order alarms are read. */
const URGENCY: Record<AlarmHealth["state"], number> = { alarm: 0, unknown: 1, ok: 2 };

/** Those that ring first, then those that know nothing; by name. */
export function inOrderOfUrgency(alarms: readonly AlarmHealth[]): AlarmHealth[] {
  return alarms.toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || (a.name < b.name ? -1 : 1));
}
