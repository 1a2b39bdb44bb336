import { DescribeTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { dynamoClient } from "@millrace/aws/clients";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { RUNS_TABLE } from "@millrace/aws/tables";
import type { LeadAction, RunStore } from "@millrace/core/run";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { batch, RETENTION_DAYS, run, unique } from "../../../test/contract/samples.ts";
import { countCosts, type DynamoCosts } from "../../../test/equipment/dynamo-costs.ts";
import { createTable, dynamoIsMissing, patientDynamoClient } from "../../../test/equipment/dynamo-server.ts";
import { sharedDynamo } from "../../../test/equipment/shared-servers.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

describe.skipIf(skipped)(`runs on DynamoDB${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  const table = unique("runs");
  let client: ReturnType<typeof dynamoClient>;
  let costs: DynamoCosts;
  let store: RunStore;

  beforeAll(async () => {
    const endpoint = await sharedDynamo();
    await createTable({ endpoint, table, definition: RUNS_TABLE });
    client = patientDynamoClient(endpoint);
    costs = countCosts(client);
    store = dynamoRuns({ client, table, retentionDays: RETENTION_DAYS, clock: systemClock, random });
  });
  afterAll(() => client.destroy());

  const itemsOf = async (pk: string) => {
    const values = { ":pk": pk };
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: values,
    });
    return (await client.send(command)).Items ?? [];
  };

  it("every item says when it may go, by the attribute the table looks at", async () => {
    const one = await store.register(run({ tenantId: unique("tenant"), upload: 1 }));
    await store.putBatch(batch({ runId: one.runId, batchId: "b1" }));
    const description = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    const name = description.TimeToLiveDescription?.AttributeName ?? "";
    const expiresAt = (from: number) => from / 1000 + RETENTION_DAYS * 24 * 60 * 60;
    for (const [pk, count, from] of [
      [`run#${one.runId}`, 2, one.registeredAt],
      [`runs#${one.tenantId}`, 1, one.registeredAt],
      [`batches#${one.runId}`, 1, 2_000],
      [`counts#${one.runId}`, 1, 2_000],
    ] as const) {
      const items = await itemsOf(pk);
      expect(items).toHaveLength(count);
      for (const item of items) expect(item[name]).toBe(expiresAt(from));
    }
  });

  it("the totals read 120 bytes a batch, also where every row changed a lead", async () => {
    const runId = "7f3a9b2c1d4e5f60718a";
    const count = 300;
    const action: LeadAction = {
      leadId: "1092549d-78a8-5ddf-a523-6c72bcf07b60",
      row: 1,
      action: "lead_updated",
      previousSourceFile: "crm-export.csv",
      newSourceFile: "crm-export.csv",
      fieldsChanged: ["title", "company"],
    };
    const actions = Array.from({ length: 10 }, () => action);
    for (let n = 0; n < count; n++) {
      const batchId = `b${String(n).padStart(7, "0")}`;
      await store.putBatch(batch({ runId, batchId, created: 0, updated: 10, actions }));
    }
    const before = { ...costs };
    expect(await store.totals({ runId })).toMatchObject({ completed: count, updated: 10 * count });
    const bytes = ((costs.readUnits - before.readUnits) * 4_096) / count;
    console.log(
      `Totals of a run: ${bytes.toFixed(0)} bytes a batch, ${costs.requests - before.requests} request`,
    );
    expect(bytes).toBeLessThan(140);
  });

  it("the totals of more counts than one page holds are the sums over all pages", async () => {
    const runId = unique("run");
    const count = 10_000;
    for (let n = 0; n < count; n += 25) {
      const items = Array.from({ length: 25 }, (_, m) => ({
        pk: `counts#${runId}`,
        sk: `b${String(n + m).padStart(7, "0")}`,
        ...{ status: "COMPLETED", rows: 10, created: 1, updated: 2, unchanged: 3, superseded: 4 },
      }));
      const RequestItems = { [table]: items.map((Item) => ({ PutRequest: { Item } })) };
      await client.send(new BatchWriteCommand({ RequestItems }));
    }
    const before = { ...costs };
    expect(await store.totals({ runId })).toMatchObject({
      ...{
        completed: count,
        created: count,
        updated: 2 * count,
        unchanged: 3 * count,
        superseded: 4 * count,
      },
    });
    expect(costs.requests - before.requests).toBeGreaterThan(1);
  });

  it("column names that no attribute may have are kept", async () => {
    const one = run({ tenantId: unique("tenant"), upload: 1 });
    const options = { ...one.options, columns: { "": "email", "a.b#c": "title", __proto: "phone" } };
    await store.register({ ...one, options });
    expect((await store.get(one))?.options).toEqual(options);
    const item = await client.send(
      new GetCommand({ TableName: table, Key: { pk: `run#${one.runId}`, sk: "run" } }),
    );
    expect(item.Item?.tenantId).toBe(one.tenantId);
  });
});
