import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { GetCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { ApiKeys } from "@millrace/core/api-key";
import { MillraceError } from "@millrace/core/error";
import { isRefused, withBackoff } from "../backoff/index.ts";
import { type DynamoInput, openTable, query, readAll } from "../dynamo/index.ts";
import { apiKeyKey, apiKeyListPk, apiKeyOf, itemsOfApiKey } from "./items.ts";

export { itemsOfApiKey } from "./items.ts";

/**
 * API keys in a DynamoDB table (`API_KEYS_TABLE`): by id, which is all that a request tells before its tenant is known, and
 * in a list for each tenant. The list is items of its own and no secondary index, because an index is read behind its table: a key
 * just made might not be listed, and a revoked one be shown as good.
 */
export function dynamoApiKeys(input: DynamoInput): ApiKeys {
  const table = openTable(input);
  return {
    async add(key) {
      const [record, place] = itemsOfApiKey(key);
      const command = new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table.name, Item: record, ConditionExpression: "attribute_not_exists(pk)" } },
          { Put: { TableName: table.name, Item: place } },
        ],
      });
      const work = () => table.documents.send(command);
      try {
        // A request whose answer was lost would refuse itself. Whoever is told so makes another key: this one nobody holds.
        await withBackoff({ ...table, work, isWorthAnother: isRefused });
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error;
        throw new MillraceError("Input.Invalid", "there is an API key of that id already", { cause: error });
      }
    },

    async get({ id }) {
      // Consistent: a key revoked a moment ago is refused.
      const command = new GetCommand({ TableName: table.name, Key: apiKeyKey(id), ConsistentRead: true });
      const { Item } = await withBackoff({ ...table, work: () => table.documents.send(command) });
      return Item === undefined ? null : apiKeyOf(Item);
    },

    async list({ tenantId }) {
      const places = await query(table, { pk: apiKeyListPk(tenantId), descending: true });
      const ids = places.map(({ id }) => String(id));
      const records = (await readAll({ table, keys: ids.map(apiKeyKey) })).map(apiKeyOf);
      const byId = new Map(records.map((record) => [record.id, record]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },

    async revoke({ tenantId, id, at }) {
      const command = new UpdateCommand({
        TableName: table.name,
        Key: apiKeyKey(id),
        UpdateExpression: "SET revokedAt = :at",
        ConditionExpression: "tenantId = :tenantId AND revokedAt = :null",
        ExpressionAttributeValues: { ":at": at, ":tenantId": tenantId, ":null": null },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      try {
        await withBackoff({ ...table, work: () => table.documents.send(command) });
        return true;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = error;
        return Item !== undefined && apiKeyOf(unmarshall(Item)).tenantId === tenantId;
      }
    },
  };
}
