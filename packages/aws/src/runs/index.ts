import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { MillraceError } from "@millrace/core/error";
import { ModelUsage, type Run, type RunStore } from "@millrace/core/run";
import { say } from "@millrace/core/sentence";
import { isRefused, withBackoff } from "../backoff/index.ts";
import { type DynamoInput, type Item, openTable, query, readAll, type Table } from "../dynamo/index.ts";
import { batches } from "./batches.ts";
import { attributesOf, expiry, itemsOfRun, runKey, runListPk, runOf, runPk, usageKey } from "./items.ts";

/**
 * Runs and their batches in one DynamoDB table (`RUNS_TABLE`). All reads are strongly consistent.
 *
 * @param input.client - made by `dynamoClient`
 * @param input.random - spreads the waits between tries
 * @param input.retentionDays - how long records stay. Not shorter than the runs' objects: whoever erases a lead finds
 *   them by the runs
 */
export function dynamoRuns(input: DynamoInput & { retentionDays: number }): RunStore {
  const table = openTable(input);
  const { retentionDays } = input;
  return { ...runs({ table, retentionDays }), ...batches({ table, retentionDays }) };
}

function runs(input: {
  table: Table;
  retentionDays: number;
}): Pick<RunStore, "register" | "get" | "list" | "update" | "spend"> {
  const { table, retentionDays } = input;

  return {
    async register(run) {
      const expiresAt = expiry({ from: run.registeredAt, days: retentionDays });
      const [item, usage, place] = itemsOfRun({ run, expiresAt });
      const command = new TransactWriteCommand({
        TransactItems: [
          {
            Put: { TableName: table.name, Item: item, ConditionExpression: "attribute_not_exists(pk)" },
          },
          { Put: { TableName: table.name, Item: usage } },
          { Put: { TableName: table.name, Item: place } },
        ],
      });
      try {
        await withBackoff({ ...table, work: () => table.documents.send(command) });
        return run;
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        return existing({ table, runId: run.runId });
      }
    },

    async get({ runId }) {
      return read({ table, runId });
    },

    async list({ tenantId, before, limit }) {
      const range = { pk: runListPk(tenantId), descending: true, limit };
      const places = await query(table, before === undefined ? range : { ...range, before });
      const runIds = places.map(({ runId }) => String(runId));
      const keys = runIds.flatMap((runId) => [runKey(runId), usageKey(runId)]);
      const found = await readAll({ table, keys });
      const items = new Map(found.map(({ pk, sk, ...item }) => [`${pk} ${sk}`, item]));
      return runIds.flatMap((runId) => {
        const item = items.get(`${runPk(runId)} run`);
        // Gone by its time to live before its place in the list.
        return item === undefined ? [] : runOf({ item, usage: items.get(`${runPk(runId)} usage`) });
      });
    },

    async update({ runId, from, set }) {
      const attributes = attributesOf(set);
      const names = Object.keys(attributes);
      if (names.length === 0 || from?.length === 0) {
        const run = await read({ table, runId });
        return run !== null && (from === undefined || from.includes(run.status)) ? run : null;
      }
      const statuses = Object.fromEntries((from ?? []).map((status, n) => [`:from${n}`, status]));
      const condition = from === undefined ? "" : ` AND #status IN (${Object.keys(statuses).join()})`;
      const command = new UpdateCommand({
        TableName: table.name,
        Key: runKey(runId),
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join()}`,
        ConditionExpression: `attribute_exists(pk)${condition}`,
        ExpressionAttributeNames: Object.fromEntries(
          [...names, ...(from === undefined ? [] : ["status"])].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: {
          ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
          ...statuses,
        },
        ReturnValues: "ALL_NEW",
      });
      const item = await attributesOrNull(() =>
        withBackoff({ ...table, work: () => table.documents.send(command) }),
      );
      if (item === null) return null;
      const usage = new GetCommand({ TableName: table.name, Key: usageKey(runId), ConsistentRead: true });
      const answer = await withBackoff({ ...table, work: () => table.documents.send(usage) });
      return runOf({ item, usage: answer.Item });
    },

    async spend({ runId, usage }) {
      const names = Object.keys(usage);
      const command = new UpdateCommand({
        TableName: table.name,
        Key: usageKey(runId),
        UpdateExpression: `ADD ${names.map((name) => `#${name} :${name}`).join()}`,
        ConditionExpression: "attribute_exists(pk)",
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(
          Object.entries(usage).map(([name, value]) => [`:${name}`, value]),
        ),
        ReturnValues: "ALL_NEW",
      });
      // An addition whose fate is unknown must not be done again: only what was refused is.
      const work = () => table.documents.send(command);
      const item = await attributesOrNull(() => withBackoff({ ...table, work, isWorthAnother: isRefused }));
      if (item === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
      return ModelUsage.parse(item);
    },
  };
}

async function read({ table, runId }: { table: Table; runId: string }): Promise<Run | null> {
  const items = await query(table, { pk: runPk(runId) });
  const item = items.find(({ sk }) => sk === "run");
  return item === undefined ? null : runOf({ item, usage: items.find(({ sk }) => sk === "usage") });
}

async function existing(input: { table: Table; runId: string }): Promise<Run> {
  const run = await read(input);
  if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: input.runId }));
  return run;
}

/** The attributes an update answers; null where its condition did not hold. */
async function attributesOrNull(
  work: () => Promise<{ Attributes?: Item | undefined }>,
): Promise<Item | null> {
  try {
    return (await work()).Attributes ?? null;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return null;
    throw error;
  }
}
