import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Lead, LeadStore, LeadVersion } from "@millrace/core/lead";
import { withBackoff } from "../backoff/index.ts";
import {
  type DynamoInput,
  forEach,
  type Item,
  openTable,
  query,
  readAll,
  type Table,
  writeAll,
} from "../dynamo/index.ts";
import {
  changesAfter,
  itemOfVersion,
  leadOf,
  leadUpdate,
  MOST_CHANGES,
  versionKey,
  versionOf,
} from "./items.ts";
import { leadKey, leadsPk, PARTITIONS, partitionOf, versionsPk } from "./keys.ts";

/**
 * Partitions asked at once for a page, once the first has not filled it. A large tenant's page comes from one partition,
 * which is asked alone; a small tenant's comes from all of them, in five round trips.
 */
const PARTITIONS_AT_ONCE = 4;

/**
 * Leads and their versions in one DynamoDB table (`LEADS_TABLE`).
 *
 * A first import of a batch of ten costs 11 requests and 20 write units for leads and versions of up to 1 KB, and no read.
 * All reads are strongly consistent: an undo relies on them.
 *
 * @param input.client - made by `dynamoClient`
 * @param input.random - spreads the waits between tries
 * @example
 * const leads = dynamoLeads({ client: dynamoClient(), table: "leads", clock: systemClock, random });
 */
export function dynamoLeads(input: DynamoInput): LeadStore {
  const table = openTable(input);

  return {
    async putVersions({ versions }) {
      const writes = versions.map((version) => ({ PutRequest: { Item: itemOfVersion(version) } }));
      await writeAll({ table, writes });
    },

    async advance({ versions, at }) {
      return forEach(versions, (version) => advance({ table, version, at }));
    },

    async get(lead) {
      const command = new GetCommand({ TableName: table.name, Key: leadKey(lead), ConsistentRead: true });
      const { Item: item } = await withBackoff({ ...table, work: () => table.documents.send(command) });
      return item === undefined ? null : leadOf({ ...lead, item });
    },

    async getMany({ tenantId, leadIds }) {
      // DynamoDB refuses a key that is asked for twice in one request.
      const keys = [...new Set(leadIds)].map((leadId) => leadKey({ tenantId, leadId }));
      const items = await readAll({ table, keys });
      const found = new Map(items.map((item) => [item.sk, leadOf({ tenantId, item })]));
      return leadIds.map((leadId) => found.get(leadId) ?? null);
    },

    async newest({ below, ...lead }) {
      const before = below === undefined ? {} : { before: below };
      const [item] = await query(table, { pk: versionsPk(lead), ...before, descending: true, limit: 1 });
      return item === undefined ? null : versionOf({ ...lead, item });
    },

    async history(lead) {
      const items = await query(table, { pk: versionsPk(lead) });
      return items.map((item) => versionOf({ ...lead, item }));
    },

    async deleteVersion(version) {
      const command = new DeleteCommand({ TableName: table.name, Key: versionKey(version) });
      await withBackoff({ ...table, work: () => table.documents.send(command) });
    },

    async restore({ expected, version, at, ...lead }) {
      if (version === null) return remove({ table, lead, expected });
      const condition = expected === null ? NOT_THERE : "#position = :expected";
      const values = expected === null ? {} : { ":expected": expected };
      return (await makeCurrent({ table, version, at, condition, values })).done;
    },

    async list({ tenantId, after = "", limit }) {
      const digits = [...PARTITIONS].filter((digit) => digit >= partitionOf(after));
      const leads: Lead[] = [];
      for (let width = 1; digits.length > 0 && leads.length < limit; width = PARTITIONS_AT_ONCE) {
        const found = await forEach(digits.splice(0, width), (digit) =>
          query(table, { pk: leadsPk({ tenantId, digit }), after, limit: limit - leads.length }),
        );
        leads.push(...found.flat().map((item) => leadOf({ item, tenantId })));
      }
      return leads.slice(0, limit);
    },

    async erase(lead) {
      const versions = await query(table, { pk: versionsPk(lead), attributes: ["pk", "sk"] });
      const keys = [...versions.map(({ sk }) => ({ pk: versionsPk(lead), sk: String(sk) })), leadKey(lead)];
      await writeAll({ table, writes: keys.map((key) => ({ DeleteRequest: { Key: key } })) });
    },
  };
}

const NOT_THERE = "attribute_not_exists(#position)";
const LOWER = `${NOT_THERE} OR #position < :position`;

/** @returns the item before, whether it was replaced or not */
async function advance(input: { table: Table; version: LeadVersion; at: number }): Promise<Lead | null> {
  const { done, before } = await makeCurrent({ ...input, condition: LOWER, values: {} });
  if (before === null) return null;
  const changes = done ? changesAfter({ ...input, before }) : [];
  if (changes.length >= MOST_CHANGES) await forgetChanges({ ...input, changes });
  return leadOf({ ...input.version, item: before });
}

/** Makes a version the current item where the condition holds. */
async function makeCurrent(input: {
  table: Table;
  version: LeadVersion;
  at: number;
  condition: string;
  values: Record<string, unknown>;
}): Promise<{ done: boolean; before: Item | null }> {
  const { table, version, condition, values } = input;
  const update = leadUpdate(input);
  const command = new UpdateCommand({
    TableName: table.name,
    Key: leadKey(version),
    ...update,
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ...values },
    ConditionExpression: condition,
    ReturnValues: "ALL_OLD",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
  try {
    const answer = await withBackoff({ ...table, work: () => table.documents.send(command) });
    return { done: true, before: answer.Attributes ?? null };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    // The item of a refusal comes as it travelled, also from the document client.
    return { done: false, before: error.Item === undefined ? null : unmarshall(error.Item) };
  }
}

/** Forgets all times of change but the last, unless there are others by now; then whoever changes the lead next will. */
async function forgetChanges(input: {
  table: Table;
  version: LeadVersion;
  changes: number[];
}): Promise<void> {
  const { table, version, changes } = input;
  const command = new UpdateCommand({
    TableName: table.name,
    Key: leadKey(version),
    UpdateExpression: "SET #changedAt = :last",
    ConditionExpression: "#changedAt = :all",
    ExpressionAttributeNames: { "#changedAt": "changedAt" },
    ExpressionAttributeValues: { ":last": changes.slice(-1), ":all": changes },
  });
  await unlessRefused(() => withBackoff({ ...table, work: () => table.documents.send(command) }));
}

/** Deletes the current item where its position is as expected. @returns false where it is another */
async function remove(input: {
  table: Table;
  lead: { tenantId: string; leadId: string };
  expected: string | null;
}): Promise<boolean> {
  const { table, lead, expected } = input;
  const values = expected === null ? {} : { ExpressionAttributeValues: { ":expected": expected } };
  const command = new DeleteCommand({
    TableName: table.name,
    Key: leadKey(lead),
    ConditionExpression: expected === null ? NOT_THERE : "#position = :expected",
    ExpressionAttributeNames: { "#position": "position" },
    ...values,
  });
  return unlessRefused(() => withBackoff({ ...table, work: () => table.documents.send(command) }));
}

/** @returns false where the condition did not hold */
async function unlessRefused(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
