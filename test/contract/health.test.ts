import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudWatchClient, sqsClient } from "@millrace/aws/clients";
import { awsHealth } from "@millrace/aws/health";
import { sqsQueue } from "@millrace/aws/queue";
import type { Flows } from "@millrace/core/flow";
import { silentLog } from "@millrace/core/log";
import { localHealth } from "@millrace/local/health";
import { openStores } from "@millrace/local/store/index";
import { systemClock, uuid } from "@millrace/local/system";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CloudWatchServer, startCloudWatch } from "../equipment/cloudwatch-server.ts";
import { LOCAL_CREDENTIALS } from "../equipment/dynamo-server.ts";
import { emptyMemory, memoryObjects, memoryRuns } from "../equipment/memory-stores.ts";
import { startProxy } from "../equipment/proxy.ts";
import { type SqsServer, startSqs } from "../equipment/sqs-server.ts";
import { healthContract } from "./health.ts";
import { run, unique } from "./samples.ts";

const noFlows: Flows = { start: async () => "started", describe: async () => null, stop: async () => {} };

/** A machine's health, in a folder that is gone when it is closed. */
function machine(flows = noFlows) {
  const dataDir = mkdtempSync(join(tmpdir(), "millrace-contract-"));
  const owner = { pid: process.pid, isAlive: () => true };
  const stores = openStores({ dataDir, clock: systemClock, uuid, owner });
  const { runs, objects, deadLetters } = stores;
  const health = localHealth({
    ...{ dataDir, stores, logPath: join(dataDir, "millrace.log") },
    deps: { runs, objects, clock: systemClock, log: silentLog, flows },
    cache: async () => ({ rates: { counts: {}, hitRate: null }, since: 0 }),
  });
  const close = async () => {
    stores.close();
    rmSync(dataDir, { recursive: true });
  };
  return { health, runs, deadLetters, close };
}

healthContract("one machine", async (flows) => ({ ...machine(flows), name: "dead-letters", work: "drop" }));

it("one machine's disk rings where there is no room for another file like the largest of late", async () => {
  const { health, runs, close } = machine();
  // No disk has a pebibyte to spare.
  await runs.register(run({ tenantId: "t", upload: 1, bytes: 2 ** 50 }));
  const { alarms } = await health.report({ tenantId: "t" });
  expect(alarms[0]).toMatchObject({ name: "disk", state: "alarm" });
  await close();
});

