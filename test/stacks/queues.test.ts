import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  alarmsOn,
  all,
  deployed,
  lambdas,
  mappings,
  NEEDS_PLATFORM,
  one,
  queues,
  ResourcePolicy,
  STAGES,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

const Notification = z.object({
  bucket: z.string(),
  queues: z.array(
    z.object({
      id: z.string(),
      queueArn: z.string(),
      events: z.array(z.string()),
      filterPrefix: z.string(),
      filterSuffix: z.string().optional(),
    }),
  ),
  lambdaFunctions: z.array(z.unknown()),
  topics: z.array(z.unknown()),
});
const notification = async (stage: string) =>
  one(await deployed(stage), "aws:s3/bucketNotification:BucketNotification", Notification);

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the queues of %s ${NEEDS_PLATFORM}`, (stage) => {
  it("hide a message six times as long as its function may take, and try it at least five times", async () => {
    const app = await deployed(stage);
    expect(mappings(app)).toHaveLength(2);
    for (const [, mapping] of mappings(app)) {
      const [, queue] = queues(app).find(([, { arn }]) => arn === mapping.eventSourceArn) ?? [];
      const [, fn] = lambdas(app).find(([, { arn }]) => arn === mapping.functionName) ?? [];
      expect(queue?.visibilityTimeoutSeconds).toBeGreaterThanOrEqual(
        6 * (fn?.timeout ?? Number.NaN) + mapping.maximumBatchingWindowInSeconds,
      );
      expect(queue?.redrivePolicy?.maxReceiveCount).toBeGreaterThanOrEqual(5);
      expect(mapping.functionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      expect(mapping.scalingConfig?.maximumConcurrency).toBeGreaterThanOrEqual(2);
    }
  });

  it("keep dead letters for fourteen days, longer than any queue keeps its own", async () => {
    const app = await deployed(stage);
    const dead = queues(app).filter(([, { redrivePolicy }]) => redrivePolicy === undefined);
    expect(dead.map(([name]) => name).sort()).toEqual([
      "BatchDeadLettersQueue",
      "CustomerEventDeadLettersQueue",
      "EndingDeadLettersQueue",
      "UploadDeadLettersQueue",
    ]);
    for (const [, { messageRetentionSeconds }] of dead) expect(messageRetentionSeconds).toBe(FOURTEEN_DAYS);
    for (const [, queue] of queues(app)) {
      if (queue.redrivePolicy === undefined) continue;
      const target = dead.find(([, { arn }]) => arn === queue.redrivePolicy?.deadLetterTargetArn);
      expect(target).toBeDefined();
      expect(queue.messageRetentionSeconds ?? 0).toBeLessThan(FOURTEEN_DAYS);
    }
  });

  it("ring for every dead letter, for a hundred uploads that wait and a thousand events", async () => {
    const app = await deployed(stage);
    for (const [name, queue] of queues(app)) {
      const watching = alarmsOn(app, "ApproximateNumberOfMessagesVisible", queue.name);
      const depth = name === "UploadsQueue" ? 100 : 1000;
      const threshold = queue.redrivePolicy === undefined ? 0 : depth;
      expect(
        watching.map(([, alarm]) => alarm.threshold),
        name,
      ).toEqual([threshold]);
    }
  });

  it("are encrypted, and refuse whoever comes without TLS", async () => {
    const app = await deployed(stage);
    const policies = all(app, "aws:sqs/queuePolicy:QueuePolicy", ResourcePolicy);
    expect(policies).toHaveLength(queues(app).length);
    for (const [name, queue] of queues(app)) {
      expect(queue.sqsManagedSseEnabled, name).toBe(true);
      const [, own] = policies.find(([, { queueUrl }]) => queueUrl === queue.url) ?? [];
      const denied = own?.policy.filter(({ Effect: effect }) => effect === "Deny") ?? [];
      expect(denied, name).toMatchObject([{ Condition: { Bool: { "aws:SecureTransport": ["false"] } } }]);
    }
  });

  it("take messages from our own bucket and our own rule only", async () => {
    for (const [name, { policy }] of all(
      await deployed(stage),
      "aws:sqs/queuePolicy:QueuePolicy",
      ResourcePolicy,
    )) {
      for (const { Effect: effect, Condition: condition } of policy) {
        if (effect === "Allow") expect(condition.ArnEquals?.["aws:SourceArn"], name).toHaveLength(1);
      }
    }
  });

  it("hear of new objects in uploads/ and catalogs/ and of nothing else: what a run writes triggers nothing", async () => {
    const { queues: notified, lambdaFunctions, topics } = await notification(stage);
    expect([lambdaFunctions, topics]).toEqual([[], []]);
    expect(notified).toMatchObject([
      { id: "Uploads", events: ["s3:ObjectCreated:*"], filterPrefix: "uploads/" },
      { id: "Catalogs", events: ["s3:ObjectCreated:*"], filterPrefix: "catalogs/" },
    ]);
    expect(new Set(notified.map(({ queueArn }) => queueArn)).size).toBe(1);
    for (const { filterSuffix } of notified) expect(filterSuffix).toBeUndefined();
  });
});
