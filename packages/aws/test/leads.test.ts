import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { GetCommand } from "@aws-sdk/lib-dynamodb";
import type { dynamoClient } from "@millrace/aws/clients";
import { dynamoLeads } from "@millrace/aws/leads";
import { random, systemClock } from "@millrace/aws/system";
import { LEADS_TABLE } from "@millrace/aws/tables";
import { LEAD_FIELDS, type LeadStore, type LeadVersion, leadIdOf } from "@millrace/core/lead";
import { positionOf, uploadOrder } from "@millrace/core/run";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { unique } from "../../../test/contract/samples.ts";
import { countCosts, type DynamoCosts } from "../../../test/equipment/dynamo-costs.ts";
import { createTable, dynamoIsMissing, patientDynamoClient } from "../../../test/equipment/dynamo-server.ts";
import { sharedDynamo } from "../../../test/equipment/shared-servers.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";

const LEADS = 200;
const BATCH = 10;

describe.skipIf(skipped)(`what leads cost on DynamoDB${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  const table = unique("leads");
  let client: ReturnType<typeof dynamoClient>;
  let costs: DynamoCosts;
  let store: LeadStore;
  let tenantId: string;

  beforeAll(async () => {
    const endpoint = await sharedDynamo();
    await createTable({ endpoint, table, definition: LEADS_TABLE });
    client = patientDynamoClient(endpoint);
    costs = countCosts(client);
    store = dynamoLeads({ client, table, clock: systemClock, random });
  });
  beforeEach(() => {
    tenantId = unique("tenant");
  });
  afterAll(() => client.destroy());

  /** What the requests of `work` cost, for each of {@link LEADS}. */
  const perLead = async (work: () => Promise<void>): Promise<DynamoCosts> => {
    const before = { ...costs };
    await work();
    return {
      requests: (costs.requests - before.requests) / LEADS,
      writeUnits: (costs.writeUnits - before.writeUnits) / LEADS,
      readUnits: (costs.readUnits - before.readUnits) / LEADS,
    };
  };
  const lead = (upload: number, row: number, title = "CEO") => leadOf({ tenantId, upload, row, title });
  const importAll = async (versions: LeadVersion[], at: number) => {
    for (let n = 0; n < versions.length; n += BATCH) {
      const batch = versions.slice(n, n + BATCH);
      await store.putVersions({ versions: batch });
      await store.advance({ versions: batch, at });
    }
  };
  const file = (upload: number, title?: string) =>
    Array.from({ length: LEADS }, (_, row) => lead(upload, row, title));

  it("a lead costs 1.1 requests, 2 write units and no read; new, changed or unchanged", async () => {
    const figures = {
      "first import": await perLead(() => importAll(file(1), 1)),
      "all rows changed": await perLead(() => importAll(file(2, "CTO"), 2)),
      "no row changed": await perLead(() => importAll(file(3, "CTO"), 3)),
    };
    console.log(`DynamoDB per lead, ${LEADS} leads in batches of ${BATCH}:`);
    console.table(figures);
    for (const figure of Object.values(figures)) {
      expect(figure).toEqual({ requests: 1.1, writeUnits: 2, readUnits: 0 });
    }
  });

  it("listing reads 16 partitions of the tenant's own, and of a full page one alone", async () => {
    await importAll(file(1), 1);
    const all = await perLead(async () => {
      const { length } = await store.list({ tenantId, limit: LEADS });
      expect(length).toBe(LEADS);
    });
    const page = await perLead(async () => {
      expect(await store.list({ tenantId, limit: 5 })).toHaveLength(5);
    });
    const figures = { "all leads, for each": all.readUnits, "a page of 5, in all": page.readUnits * LEADS };
    console.log("DynamoDB read units of listing:");
    console.table(figures);
    expect(all.requests * LEADS).toBe(16);
    // 16 partitions, of about 12 leads below 1 KB each, in units of 4 KB.
    expect(all.readUnits).toBeLessThan(0.3);
    expect(page.requests * LEADS).toBe(1);
  });

  it("a sparse index by creation, of keys alone, would cost a third write unit for each new lead", async () => {
    const indexed = unique("indexed");
    await client.send(createIndexed(indexed));
    const plain = store;
    store = dynamoLeads({ client, table: indexed, clock: systemClock, random });
    const figures = {
      "first import": await perLead(() => importAll(file(1), 1)),
      "all rows changed": await perLead(() => importAll(file(2, "CTO"), 2)),
    };
    store = plain;
    console.log("DynamoDB per lead, with an index that there is not:");
    console.table(figures);
    expect(figures["first import"].writeUnits).toBe(3);
    expect(figures["all rows changed"].writeUnits).toBe(2);
  });

  it("a lead that changes again and again keeps its times, and stays small", async () => {
    const changes = 100;
    for (let upload = 1; upload <= changes; upload++) {
      await store.advance({ versions: [lead(upload, 1, `title ${upload}`)], at: upload });
    }
    const { leadId } = lead(1, 1);
    expect(await store.get({ tenantId, leadId })).toMatchObject({ createdAt: 1, updatedAt: changes });
    await store.advance({ versions: [lead(changes + 1, 1, `title ${changes}`)], at: changes + 1 });
    expect(await store.get({ tenantId, leadId })).toMatchObject({ createdAt: 1, updatedAt: changes });
    const { ConsumedCapacity: capacity } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { pk: `leads#${tenantId}#${leadId.charAt(0)}`, sk: leadId },
        ConsistentRead: true,
      }),
    );
    expect(capacity?.CapacityUnits).toBe(1);
    const again = { ...costs };
    await store.advance({ versions: [lead(changes + 2, 1, "new")], at: changes + 2 });
    expect(costs.writeUnits - again.writeUnits).toBe(1);
  });
});

