import { dynamoClient } from "@millrace/aws/clients";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoModelCache } from "@millrace/aws/model-cache";
import { dynamoRuns } from "@millrace/aws/runs";
import { LEADS_TABLE, MODEL_ANSWERS_TABLE, RUNS_TABLE } from "@millrace/aws/tables";
import { NO_USAGE } from "@millrace/core/run";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { position, RETENTION_DAYS, run, unique, version } from "../../../test/contract/samples.ts";
import { createTable, dynamoIsMissing, LOCAL_CREDENTIALS } from "../../../test/equipment/dynamo-server.ts";
import { type Fault, type FaultProxy, type Passing, startProxy } from "../../../test/equipment/proxy.ts";
import { sharedDynamo } from "../../../test/equipment/shared-servers.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

const refuse = (type: string, status = 400): Fault => ({
  kind: "answer",
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "no" }),
});
const LOST: Fault = { kind: "lost" };

describe.skipIf(skipped)(`DynamoDB in trouble${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  const tables = { leads: unique("leads"), runs: unique("runs"), answers: unique("answers") };
  let proxy: FaultProxy;
  let client: ReturnType<typeof dynamoClient>;
  let fault: (passing: Passing) => Fault | null;
  let operations: string[];
  let slept: number[];

  beforeAll(async () => {
    const target = await sharedDynamo();
    await createTable({ endpoint: target, table: tables.leads, definition: LEADS_TABLE });
    await createTable({ endpoint: target, table: tables.runs, definition: RUNS_TABLE });
    await createTable({ endpoint: target, table: tables.answers, definition: MODEL_ANSWERS_TABLE });
    proxy = await startProxy({
      target,
      fault(passing) {
        operations.push(passing.operation);
        return fault(passing);
      },
    });
    client = dynamoClient({ endpoint: proxy.endpoint, ...LOCAL_CREDENTIALS });
  });
  beforeEach(() => {
    operations = [];
    slept = [];
    fault = () => null;
  });
  afterAll(async () => {
    client.destroy();
    await proxy.close();
  });

  /** A clock on which waiting takes no time, and chance in its middle. */
  const open = (table: string) => ({
    client,
    table,
    clock: { now: () => 0, sleep: async (ms: number) => void slept.push(ms) },
    random: () => 0.5,
  });
  const leads = () => dynamoLeads(open(tables.leads));
  const runs = () => dynamoRuns({ ...open(tables.runs), retentionDays: RETENTION_DAYS });
  /** The first requests meet faults, one each. */
  const first = (...faults: Fault[]) => {
    fault = () => faults.shift() ?? null;
  };
  const versions = (count: number) => {
    const tenantId = unique("tenant");
    return Array.from({ length: count }, (_, row) =>
      version({ tenantId, leadId: `a${row}`, upload: 1, row }),
    );
  };

  it.each([
    refuse("ProvisionedThroughputExceededException"),
    refuse("ThrottlingException"),
    refuse("RequestLimitExceeded"),
    refuse("InternalServerError", 500),
    { kind: "answer", status: 503, body: "<html>" },
    LOST,
  ] as Fault[])("tries again after %j, longer each time", async (trouble) => {
    const [one] = versions(1);
    if (one === undefined) return;
    first(trouble, trouble, trouble);
    await leads().putVersions({ versions: [one] });
    expect(await leads().history(one)).toEqual([one]);
    expect(slept).toEqual([25, 50, 100]);
  });

  it("gives up with Store.Throttled after some seconds, which the state machine tries again", async () => {
    fault = () => refuse("ThrottlingException");
    const reading = leads().get({ tenantId: "t", leadId: "a" });
    await expect(reading).rejects.toMatchObject({ name: "Store.Throttled", retryable: true });
    expect(operations).toHaveLength(8);
    expect(slept.reduce((a, b) => a + b)).toBeLessThan(5_000);
  });

  it("does not try again what is wrong with the request", async () => {
    first(refuse("ValidationException"));
    const reading = leads().get({ tenantId: "t", leadId: "a" });
    await expect(reading).rejects.toMatchObject({ name: "ValidationException" });
    expect(operations).toHaveLength(1);
  });

  it("writes again just what a batch write left over", async () => {
    const all = versions(30);
    let turn = 0;
    fault = ({ operation, body }) => {
      if (operation !== "BatchWriteItem" || turn++ > 0) return null;
      // Nothing of the first request is done.
      const UnprocessedItems = JSON.parse(body.toString()).RequestItems;
      return { kind: "answer", status: 200, body: JSON.stringify({ UnprocessedItems }) };
    };
    await leads().putVersions({ versions: all });
    expect(operations).toHaveLength(3);
    fault = () => null;
    for (const one of all) expect(await leads().history(one)).toEqual([one]);
  });

  it("gives up where a batch write leaves something over every time", async () => {
    fault = ({ body }) => {
      const UnprocessedItems = JSON.parse(body.toString()).RequestItems;
      return { kind: "answer", status: 200, body: JSON.stringify({ UnprocessedItems }) };
    };
    const writing = leads().putVersions({ versions: versions(1) });
    await expect(writing).rejects.toMatchObject({ name: "Store.Throttled" });
    expect(operations).toHaveLength(8);
  });

  it("reads again just what a batch read left over", async () => {
    const cache = dynamoModelCache(open(tables.answers));
    const entries = Array.from({ length: 20 }, () => ({ key: unique("key"), value: "x" }));
    await cache.put(entries);
    let turn = 0;
    fault = ({ body }) => {
      if (turn++ > 0) return null;
      const UnprocessedKeys = JSON.parse(body.toString()).RequestItems;
      return { kind: "answer", status: 200, body: JSON.stringify({ Responses: {}, UnprocessedKeys }) };
    };
    expect((await cache.get(entries.map(({ key }) => key))).size).toBe(20);
  });

  it("reads again just the leads that a look-up of many left over", async () => {
    const all = versions(150);
    await leads().advance({ versions: all, at: 5 });
    const asked: number[] = [];
    fault = ({ body }) => {
      const UnprocessedKeys = JSON.parse(body.toString()).RequestItems;
      asked.push(UnprocessedKeys[tables.leads].Keys.length);
      // Nothing of the first two requests is done.
      if (asked.length > 2) return null;
      return { kind: "answer", status: 200, body: JSON.stringify({ Responses: {}, UnprocessedKeys }) };
    };
    const tenantId = all[0]?.tenantId ?? "";
    const found = await leads().getMany({ tenantId, leadIds: all.map(({ leadId }) => leadId) });
    expect(found.map((lead) => lead?.leadId)).toEqual(all.map(({ leadId }) => leadId));
    expect(asked.toSorted((a, b) => a - b)).toEqual([50, 50, 100, 100]);
    expect(slept).toHaveLength(2);
  });

  it("an advance whose answer was lost answers its own position, as a retry does", async () => {
    const [one] = versions(1);
    if (one === undefined) return;
    await leads().putVersions({ versions: [one] });
    first(LOST);
    const [before] = await leads().advance({ versions: [one], at: 5 });
    expect(before).toMatchObject({ position: position(1, 0), createdAt: 5, updatedAt: 5 });
  });

  it("a run registered while the answer was lost is registered once", async () => {
    const one = run({ tenantId: unique("tenant"), upload: 1 });
    first(LOST);
    expect(await runs().register(one)).toEqual(one);
    // A query may see a transaction's items one after the other.
    const listed = () => runs().list({ tenantId: one.tenantId, limit: 10 });
    await expect.poll(listed).toEqual([one]);
  });

  it("registering tries again where another transaction was in the way", async () => {
    const one = run({ tenantId: unique("tenant"), upload: 1 });
    const conflict = { Code: "TransactionConflict", Message: "no" };
    const body = JSON.stringify({
      __type: "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
      CancellationReasons: [conflict, { Code: "None" }, { Code: "None" }],
    });
    first({ kind: "answer", status: 400, body });
    expect(await runs().register(one)).toEqual(one);
    expect(await runs().get(one)).toEqual(one);
  });

  it("what the model has cost is never added twice", async () => {
    const { runId } = await runs().register(run({ tenantId: unique("tenant"), upload: 1 }));
    const usage = { ...NO_USAGE, calls: 1, costUsd: 0.1 };
    first(LOST);
    await expect(runs().spend({ runId, usage })).rejects.toMatchObject({ name: "Store.Throttled" });
    first(refuse("ThrottlingException"));
    expect(await runs().spend({ runId, usage })).toEqual({ ...NO_USAGE, calls: 2, costUsd: 0.2 });
  });
});
