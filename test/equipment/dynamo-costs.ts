import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import * as z from "zod";

/** What requests have cost, in DynamoDB's own figures. */
export interface DynamoCosts {
  requests: number;
  writeUnits: number;
  readUnits: number;
}

const Consumed = z.object({ CapacityUnits: z.number() });
const Output = z.object({ ConsumedCapacity: z.union([Consumed, z.array(Consumed)]).optional() });

const READS = new Set(["GetItemCommand", "QueryCommand", "BatchGetItemCommand"]);

/** Counts what a client's requests cost from now on: every request asks for its consumed capacity. */
export function countCosts(client: DynamoDBClient): DynamoCosts {
  const costs: DynamoCosts = { requests: 0, writeUnits: 0, readUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (given) => {
        Object.assign(given.input, { ReturnConsumedCapacity: "TOTAL" });
        costs.requests++;
        const answer = await next(given);
        const { ConsumedCapacity: consumed = [] } = Output.parse(answer.output);
        for (const { CapacityUnits: units } of [consumed].flat()) {
          if (READS.has(commandName)) costs.readUnits += units;
          else costs.writeUnits += units;
        }
        return answer;
      },
    { step: "initialize", name: "countCosts" },
  );
  return costs;
}
