import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { dynamoClient } from "@millrace/aws/clients";
import { RUNS_TABLE } from "@millrace/aws/tables";
import { describe, expect, it } from "vitest";
import { countCosts } from "./dynamo-costs.ts";
import { createTable, dynamoIsMissing, LOCAL_CREDENTIALS } from "./dynamo-server.ts";
import { sharedDynamo } from "./shared-servers.ts";

const missing = dynamoIsMissing();

describe.skipIf(missing !== null && process.env.CI !== "true")(`costs in DynamoDB ${missing ?? ""}`, () => {
  it("are two units for each KB of an item that a transaction writes, as AWS bills it", async () => {
    const endpoint = await sharedDynamo();
    const table = "transaction-costs";
    await createTable({ endpoint, table, definition: RUNS_TABLE });
    const client = dynamoClient({ endpoint, ...LOCAL_CREDENTIALS });
    const costs = countCosts(client);
    const put = (sk: string, text: string) => ({
      Put: { TableName: table, Item: { pk: { S: "a" }, sk: { S: sk }, text: { S: text } } },
    });
    const cost = async (...sizes: number[]) => {
      const before = costs.writeUnits;
      const TransactItems = sizes.map((size, n) => put(`${sizes} ${n}`, "x".repeat(size)));
      await client.send(new TransactWriteItemsCommand({ TransactItems }));
      return costs.writeUnits - before;
    };
    expect(await cost(10)).toBe(2);
    expect(await cost(10, 10)).toBe(4);
    expect(await cost(10, 10, 10)).toBe(6);
    expect(await cost(1_500, 10)).toBe(6);
    expect(await cost(1_500, 1_500)).toBe(8);
    expect(costs).toMatchObject({ requests: 5, readUnits: 0 });
    client.destroy();
  });
});
