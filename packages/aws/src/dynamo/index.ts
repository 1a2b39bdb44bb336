import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import { type Backoff, untilNoneLeft, withBackoff } from "../backoff/index.ts";

/** What every DynamoDB store is opened with. */
export interface DynamoInput extends Backoff {
  /** Made by `dynamoClient`: the store repeats requests itself. */
  client: DynamoDBClient;
  table: string;
}

/** A table, open for documents. */
export interface Table extends Backoff {
  documents: DynamoDBDocumentClient;
  name: string;
}

/** An item as it is stored. */
export type Item = Record<string, unknown>;

/** What names an item: `pk`, and `sk` where the table has one. */
export type Key = Record<string, string>;

/** A change that a batch write can carry. */
export type Write = { PutRequest: { Item: Item } } | { DeleteRequest: { Key: Key } };

/** DynamoDB's own limits for one request. */
const WRITES_PER_REQUEST = 25;
const KEYS_PER_REQUEST = 100;

/** Requests under way at once for one call: half of the SDK's 50 connections. */
const AT_ONCE = 25;

export function openTable({ client, table, clock, random }: DynamoInput): Table {
  return { documents: DynamoDBDocumentClient.from(client), name: table, clock, random };
}

/**
 * Does `work` for every item, a bounded number of them at once; answers in the order of the items.
 *
 * @throws the first error, once nothing is under way any more: no write comes after its caller has gone on
 */
export async function forEach<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  const errors: unknown[] = [];
  const remaining = items.entries();
  const worker = async () => {
    for (const [index, item] of remaining) {
      if (errors.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  if (errors.length > 0) throw errors[0];
  return results;
}

/** Carries out changes of different items, in any order. @throws Store.Throttled */
export async function writeAll({ table, writes }: { table: Table; writes: Write[] }): Promise<void> {
  await forEach(chunks(writes, WRITES_PER_REQUEST), (chunk) =>
    untilNoneLeft<Write>({
      ...table,
      items: chunk,
      async work(items) {
        const command = new BatchWriteCommand({ RequestItems: { [table.name]: items } });
        const answer = await withBackoff({ ...table, work: () => table.documents.send(command) });
        return (answer.UnprocessedItems?.[table.name] ?? []).flatMap(writeOf);
      },
    }),
  );
}

/** What comes back is what was sent; only the SDK's type has every part of it optional. */
function writeOf(left: {
  PutRequest?: { Item: Item | undefined } | undefined;
  DeleteRequest?: { Key: Key | undefined } | undefined;
}): Write[] {
  if (left.PutRequest?.Item !== undefined) return [{ PutRequest: { Item: left.PutRequest.Item } }];
  if (left.DeleteRequest?.Key !== undefined) return [{ DeleteRequest: { Key: left.DeleteRequest.Key } }];
  return [];
}

/** Reads items by their keys, each given once; those that are there, in any order. @throws Store.Throttled */
export async function readAll({ table, keys }: { table: Table; keys: Key[] }): Promise<Item[]> {
  const found: Item[] = [];
  await forEach(chunks(keys, KEYS_PER_REQUEST), (chunk) =>
    untilNoneLeft<Key>({
      ...table,
      items: chunk,
      async work(items) {
        const command = new BatchGetCommand({
          RequestItems: { [table.name]: { Keys: items, ConsistentRead: true } },
        });
        const answer = await withBackoff({ ...table, work: () => table.documents.send(command) });
        found.push(...(answer.Responses?.[table.name] ?? []));
        return answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
      },
    }),
  );
  return found;
}

/** What of a partition is asked for. */
export interface Range {
  pk: string;
  /** Only sort keys after this one. */
  after?: string;
  /** Only sort keys before this one. */
  before?: string;
  descending?: boolean;
  /** Only items with this status. */
  status?: string;
  /** The attributes that are wanted; all, where not given. */
  attributes?: readonly string[];
  limit?: number;
}

/** The items of a range in order of their sort key, page by page as DynamoDB cuts them (1 MB). @throws Store.Throttled */
export async function* pages(table: Table, range: Range): AsyncGenerator<Item[], undefined> {
  const { pk, after, before, descending = false, status, attributes = [], limit } = range;
  const conditions = ["pk = :pk"];
  // A key may have one condition on its sort key; nobody asks for both ends.
  if (after !== undefined && after !== "") conditions.push("sk > :after");
  else if (before !== undefined) conditions.push("sk < :before");
  const values = {
    ":pk": pk,
    ...(conditions[1] === "sk > :after" ? { ":after": after } : {}),
    ...(conditions[1] === "sk < :before" ? { ":before": before } : {}),
    ...(status === undefined ? {} : { ":status": status }),
  };
  const names = Object.fromEntries([
    ...attributes.map((name) => [`#${name}`, name]),
    ...(status === undefined ? [] : [["#status", "status"]]),
  ]);
  let left = limit ?? Number.POSITIVE_INFINITY;
  let from: Item | undefined;
  do {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: conditions.join(" AND "),
      ExpressionAttributeValues: values,
      ConsistentRead: true,
      ScanIndexForward: !descending,
      ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
      ...(attributes.length === 0
        ? {}
        : { ProjectionExpression: attributes.map((name) => `#${name}`).join() }),
      ...(status === undefined ? {} : { FilterExpression: "#status = :status" }),
      // A limit counts items before they are filtered.
      ...(limit === undefined || status !== undefined ? {} : { Limit: left }),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    const answer = await withBackoff({ ...table, work: () => table.documents.send(command) });
    const items = (answer.Items ?? []).slice(0, left);
    yield items;
    left -= items.length;
    from = answer.LastEvaluatedKey;
  } while (from !== undefined && left > 0);
  return undefined;
}

/** All items of a range. @throws Store.Throttled */
export async function query(table: Table, range: Range): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages(table, range)) items.push(...page);
  return items;
}

/** A tenant's or another given name as a part of a key, so that no two lists of parts make the same key. */
export function keyOf(...parts: string[]): string {
  return parts.map(encodeURIComponent).join("#");
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}
