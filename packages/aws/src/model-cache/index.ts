import type { ModelCache } from "@millrace/core/model";
import * as z from "zod";
import { type DynamoInput, openTable, readAll, writeAll } from "../dynamo/index.ts";

const Answer = z.object({ pk: z.string(), value: z.string() });

/**
 * Answers of the language model in a DynamoDB table (`MODEL_ANSWERS_TABLE`). Reads are strongly consistent, twice the
 * price of the others: a retry that did not see its first try's answers would pay the model again.
 */
export function dynamoModelCache(input: DynamoInput): ModelCache {
  const table = openTable(input);
  return {
    async get(keys) {
      // DynamoDB refuses a request that names an item twice.
      const wanted = [...new Set(keys)].map((pk) => ({ pk }));
      const items = await readAll({ table, keys: wanted });
      return new Map(items.map((item) => Answer.parse(item)).map(({ pk, value }) => [pk, value]));
    },

    async put(entries) {
      const newest = new Map(entries.map(({ key, value }) => [key, value]));
      const writes = [...newest].map(([pk, value]) => ({ PutRequest: { Item: { pk, value } } }));
      await writeAll({ table, writes });
    },

    async remove(keys) {
      const writes = [...new Set(keys)].map((pk) => ({ DeleteRequest: { Key: { pk } } }));
      await writeAll({ table, writes });
    },
  };
}