/** The table with an index of each partition's current items by creation: versions have no `createdAt`, and are not in it. */
function createIndexed(table: string): CreateTableCommand {
  const { partitionKey, sortKey } = LEADS_TABLE;
  return new CreateTableCommand({
    TableName: table,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [
      { AttributeName: partitionKey, AttributeType: "S" },
      { AttributeName: sortKey ?? "sk", AttributeType: "S" },
      { AttributeName: "createdAt", AttributeType: "N" },
    ],
    KeySchema: [
      { AttributeName: partitionKey, KeyType: "HASH" },
      { AttributeName: sortKey ?? "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "byCreation",
        KeySchema: [
          { AttributeName: partitionKey, KeyType: "HASH" },
          { AttributeName: "createdAt", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
}

/** A version as the lead import writes it, with fields of usual length. */
function leadOf(input: { tenantId: string; upload: number; row: number; title: string }): LeadVersion {
  const { tenantId, upload, row, title } = input;
  const runId = `7f3a9b2c1d4e5f60718${upload % 10}`;
  const email = `maria.gonzalez.${row}@example-company.com`;
  const order = uploadOrder({
    eventTime: 1_700_000_000_000 + upload,
    sequencer: "0055AED6DCD90281E5",
    runId,
  });
  return {
    tenantId,
    leadId: leadIdOf({ tenantId, identity: { kind: "email", value: email } }),
    position: positionOf({ order, row }),
    runId,
    batchId: "b0000001",
    row,
    sourceFile: "Leads conference Bogotá 2026.csv",
    fields: {
      firstName: "María Fernanda",
      lastName: "González Ramírez",
      title,
      company: "Comercializadora del Pacífico S.A.S.",
      email,
      phone: "+573001234567",
      remarks: "Source: conference; Interested in: logistics and storage; Call back in March",
    },
    by: Object.fromEntries(LEAD_FIELDS.map((field) => [field, `column:${field} of contact`])),
    issues: ["phone.guessed-country"],
    modelKey: `lead-${"ab01".repeat(16)}`,
    at: 1_700_000_000_000,
  };
}
