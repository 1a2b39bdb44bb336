import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { dynamoApiKeys } from "@millrace/aws/api-keys";
import { type dynamoClient, s3Client, sfnClient, sqsClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoModelCache } from "@millrace/aws/model-cache";
import { s3Objects } from "@millrace/aws/objects";
import { sqsQueue } from "@millrace/aws/queue";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock, uuid } from "@millrace/aws/system";
import {
  API_KEYS_TABLE,
  LEADS_TABLE,
  MODEL_ANSWERS_TABLE,
  RUNS_TABLE,
  type TableDefinition,
} from "@millrace/aws/tables";
import { s3Uploads } from "@millrace/aws/uploads";
import { startFauxqs } from "fauxqs";
import { afterAll, beforeAll, describe } from "vitest";
import {
  createTable,
  dynamoIsMissing,
  LOCAL_CREDENTIALS,
  patientDynamoClient,
} from "../equipment/dynamo-server.ts";
import { type S3Server, startS3 } from "../equipment/s3-server.ts";
import { type Running, startStepFunctions } from "../equipment/sfn-server.ts";
import { sharedDynamo } from "../equipment/shared-servers.ts";
import { apiKeysContract } from "./api-keys.ts";
import { flowsContract } from "./flows.ts";
import { leadStoreContract } from "./lead-store.ts";
import { modelCacheContract } from "./model-cache.ts";
import { objectStoreContract } from "./object-store.ts";
import { queueContract } from "./queue.ts";
import { runStoreContract } from "./run-store.ts";
import { RETENTION_DAYS, unique } from "./samples.ts";
import { uploadsContract } from "./uploads.ts";

const missing = dynamoIsMissing();
const skipped = missing !== null && process.env.CI !== "true";
const close = async () => {};

describe.skipIf(skipped)(`DynamoDB Local${skipped ? ` (skipped: ${missing})` : ""}`, () => {
  const tables = {
    leads: unique("leads"),
    runs: unique("runs"),
    answers: unique("answers"),
    apiKeys: unique("api-keys"),
  };
  let client: ReturnType<typeof dynamoClient>;

  beforeAll(async () => {
    const endpoint = await sharedDynamo();
    client = patientDynamoClient(endpoint);
    const create = (table: string, definition: TableDefinition) =>
      createTable({ endpoint, table, definition });
    await create(tables.leads, LEADS_TABLE);
    await create(tables.runs, RUNS_TABLE);
    await create(tables.answers, MODEL_ANSWERS_TABLE);
    await create(tables.apiKeys, API_KEYS_TABLE);
  });
  afterAll(() => client.destroy());

  const open = (table: string) => ({ client, table, clock: systemClock, random });
  leadStoreContract("DynamoDB", async () => ({ store: dynamoLeads(open(tables.leads)), close }));
  runStoreContract("DynamoDB", async () => {
    const store = dynamoRuns({ ...open(tables.runs), retentionDays: RETENTION_DAYS });
    return { store, close };
  });
  modelCacheContract("DynamoDB", async () => ({ cache: dynamoModelCache(open(tables.answers)), close }));
  apiKeysContract("DynamoDB", async () => ({ apiKeys: dynamoApiKeys(open(tables.apiKeys)), close }));
});

describe("a server of S3's protocol", () => {
  let server: S3Server;
  let client: ReturnType<typeof s3Client>;

  beforeAll(async () => {
    server = await startS3();
    client = s3Client({ endpoint: server.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
    await client.send(new CreateBucketCommand({ Bucket: "bucket" }));
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  uploadsContract("S3", async () => ({
    uploads: s3Uploads({ client, bucket: "bucket", clock: systemClock, uuid }),
    objects: s3Objects({ client, bucket: "bucket" }),
    now: systemClock.now,
    close,
    async send({ form, request }) {
      const answer = await fetch(form.url, { method: "POST", ...request });
      if (answer.status === 204) return "taken";
      return /<Code>EntityTooLarge</.test(await answer.text()) ? "too long" : "refused";
    },
  }));

  objectStoreContract("S3", async () => ({ objects: s3Objects({ client, bucket: "bucket" }), close }));
});

describe("a server of SQS's protocol", () => {
  let server: Awaited<ReturnType<typeof startFauxqs>>;
  let client: ReturnType<typeof sqsClient>;

  beforeAll(async () => {
    server = await startFauxqs({ port: 0, logger: false });
    client = sqsClient({ endpoint: server.address, ...LOCAL_CREDENTIALS });
  });
  afterAll(async () => {
    client.destroy();
    await server.stop();
  });

  queueContract("SQS", async () => {
    const { queueUrl: url } = server.createQueue(unique("queue"));
    const pass = (seconds: number) => systemClock.sleep(seconds * 1000);
    return { queue: sqsQueue({ client, url }), pass, close };
  });
});

flowsContract("Step Functions", async () => {
  const arn = "arn:aws:states:us-east-1:123456789012:stateMachine";
  const machines = { "customer-refresh": `${arn}:refresh`, "lead-undo": `${arn}:undo` };
  const inputs: unknown[] = [];
  let endIt: (status: "SUCCEEDED" | "FAILED") => void = () => {};
  const server = await startStepFunctions(({ machineArn, input }): Running => {
    if (machineArn === machines["customer-refresh"]) inputs.push(JSON.parse(input));
    const { promise: result, resolve } = Promise.withResolvers<Awaited<Running["result"]>>();
    endIt = resolve;
    return { result, stop() {} };
  });
  const client = sfnClient({ endpoint: server.endpoint, ...LOCAL_CREDENTIALS });
  return {
    flows: stepFunctions({ client, machines }),
    inputs,
    end: async (status) => endIt(status),
    async close() {
      client.destroy();
      await server.close();
    },
  };
});
