import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { withBackoff } from "../backoff/index.ts";
import type { Item, Table } from "./index.ts";

/**
 * Replaces an item if its `version` is still the one that was read. A request whose answer was lost is sent again and refused by its own
 * first try: the caller reads again and repeats its change, which must do no harm.
 *
 * @param input.version - the one read; 0 where there was no item
 * @returns false where somebody else has replaced the item meanwhile
 * @throws Store.Throttled
 */
export async function replaceVersion(input: { table: Table; version: number; item: Item }): Promise<boolean> {
  const { table, version, item } = input;
  const isNew = version === 0;
  const command = new PutCommand({
    TableName: table.name,
    Item: { ...item, version: version + 1 },
    ConditionExpression: isNew ? "attribute_not_exists(#version)" : "#version = :version",
    ExpressionAttributeNames: { "#version": "version" },
    ...(isNew ? {} : { ExpressionAttributeValues: { ":version": version } }),
  });
  try {
    await withBackoff({ ...table, work: () => table.documents.send(command) });
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
