import { describe, expect, it } from "vitest";
import * as z from "zod";
import {
  API_KEYS_TABLE,
  LEADS_TABLE,
  MODEL_ANSWERS_TABLE,
  PRODUCTS_TABLE,
  RUNS_TABLE,
  TOKEN_LEDGERS_TABLE,
} from "../../packages/aws/src/tables/index.ts";
import { stageSettings } from "../../stacks/stage.ts";
import {
  alarms,
  alarmsOn,
  all,
  byName,
  deployed,
  lambdas,
  NEEDS_PLATFORM,
  STAGES,
  WITHOUT_PLATFORM,
} from "../equipment/stacks.ts";

const Table = z.object({
  name: z.string(),
  billingMode: z.string(),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  attributes: z.array(z.object({ name: z.string(), type: z.string() })),
  ttl: z.object({ attributeName: z.string(), enabled: z.boolean() }).optional(),
  pointInTimeRecovery: z.object({ enabled: z.boolean(), recoveryPeriodInDays: z.number() }),
  deletionProtectionEnabled: z.boolean(),
});
const Lifecycle = z.object({
  rules: z.array(
    z.object({
      status: z.string(),
      filter: z.object({ prefix: z.string() }),
      expiration: z.object({ days: z.number().optional() }).optional(),
      noncurrentVersionExpiration: z.object({ noncurrentDays: z.number() }).optional(),
      abortIncompleteMultipartUpload: z.object({ daysAfterInitiation: z.number() }).optional(),
    }),
  ),
});
const Bucket = z.object({ bucket: z.string(), forceDestroy: z.boolean() });
const Dashboard = z.object({ dashboardBody: z.string() });
const Body = z.object({
  widgets: z.array(
    z.object({ properties: z.object({ title: z.string(), metrics: z.array(z.array(z.string())) }) }),
  ),
});
/** What an undo may still need, in days. */
const UNDO_WINDOW = 30;

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the data of %s ${NEEDS_PLATFORM}`, (stage) => {
  const settings = stageSettings(stage);

  it("are in the tables that the adapters are written for, recoverable to any second of 35 days", async () => {
    const tables = all(await deployed(stage), "aws:dynamodb/table:Table", Table);
    const shapes = {
      LeadsTable: LEADS_TABLE,
      RunsTable: RUNS_TABLE,
      ModelAnswersTable: MODEL_ANSWERS_TABLE,
      ApiKeysTable: API_KEYS_TABLE,
      ProductsTable: PRODUCTS_TABLE,
      TokenLedgersTable: TOKEN_LEDGERS_TABLE,
    };
    expect(tables.map(([name]) => name).sort()).toEqual(Object.keys(shapes).sort());
    for (const [name, shape] of Object.entries(shapes)) {
      const table = tables.find(([id]) => id === name)?.[1];
      expect(table?.hashKey).toBe(shape.partitionKey);
      expect(table?.rangeKey ?? null).toBe(shape.sortKey);
      expect(table?.ttl?.attributeName ?? null).toBe(shape.timeToLive);
      expect(table?.billingMode).toBe("PAY_PER_REQUEST");
      expect(table?.pointInTimeRecovery).toEqual({ enabled: true, recoveryPeriodInDays: 35 });
      expect(table?.deletionProtectionEnabled).toBe(settings.protect);
    }
  });

  it("keep a run's files as long as it can be undone, and old versions no longer than the stage says", async () => {
    const { rules } = byName(
      await deployed(stage),
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "FilesLifecycle",
      Lifecycle,
    );
    const of = (prefix: string) => rules.find(({ filter }) => filter.prefix === prefix);
    expect(of("runs/")?.expiration?.days).toBe(settings.runDays);
    expect(settings.runDays).toBeGreaterThan(UNDO_WINDOW);
    for (const dropped of ["uploads/", "catalogs/", "submitted/"]) {
      expect(of(dropped)?.noncurrentVersionExpiration?.noncurrentDays).toBe(settings.oldVersionDays);
      expect(of(dropped)?.expiration?.days).toBeUndefined();
    }
    expect(of("exports/")?.expiration?.days).toBe(settings.exportDays);
    expect(of("exports/")?.noncurrentVersionExpiration?.noncurrentDays).toBe(1);
    expect(of("previews/")?.expiration?.days).toBe(1);
    expect(of("previews/")?.noncurrentVersionExpiration?.noncurrentDays).toBe(1);
    expect(of("")?.abortIncompleteMultipartUpload?.daysAfterInitiation).toBeGreaterThan(0);
    for (const { status } of rules) expect(status).toBe("Enabled");
  });

  it("keep the records of runs at least as long as their files", () => {
    expect(settings.recordDays).toBeGreaterThanOrEqual(settings.runDays);
  });

  it("go with the stage only where that is nobody's but a developer's", async () => {
    const bucket = byName(await deployed(stage), "aws:s3/bucket:Bucket", "FilesBucket", Bucket);
    expect(bucket.forceDestroy).toBe(stage === "development");
    expect(settings.removal === "remove").toBe(stage === "development");
    expect(settings.protect).toBe(stage === "production");
  });
});

describe.skipIf(WITHOUT_PLATFORM).each(STAGES)(`the watch over %s ${NEEDS_PLATFORM}`, (stage) => {
  it("speaks to one topic, and takes no data for no fault", async () => {
    const app = await deployed(stage);
    for (const [name, alarm] of alarms(app)) {
      expect(alarm.treatMissingData, name).toBe("notBreaching");
      expect(alarm.alarmActions, name).toEqual([
        `arn:aws:sns:us-east-1:123456789012:millrace-${stage}-alarms`,
      ]);
      expect(
        alarm.metricQueries.filter(({ returnData }) => returnData),
        name,
      ).toHaveLength(1);
    }
  });

  it.each([
    ["DuplicateLeadsDetected", 50],
    ["StoreErrors", 5],
    ["ExecutionsAborted", 0],
    ["WriteThrottleEvents", 0],
  ])("rings for %s above %i", async (metric, threshold) => {
    const found = alarmsOn(await deployed(stage), metric);
    expect(found.length).toBeGreaterThan(0);
    for (const [, alarm] of found) expect(alarm.threshold).toBe(threshold);
  });

  it("rings before a batch is cut off, and when batches take 30 % longer than usual", async () => {
    const app = await deployed(stage);
    for (const name of ["ParseFile", "StandardizeLeads", "UpsertLeads", "ParseCatalog", "EnrichProducts"]) {
      const [, fn] = lambdas(app).find(([id]) => id === `${name}Function`) ?? [];
      const [, alarm] = alarms(app).find(([id]) => id === `${name}DurationAlarm`) ?? [];
      expect(alarm?.threshold).toBe((fn?.timeout ?? Number.NaN) * 800);
    }
    const [, usual] = alarms(app).find(([id]) => id === "BatchTimeAlarm") ?? [];
    expect(usual?.threshold).toBe(stageSettings(stage).usualBatchMs.rules * 1.3);
  });

  it("has dashboards of metrics that somebody writes", async () => {
    const app = await deployed(stage);
    const { METRICS } = await import("../../packages/functions/src/observe.ts");
    const services = lambdas(app).map(([, fn]) => fn.environment.variables.POWERTOOLS_SERVICE_NAME);
    const dashboards = all(app, "aws:cloudwatch/dashboard:Dashboard", Dashboard);
    expect(dashboards.map(([name]) => name).sort()).toEqual([
      "CatalogDashboard",
      "CustomerDashboard",
      "Dashboard",
    ]);
    for (const [, { dashboardBody }] of dashboards) {
      const own = Body.parse(JSON.parse(dashboardBody))
        .widgets.flatMap(({ properties }) => properties.metrics)
        .filter(([namespace]) => namespace === "Millrace");
      expect(own.length).toBeGreaterThan(0);
      for (const [, metric] of own) expect(METRICS).toContain(metric);
      for (const [, , dimension, value] of own) {
        expect(dimension).toBe("service");
        expect(services).toContain(value);
      }
    }
  });
});
