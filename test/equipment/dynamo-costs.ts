import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { Item, itemBytes } from "./dynamo-sizes.ts";

/** What requests have cost, as DynamoDB bills them. */
export interface DynamoCosts {
  requests: number;
  writeUnits: number;
  readUnits: number;
}

export const NO_COSTS: Readonly<DynamoCosts> = { requests: 0, writeUnits: 0, readUnits: 0 };

const Consumed = z.object({ TableName: z.string(), CapacityUnits: z.number() });
const Output = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });
/** Ours only put. Another part's size would be the item's, which is not in the request. */
const Transaction = z.object({
  TransactItems: z.array(z.strictObject({ Put: z.object({ TableName: z.string(), Item }) })),
});
const Sent = z.object({
  body: z.union([z.string(), z.instanceof(Uint8Array)]).transform((body) => Buffer.from(body).toString()),
});

const READS = /^(Get|BatchGet|Query|Scan)/;
const UNIT_BYTES = 1024;

/**
 * What one request has cost, by table.
 *
 * Of a transaction DynamoDB Local says too little: items that cost the same count once. So what a transaction costs is
 * counted here, by the rule that each item is written twice, once to prepare and once to commit: two units for each KB
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling).
 * An item that replaces a larger one costs as much as that one; here it counts with its own size.
 *
 * @param input.operation - such as `PutItem`, or the SDK's name of its command
 * @param input.request - the request's body
 * @param input.output - what the server answered to it; the request asked for its consumed capacity
 */
export function costsOf(input: {
  operation: string;
  request: unknown;
  output: unknown;
}): ({ table: string } & DynamoCosts)[] {
  const { ConsumedCapacity: consumed = [] } = Output.parse(input.output);
  const isRead = READS.test(input.operation);
  const isTransaction = input.operation.startsWith("TransactWriteItems");
  return [consumed].flat().map(({ TableName: table, CapacityUnits: said }) => {
    const units = isTransaction ? transactionUnits({ request: input.request, table }) : said;
    return { table, requests: 1, writeUnits: isRead ? 0 : units, readUnits: isRead ? units : 0 };
  });
}

function transactionUnits({ request, table }: { request: unknown; table: string }): number {
  return Transaction.parse(request)
    .TransactItems.filter(({ Put: put }) => put.TableName === table)
    .reduce((sum, { Put: put }) => sum + 2 * Math.ceil(itemBytes(put.Item) / UNIT_BYTES), 0);
}

export function addCosts(sum: DynamoCosts, costs: DynamoCosts): void {
  sum.requests += costs.requests;
  sum.writeUnits += costs.writeUnits;
  sum.readUnits += costs.readUnits;
}

/** Counts what a client's requests cost from now on. */
export function countCosts(client: DynamoDBClient): DynamoCosts {
  const sum: DynamoCosts = { ...NO_COSTS };
  client.middlewareStack.add(
    (next) => (given) => {
      Object.assign(given.input, { ReturnConsumedCapacity: "TOTAL" });
      sum.requests++;
      return next(given);
    },
    { step: "initialize", name: "askForCosts" },
  );
  client.middlewareStack.add(
    (next, { commandName: operation = "" }) =>
      async (given) => {
        const answer = await next(given);
        const request: unknown = JSON.parse(Sent.parse(given.request).body);
        for (const costs of costsOf({ operation, request, output: answer.output })) {
          // A request for several tables is one all the same, and counted already.
          addCosts(sum, { ...costs, requests: 0 });
        }
        return answer;
      },
    { step: "build", name: "countCosts" },
  );
  return sum;
}
