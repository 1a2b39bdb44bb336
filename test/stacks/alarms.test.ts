import { describe, expect, it } from "vitest";
import * as z from "zod";
import { stageSettings } from "../../stacks/stage.ts";
import { evaluate, statistic } from "../equipment/metric-math.ts";
import {
  Alarm,
  type App,
  all,
  deployed,
  lambdas,
  NEEDS_PLATFORM,
  synthesised,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const STAGE = "production";
const WatchfulAlarm = Alarm.extend({
  evaluationPeriods: z.number(),
  datapointsToAlarm: z.never().optional(),
  comparisonOperator: z.literal("GreaterThanThreshold"),
  treatMissingData: z.literal("notBreaching"),
});
type WatchfulAlarm = z.infer<typeof WatchfulAlarm>;
const watchful = (app: App) => all(app, "aws:cloudwatch/metricAlarm:MetricAlarm", WatchfulAlarm);

/** What was observed of each metric, by its id, in one period after the other. */
type Observed = Record<string, number[][]>;

/** Whether an alarm rings at the end of the last period. */
function rings(alarm: WatchfulAlarm, observed: Observed): boolean {
  const metrics = Object.fromEntries(
    alarm.metricQueries.flatMap(({ id, metric }) =>
      metric === undefined
        ? []
        : [[id, (observed[id] ?? []).map((values) => statistic(metric.stat, values))] as const],
    ),
  );
  const [result] = alarm.metricQueries.filter(({ returnData }) => returnData);
  const values = evaluate(result?.expression ?? result?.id ?? "", metrics);
  if (typeof values === "number") throw new Error("the alarm watches nothing");
  const last = values.slice(-alarm.evaluationPeriods);
  return (
    last.length === alarm.evaluationPeriods &&
    last.every((value) => value !== undefined && value > alarm.threshold)
  );
}

const times = (count: number, value: number): number[] => Array<number>(count).fill(value);
const NOTHING: number[] = [];
/** Lambda counts 0 or 1 error for each of a hundred invocations. */
const failing = (count: number): Observed => ({
  errors: [[...times(count, 1), ...times(100 - count, 0)]],
  invocations: [times(100, 1)],
});
const { usualBatchMs, parse } = stageSettings(STAGE);
const batches = (factor: number): Observed => ({
  standardize: [times(50, 0.6 * factor * usualBatchMs.rules)],
  upsert: [times(50, 0.4 * factor * usualBatchMs.rules)],
});

/** Which alarms, what happened, and whether they ring. */
const CASES: [alarms: RegExp, what: string, observed: Observed, ring: boolean][] = [
  [/Errors$/, "6 % of its invocations fail", failing(6), true],
  [/Errors$/, "4 % fail", failing(4), false],
  [/Errors$/, "5 % fail: not more than that", failing(5), false],
  [/Errors$/, "its only invocation fails", { errors: [[1]], invocations: [[1]] }, true],
  [/Errors$/, "nobody invokes it", { errors: [NOTHING], invocations: [NOTHING] }, false],
  [/Errors$/, "it is said that there were 0 invocations", { errors: [[0]], invocations: [[0]] }, false],
  [/Throttles$/, "it is refused for a quarter of an hour", { throttles: [[1], [3], [1]] }, true],
  [/Throttles$/, "it is refused for ten minutes", { throttles: [[0], [3], [1]] }, false],
  [/Throttles$/, "nobody invokes it", { throttles: [NOTHING, NOTHING, NOTHING] }, false],
  [/^Parse(File|Catalog)Duration$/, "one takes 81 % of its time", duration(0.81 * parse.timeout), true],
  [/^Parse(File|Catalog)Duration$/, "the slowest takes 79 %", duration(0.79 * parse.timeout), false],
  [/^(Standardize|Upsert)LeadsDuration$/, "one takes a whole timeout", duration(300), true],
  [/^(Standardize|Upsert)LeadsDuration$/, "the slowest takes a second", duration(1), false],
  [/^EnrichProductsDuration$/, "one takes a whole timeout", duration(90), true],
  [/^EnrichProductsDuration$/, "the slowest waits a minute for Keepa", duration(65), false],
  [/^BatchTime$/, "batches take 31 % longer than usual", batches(1.31), true],
  [/^BatchTime$/, "batches take 29 % longer", batches(1.29), false],
  [
    /^BatchTime$/,
    "one batch of many is slow",
    { standardize: [[...times(49, 100), 9_000]], upsert: [times(50, 100)] },
    false,
  ],
  [/^BatchTime$/, "nothing is imported", { standardize: [NOTHING], upsert: [NOTHING] }, false],
  [/DeadLetters$/, "one message is there", { waiting: [[0, 0, 1]] }, true],
  [/DeadLetters$/, "none is", { waiting: [[0, 0, 0]] }, false],
  [/DeadLetters$/, "SQS says nothing of a queue that nobody used for hours", { waiting: [NOTHING] }, false],
  [/^UploadsDepth$/, "101 uploads wait", { waiting: [[40, 101]] }, true],
  [/^UploadsDepth$/, "100 wait", { waiting: [[100, 100]] }, false],
  [
    /^(lead|catalog).*executions$/,
    "one execution fails, and nothing is said of the rest",
    ends({ failed: 1 }),
    true,
  ],
  [/^(lead|catalog).*executions$/, "one runs out of time", ends({ timedOut: 1 }), true],
  [/^(lead|catalog).*executions$/, "one is stopped", ends({ aborted: 1 }), true],
  [/^(lead|catalog).*executions$/, "all succeed", ends({ failed: 0, timedOut: 0, aborted: 0 }), false],
  [/^(lead|catalog).*executions$/, "nothing is executed", ends({}), false],
  [
    /^KeepaRefused$/,
    "11 of 100 calls are refused",
    { refused: [times(11, 1)], calls: [times(100, 1)] },
    true,
  ],
  [/^KeepaRefused$/, "one of ten is", { refused: [[1]], calls: [times(10, 1)] }, false],
  [/^KeepaRefused$/, "none is", { refused: [NOTHING], calls: [[1]] }, false],
  [/^KeepaFailures$/, "a quarter of the calls fails", { failures: [[1]], calls: [times(4, 1)] }, true],
  [/^KeepaFailures$/, "a fifth does", { failures: [[1]], calls: [times(5, 1)] }, false],
  [/^KeepaFailures$/, "nobody calls", { failures: [NOTHING], calls: [NOTHING] }, false],
  [/^customer-refresh/, "one refresh of ten fails", { ...ends({ failed: 1 }), started: [[10]] }, false],
  [
    /^customer-refresh/,
    "two of ten fail, one of them for want of time",
    { ...ends({ failed: 1, timedOut: 1 }), started: [[10]] },
    true,
  ],
  [/^customer-refresh/, "nothing is refreshed", { ...ends({}), started: [NOTHING] }, false],
  [/^(PreloadStatistics|(Runs)?Api)Duration$/, "one takes a whole timeout", duration(60), true],
  [/^(PreloadStatistics|(Runs)?Api)Duration$/, "the slowest takes a second", duration(1), false],
  [/^CustomerEventsDepth$/, "1,001 events wait", { waiting: [[40, 1001]] }, true],
  [/^CustomerEventsDepth$/, "1,000 wait", { waiting: [[1000]] }, false],
  [/^ApiFailures$/, "6 of 100 requests are answered with a 5xx", requests({ failures: 6, of: 100 }), true],
  [/^ApiFailures$/, "4 are", requests({ failures: 4, of: 100 }), false],
  [/^ApiFailures$/, "nobody asks", { failures: [NOTHING], requests: [NOTHING] }, false],
  [/^ApiLatency$/, "one request in ten takes 2 s, for a quarter of an hour", slow([10, 10, 10]), true],
  [/^ApiLatency$/, "one in ten does for ten minutes", slow([0, 10, 10]), false],
  [/^ApiLatency$/, "one in a hundred does", slow([1, 1, 1]), false],
  [
    /^CacheUnavailable$/,
    "it does not answer for a quarter of an hour",
    { unavailable: [[9], [1], [4]] },
    true,
  ],
  [/^CacheUnavailable$/, "it does not answer once", { unavailable: [NOTHING, NOTHING, [1]] }, false],
  [/^InvalidationFailures$/, "one entry could not be removed", { failures: [[0, 1]] }, true],
  [/^InvalidationFailures$/, "all were", { failures: [NOTHING] }, false],
  [/^SlackDeliveries$/, "one digest of three did not arrive", delivered([1, 0, 1]), true],
  [/^SlackDeliveries$/, "all did", delivered([1, 1]), false],
  [/^SlackDeliveries$/, "there was nothing to tell", delivered([]), false],
  [
    /table-throttles$/,
    "writes are refused for a quarter of an hour",
    { reads: [NOTHING, NOTHING, NOTHING], writes: [[1], [1], [1]] },
    true,
  ],
  [
    /table-throttles$/,
    "now reads and now writes are",
    { reads: [[1], NOTHING, [1]], writes: [NOTHING, [1], NOTHING] },
    true,
  ],
  [
    /table-throttles$/,
    "writes are refused once",
    { reads: [NOTHING, NOTHING, NOTHING], writes: [NOTHING, NOTHING, [9]] },
    false,
  ],
  [/^Duplicates$/, "51 of 100 rows are of leads that were there", rows({ duplicates: 51, of: 100 }), true],
  [/^Duplicates$/, "49 are", rows({ duplicates: 49, of: 100 }), false],
  [/^Duplicates$/, "no row is imported", { duplicates: [NOTHING], rows: [NOTHING] }, false],
  [/^Duplicates$/, "a file of no rows is", rows({ duplicates: 0, of: 0 }), false],
  [
    /^(Catalog)?StoreFailures$/,
    "a store fails 6 % of the steps",
    { errors: [[...times(6, 1), ...times(94, 0)]] },
    true,
  ],
  [/^(Catalog)?StoreFailures$/, "a store fails 4 %", { errors: [[...times(4, 1), ...times(96, 0)]] }, false],
  [/^(Catalog)?StoreFailures$/, "nothing runs", { errors: [NOTHING] }, false],
];

function duration(seconds: number): Observed {
  return { duration: [[200, seconds * 1000]] };
}
function ends(counts: Record<string, number>): Observed {
  const of = (id: string) => [counts[id] === undefined ? NOTHING : [counts[id]]];
  return { failed: of("failed"), timedOut: of("timedOut"), aborted: of("aborted") };
}
function requests(counts: { failures: number; of: number }): Observed {
  return { failures: [[counts.failures]], requests: [times(counts.of, 1)] };
}
/** Of a hundred requests in each period, so many that take two seconds. */
function slow(counts: number[]): Observed {
  return { latency: counts.map((count) => [...times(100 - count, 80), ...times(count, 2000)]) };
}
function delivered(digests: number[]): Observed {
  return { deliveries: [digests], tries: [digests] };
}
function rows(counts: { duplicates: number; of: number }): Observed {
  return { duplicates: [[counts.duplicates]], rows: [[counts.of]] };
}

describe.skipIf(WITHOUT_PLATFORM)(`the alarms ${NEEDS_PLATFORM}`, () => {
  const named = async (name: RegExp) =>
    watchful(await deployed(STAGE)).filter(([id]) => name.test(id.replace(/Alarm$/, "")));

  it.each(CASES)("%s: %s", async (name, _, observed, ring) => {
    const found = await named(name);
    expect(found.length).toBeGreaterThan(0);
    for (const [id, alarm] of found) expect([id, rings(alarm, observed)]).toEqual([id, ring]);
  });

  it("each ring for something here, and for something else do not", async () => {
    for (const [id] of watchful(await deployed(STAGE))) {
      const own = CASES.filter(([name]) => name.test(id.replace(/Alarm$/, "")));
      expect([id, ...new Set(own.map(([, , , ring]) => ring))].sort()).toEqual([id, false, true].sort());
    }
  });

  it("watch every function's errors, and every dead letter", async () => {
    expect((await named(/Errors$/)).length).toBe(lambdas(await deployed(STAGE)).length);
    expect((await named(/DeadLetters$/)).length).toBeGreaterThanOrEqual(3);
  });

  it("take the model's time for usual once its key is set", async () => {
    const app = await synthesised({ stage: STAGE, secrets: { ModelKey: "a-key-of-ours" } });
    const [, alarm] = watchful(app).find(([id]) => id === "BatchTimeAlarm") ?? [];
    if (alarm === undefined) throw new Error("there is no alarm on the time of batches");
    const taking = (ms: number): Observed => ({ standardize: [[ms]], upsert: [[0]] });
    expect(rings(alarm, batches(1.31))).toBe(false);
    expect(rings(alarm, taking(1.31 * usualBatchMs.model))).toBe(true);
    expect(rings(alarm, taking(1.29 * usualBatchMs.model))).toBe(false);
  });
});

describe("metric math", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["8 / 2 / 2", 2],
    ["a - 1", [0, 1, undefined]],
    ["a / b", [undefined, 2, undefined]],
    ["FILL(a, 0) + FILL(b, 5)", [1, 3, 5]],
    ["IF(b > 0, a / b, 0)", [0, 2, undefined]],
    ["IF(1 > 2, 3, 4)", 4],
    ["100 * a >= 200", [0, 1, undefined]],
  ])("%s", (expression, expected) => {
    expect(evaluate(expression, { a: [1, 2, undefined], b: [0, 1, undefined] })).toEqual(expected);
  });

  it.each(["a +", "a b", "MAX(a)", "c", "a % 2", "FILL(a)"])("refuses %s", (expression) => {
    expect(() => evaluate(expression, { a: [1], b: [1] })).toThrow();
  });
});