describe("servers of the protocols of SQS and CloudWatch", () => {
  const NOW = Date.parse("2026-03-04T05:30:00Z");
  const clock = { ...systemClock, now: () => NOW };
  const tick = async () => {};
  let server: SqsServer;
  let watch: CloudWatchServer;
  let sqs: ReturnType<typeof sqsClient>;
  let cloudWatch: ReturnType<typeof cloudWatchClient>;

  beforeAll(async () => {
    server = await startSqs();
    watch = await startCloudWatch();
    sqs = sqsClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
    cloudWatch = cloudWatchClient({ endpoint: watch.endpoint, ...LOCAL_CREDENTIALS });
  });
  afterAll(async () => {
    sqs.destroy();
    cloudWatch.destroy();
    await watch.close();
    await server.close();
  });

  /** A stage of its own, with queues as the stacks make them. */
  function stage(flows = noFlows, alarms = cloudWatch) {
    const memory = emptyMemory();
    const runs = memoryRuns(memory, tick);
    const letters = server.createQueue({ name: unique("batch-letters") });
    const uploadLetters = server.createQueue({ name: unique("upload-letters") });
    const uploads = server.createQueue({ name: unique("uploads"), deadLetters: uploadLetters.arn });
    const dead = { kind: "dead-letters" as const };
    const health = awsHealth({
      ...{ sqs, cloudWatch: alarms, alarmPrefix: "millrace-prod-" },
      metrics: { namespace: "Millrace", services: ["millrace-prod-api", "millrace-prod-runs"] },
      queues: [
        { name: "Uploads", url: uploads.url, kind: "work", redrive: null },
        { name: "BatchDeadLetters", url: letters.url, ...dead, redrive: "runs" },
        { name: "UploadDeadLetters", url: uploadLetters.url, ...dead, redrive: { to: uploads.arn } },
        { name: "EndingDeadLetters", url: letters.url, ...dead, redrive: null },
      ],
      deps: { runs, objects: memoryObjects(memory, tick), clock, log: silentLog, flows },
    });
    const queue = ({ url }: { url: string }) => sqsQueue({ client: sqs, url });
    return {
      health,
      runs,
      letters: queue(letters),
      uploads: queue(uploads),
      uploadLetters: queue(uploadLetters),
    };
  }

  healthContract("a stage on AWS", async (flows) => {
    const { health, runs, letters: deadLetters } = stage(flows);
    return { health, runs, deadLetters, name: "BatchDeadLetters", work: "Uploads", close: async () => {} };
  });

  it("has SQS move the dead letters of a queue back to it", async () => {
    const { health, uploads, uploadLetters } = stage();
    for (const body of ["a", "b"]) await uploadLetters.send({ body });
    const moving = { moving: true, retried: [], waiting: [], settled: [] };
    expect(await health.redrive({ queue: "UploadDeadLetters" })).toEqual({ messages: 2, ...moving });
    const received = await uploads.receive({ limit: 10, visibilitySeconds: 60 });
    expect(new Set(received.map(({ body }) => body))).toEqual(new Set(["a", "b"]));
    expect(await health.redrive({ queue: "UploadDeadLetters" })).toEqual({ messages: 0, ...moving });
    expect(await health.redrive({ queue: "EndingDeadLetters" })).toBeNull();
  });

  it("has all alarms of its stage and no other's, those that ring first, with their pages in the console", async () => {
    const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
    const quiet = Array.from({ length: 101 }, (_, n) => `millrace-prod-Quiet${n}`);
    watch.alarms.push(
      ...quiet.map((AlarmName) => ({ AlarmName, AlarmArn: arn(AlarmName), StateValue: "OK" as const })),
      {
        ...{ AlarmName: "millrace-prod-Zeal", AlarmArn: arn("millrace-prod-Zeal"), StateValue: "ALARM" },
        ...{
          AlarmDescription: "what to do",
          StateReason: "1 > 0",
          StateTransitionedTimestamp: 1_700_000_000.5,
        },
      },
      ...(["OK", "ALARM"] as const).map((StateValue) => ({
        ...{ AlarmName: `millrace-prod-Zz${StateValue}`, AlarmArn: arn("m"), StateValue },
        StateReason: "Threshold Crossed: 1 datapoint …",
        StateReasonData: JSON.stringify({ version: "1.0", threshold: 1, recentDatapoints: [9, 3.5] }),
      })),
      { AlarmName: "millrace-prod-New", AlarmArn: arn("millrace-prod-New"), StateValue: "INSUFFICIENT_DATA" },
      { AlarmName: "millrace-production-Other", AlarmArn: arn("o"), StateValue: "ALARM" },
    );
    const { alarms } = await stage().health.report({ tenantId: "t" });
    expect(alarms).toHaveLength(105);
    const reasons = alarms.filter(({ name }) => name.includes("Zz")).map(({ reason }) => reason);
    expect(reasons).toEqual(["it was 3.5, above 1", "it was 3.5, not above 1"]);
    expect(alarms.slice(0, 4).map(({ name, state }) => [name, state])).toEqual([
      ["millrace-prod-Zeal", "alarm"],
      ["millrace-prod-ZzALARM", "alarm"],
      ["millrace-prod-New", "unknown"],
      ["millrace-prod-Quiet0", "ok"],
    ]);
    expect(alarms[0]).toEqual({
      ...{ name: "millrace-prod-Zeal", state: "alarm", description: "what to do", reason: "1 > 0" },
      since: 1_700_000_000_500,
      consoleUrl:
        "https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/millrace-prod-Zeal",
    });
  });

  it("sums what the cache answered in the hours that have begun in the last 24", async () => {
    const since = Date.parse("2026-03-03T06:00:00Z");
    const counted = (name: string, value: number, at: number, service = "millrace-prod-api") =>
      watch.data.push({ namespace: "Millrace", name, dimensions: { service }, value, at });
    counted("CacheHit", 1_000, since - 1);
    counted("CacheHit", 5, since);
    counted("CacheHit", 7, NOW - 1);
    counted("CacheHit", 20, NOW - 1, "millrace-prod-runs");
    counted("CacheHit", 10_000, NOW - 1, "millrace-staging-api");
    counted("CacheWait", 2, NOW - 5_000);
    counted("CacheStale", 3, NOW - 5_000);
    counted("CacheMiss", 4, NOW - 5_000);
    counted("CacheUncached", 6, NOW - 5_000);
    counted("CacheInvalidated", 50_000, NOW - 5_000);
    const { cache } = await stage().health.report({ tenantId: "t" });
    expect(cache).toEqual({ hits: 34, misses: 10, stale: 3, since });
  });

  it("where CloudWatch does not answer tells the rest", async () => {
    const fault = () => ({ kind: "answer" as const, status: 503, body: "{}" });
    const proxy = await startProxy({ target: watch.endpoint, fault });
    const client = cloudWatchClient({ endpoint: proxy.endpoint, ...LOCAL_CREDENTIALS });
    const { alarms, cache, queues } = await stage(noFlows, client).health.report({ tenantId: "t" });
    expect(alarms).toMatchObject([{ name: "CloudWatch", state: "unknown" }]);
    expect([cache, queues.length]).toEqual([null, 4]);
    client.destroy();
    await proxy.close();
  });
});
