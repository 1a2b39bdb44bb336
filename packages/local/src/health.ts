import { statfs } from "node:fs/promises";
import { join } from "node:path";
import type { CacheEventName, CacheRates } from "@millrace/core/cache";
import type { Flows } from "@millrace/core/flow";
import {
  type AlarmHealth,
  type CacheHealth,
  type Health,
  inOrderOfUrgency,
  newestFirst,
  type QueueHealth,
  type RecentError,
  recentFailures,
} from "@millrace/core/health";
import type { Run } from "@millrace/core/run";
import { type RunDeps, redriveDeadLetters } from "@millrace/core/run-lifecycle";
import { say } from "@millrace/core/sentence";
import { newestErrors } from "./log-file.ts";
import type { Stores } from "./store/index.ts";
import { CATALOGS_FOLDER, countWaiting, DROP_FOLDER } from "./watch.ts";

/** The queue of batches that failed; the one that can be redriven. */
const DEAD_LETTERS = "dead-letters";

/** Runs that are looked at. */
const NEWEST_RUNS = 50;

/** Paused runs whose reasons are told. */
const PAUSED_RUNS = 100;

/** What an import leaves on the disk for each byte of a CSV (measured; docs/operate.md says of what). */
const DISK_PER_BYTE = 20;

/** With less than this the machine's own programs get into trouble. */
const LEAST_FREE = 1024 ** 3;

/** Where the health of one machine is read from. */
export interface LocalHealthInput {
  dataDir: string;
  logPath: string;
  stores: Pick<Stores, "deadLetters" | "runOverview">;
  deps: RunDeps & { flows: Flows };
  /** What this process has counted, and since when. */
  cache: () => Promise<{ rates: CacheRates; since: number }>;
}

/** The health of one machine: of all its tenants, and of this process's cache. */
export function localHealth(input: LocalHealthInput): Health {
  const { dataDir, stores, deps, cache } = input;
  const { deadLetters } = stores;
  return {
    async report() {
      const queues = await queuesOf(input);
      const newest = stores.runOverview.newest({ limit: NEWEST_RUNS });
      return {
        checkedAt: deps.clock.now(),
        queues,
        alarms: inOrderOfUrgency([
          deadLetterAlarm(queues),
          pausedAlarm(stores),
          await diskAlarm({ dataDir, newest }),
        ]),
        errors: await errorsOf({ ...input, newest }),
        cache: readings(await cache()),
      };
    },

    async redrive({ queue }) {
      if (queue !== DEAD_LETTERS) return null;
      const { messages, retried, waiting, settled } = await redriveDeadLetters({}, { ...deps, deadLetters });
      return { messages, moving: false, retried, waiting, settled };
    },
  };
}

async function queuesOf({ dataDir, stores, deps }: LocalHealthInput): Promise<QueueHealth[]> {
  const { deadLetters, runOverview } = stores;
  // A run that was retried by itself has left its messages here: they wait for nobody.
  const settled = runOverview.settled({ queue: DEAD_LETTERS, now: deps.clock.now() });
  const drop = join(dataDir, DROP_FOLDER);
  const files = async (name: string, watched: Parameters<typeof countWaiting>[0]): Promise<QueueHealth> => ({
    ...{ name, kind: "work", inFlight: null, redrivable: false },
    waiting: await countWaiting(watched),
  });
  return [
    await files(DROP_FOLDER, { folder: drop, reserved: [CATALOGS_FOLDER] }),
    await files(`${DROP_FOLDER}/${CATALOGS_FOLDER}`, { folder: join(drop, CATALOGS_FOLDER) }),
    {
      ...{ name: DEAD_LETTERS, kind: "dead-letters", redrivable: true },
      waiting: Math.max(0, (await deadLetters.depth()) - settled),
      inFlight: await deadLetters.held(),
    },
  ];
}

function deadLetterAlarm(queues: readonly QueueHealth[]): AlarmHealth {
  const messages = queues
    .filter(({ kind }) => kind === "dead-letters")
    .reduce((sum, { waiting, inFlight }) => sum + waiting + (inFlight ?? 0), 0);
  return alarm({
    name: "dead-letters",
    rings: messages > 0,
    description: say("alarm.deadLetters"),
    reason: messages === 0 ? say("found.none") : say("found.letters", { count: messages }),
    since: null,
  });
}

/** Where the model or Keepa may not be asked a run stands still, and nothing else tells of it. */
function pausedAlarm({ runOverview }: LocalHealthInput["stores"]): AlarmHealth {
  const paused = runOverview.paused({ limit: PAUSED_RUNS });
  const reasons = new Set(paused.map(({ halted }) => halted?.name ?? "no reason recorded"));
  const times = paused.flatMap(({ finishedAt }) => finishedAt ?? []);
  return alarm({
    name: "paused-runs",
    rings: paused.length > 0,
    description: say("alarm.pausedRuns"),
    reason:
      paused.length === 0
        ? say("found.none")
        : say("found.paused", { count: paused.length, reasons: [...reasons].join(", ") }),
    since: times.length === 0 ? null : Math.min(...times),
  });
}

/** Rings while there still is room: for another file like the largest of the newest runs. */
async function diskAlarm({
  dataDir,
  newest,
}: {
  dataDir: string;
  newest: readonly Run[];
}): Promise<AlarmHealth> {
  const { bavail, bsize, blocks } = await statfs(dataDir);
  const free = bavail * bsize;
  const largest = newest.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  const needed = Math.max(LEAST_FREE, DISK_PER_BYTE * largest);
  return alarm({
    name: "disk",
    rings: free < needed,
    description: say("alarm.disk"),
    reason: say("found.disk", {
      free: gibibytes(free),
      all: gibibytes(blocks * bsize),
      needed: gibibytes(needed),
    }),
    since: null,
  });
}

function alarm(input: Omit<AlarmHealth, "state" | "consoleUrl"> & { rings: boolean }): AlarmHealth {
  const { rings, ...rest } = input;
  return { ...rest, state: rings ? "alarm" : "ok", consoleUrl: null };
}

/** To a tenth. */
function gibibytes(bytes: number): number {
  return Math.round((bytes / 1024 ** 3) * 10) / 10;
}

/** What the records of runs tell, and what the log tells besides. */
async function errorsOf(input: LocalHealthInput & { newest: readonly Run[] }): Promise<RecentError[]> {
  const { logPath, deps, newest } = input;
  const ofRuns = await recentFailures({ runs: newest }, deps);
  const told = new Set(ofRuns.map(({ runId, name }) => `${runId} ${name}`));
  const owners = new Map(newest.map(({ runId, tenantId }) => [runId, tenantId]));
  const ofLog = new Map<string, RecentError>();
  for (const [index, line] of (await newestErrors({ path: logPath })).entries()) {
    const { time, errorName: name, reason, runId = null, requestId = null } = line;
    const message = reason ?? line.message;
    const tenantId = line.tenantId ?? owners.get(line.runId ?? "") ?? null;
    if (told.has(`${runId} ${name}`)) continue;
    const error = { at: Date.parse(time), name, message, tenantId, runId, requestId };
    // What a run met again and again is told once, by its last time; requests are told one by one.
    ofLog.set(runId === null ? `line ${index}` : `${runId} ${name} ${message}`, error);
  }
  return newestFirst([...ofRuns, ...ofLog.values()]);
}

function readings({ rates, since }: { rates: CacheRates; since: number }): CacheHealth {
  const count = (name: CacheEventName) => rates.counts[name] ?? 0;
  const hits = count("hit") + count("wait");
  return { hits, misses: count("miss") + count("uncached"), stale: count("stale"), since };
}
