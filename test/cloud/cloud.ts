import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { Upload } from "@aws-sdk/lib-storage";
import type { ExecutionHandle, Json } from "@millrace/asl";
import { dynamoApiKeys } from "@millrace/aws/api-keys";
import { stepFunctions } from "@millrace/aws/flows";
import { dynamoLeads } from "@millrace/aws/leads";
import { s3Objects } from "@millrace/aws/objects";
import { sqsQueue } from "@millrace/aws/queue";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, randomBytes, systemClock } from "@millrace/aws/system";
import {
  API_KEYS_TABLE,
  LEADS_TABLE,
  MODEL_ANSWERS_TABLE,
  PRODUCTS_TABLE,
  RUNS_TABLE,
  type TableDefinition,
  TOKEN_LEDGERS_TABLE,
} from "@millrace/aws/tables";
import { createKey, type Scope } from "@millrace/core/api-key";
import { startFauxqs } from "fauxqs";
import * as z from "zod";
import type { FunctionBundles } from "../../scripts/synth/bundle-function.ts";
import { startCloudWatch } from "../equipment/cloudwatch-server.ts";
import { addCosts, NO_COSTS } from "../equipment/dynamo-costs.ts";
import { createTable } from "../equipment/dynamo-server.ts";
import type { Fault } from "../equipment/proxy.ts";
import { startS3 } from "../equipment/s3-server.ts";
import { type Execution, type Running, startStepFunctions } from "../equipment/sfn-server.ts";
import { corsOf } from "../equipment/site.ts";
import { type App, deployed, lambdas, machines, mappings, permissions, queues } from "../equipment/stacks.ts";
import { clientsAs } from "./clients.ts";
import { createQueues, deliver } from "./delivery.ts";
import { endedEvent, storageEvent } from "./events.ts";
import { functionOf, functionsOf } from "./functions.ts";
import { OWNER, type Request, startGateway } from "./gateway.ts";
import { type HttpResponse, httpApi } from "./http-api.ts";
import { grantsOf } from "./iam.ts";
import { type Misfortune, startLambda } from "./lambda.ts";
import { startMachine } from "./machine.ts";
import { targetsOf } from "./rules.ts";

/** What a test makes go wrong; nothing, unless it says so. */
export interface Troubles {
  request: (request: Request) => Fault | null;
  invocation: (id: string) => Misfortune | null;
  /** How long an invocation may take here that Lambda gives so many ms. */
  limit: (ms: number, call: { id: string; payload: Json }) => number;
  /** How long a timeout or wait of Step Functions takes here. */
  wait: (ms: number) => number;
  /** What an invocation waits for before it begins. */
  hold: (id: string) => Promise<void> | null;
}

const NO_TROUBLES: Troubles = {
  request: () => null,
  invocation: () => null,
  limit: (ms) => ms,
  wait: (ms) => ms,
  hold: () => null,
};

interface UploadedFile {
  tenantId: string;
  name: string;
  bytes: Uint8Array;
  eventTime: number;
  prefix?: "uploads" | "catalogs";
}

/** From this size on the SDK and the console upload in parts. */
const PART_BYTES = 5 * 1024 * 1024;

export type Cloud = Awaited<ReturnType<typeof openCloud>>;

/**
 * The app as it is synthesised for a stage, running here: its machines by the engine, its functions from their bundles,
 * its tables, buckets and queues on servers that speak AWS's protocols, each role as narrow as it is written.
 *
 * @param input.dynamo - where a DynamoDB Local is
 * @param input.bundles - those of its functions
 * @param input.secrets - as `sst secret set` would have set them
 * @param input.environment - what functions find in their environment besides what the stack says, or in its place
 * @param input.network - a port of this machine where functions find S3 by its own addresses, {@link ./internet.ts}
 */
export async function openCloud(input: {
  stage: string;
  dynamo: string;
  bundles: FunctionBundles;
  secrets?: Record<string, string>;
  environment?: Record<string, string>;
  network?: number;
}) {
  const { stage, dynamo, network } = input;
  const app = await deployed(stage, input.secrets);
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const troubles = { ...NO_TROUBLES };
  const counted = { transitions: 0, invocations: {} as Record<string, number> };
  /** Errors that tasks ended with, as the machines saw them. */
  const failures: string[] = [];
  const grants = new Map(
    [...permissions(app)].map(([role, statements]) => [
      role.replace(/Role$/, ""),
      grantsOf(role, statements),
    ]),
  );

  const s3Server = await startS3();
  const sqsServer = await startFauxqs({ port: 0, logger: false });
  const stepFunctionsServer = await startStepFunctions((execution) => run(execution));
  const cloudWatchServer = await startCloudWatch();
  const servers = {
    dynamodb: dynamo,
    cloudwatch: cloudWatchServer.endpoint,
    s3: s3Server.endpoint,
    sqs: sqsServer.address,
    states: stepFunctionsServer.endpoint,
  };
  const gateway = await startGateway({ servers, grants, fault: (request) => troubles.request(request) });
  const functions = functionsOf({
    ...{ app, bundles: input.bundles, folder },
    places: { "https://sqs.us-east-1.amazonaws.com": gateway.environment.AWS_ENDPOINT_URL_SQS ?? "" },
  });
  const { AWS_ENDPOINT_URL_S3: s3Endpoint = "", ...endpoints } = gateway.environment;
  const lambda = startLambda({
    ...{ functions, network },
    environment: { ...(network === undefined ? gateway.environment : endpoints), ...input.environment },
    misfortune: (id) => troubles.invocation(id),
    limit: (ms, invocation) => troubles.limit(ms, invocation),
  });
  const owner = clientsAs(OWNER, gateway.environment);

  const {
    BUCKET: bucket = "",
    LEADS_TABLE: leadsTable = "",
    RUNS_TABLE: runsTable = "",
  } = functionOf(functions, "ParseFile").environment;
  const answersTable = functionOf(functions, "StandardizeLeads").environment.MODEL_ANSWERS_TABLE ?? "";
  const {
    PRODUCTS_TABLE: productsTable = "",
    TOKEN_LEDGERS_TABLE: ledgersTable = "",
    API_KEYS_TABLE: keysTable = "",
  } = functionOf(functions, "RunsApi").environment;
  const tables = [leadsTable, runsTable, answersTable, productsTable, ledgersTable];
  await owner.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const stored = s3Server.buckets.get(bucket);
  if (stored !== undefined)
    stored.cors = corsOf(app).flatMap((one) => (one.bucket === bucket ? one.corsRules : []));
  await Promise.all([
    tableNamed(dynamo, leadsTable, LEADS_TABLE),
    tableNamed(dynamo, runsTable, RUNS_TABLE),
    tableNamed(dynamo, answersTable, MODEL_ANSWERS_TABLE),
    tableNamed(dynamo, productsTable, PRODUCTS_TABLE),
    tableNamed(dynamo, ledgersTable, TOKEN_LEDGERS_TABLE),
    tableNamed(dynamo, keysTable, API_KEYS_TABLE),
  ]);
  createQueues(sqsServer, app);

  const open = { client: owner.dynamo, clock: systemClock, random };
  const arns = z
    .object({ LEAD_IMPORT_ARN: z.string(), LEAD_UNDO_ARN: z.string() })
    .parse(functionOf(functions, "Starter").environment);
  const flows = stepFunctions({
    client: owner.sfn,
    machines: { "lead-import": arns.LEAD_IMPORT_ARN, "lead-undo": arns.LEAD_UNDO_ARN },
  });
  const deps = {
    objects: s3Objects({ client: owner.s3, bucket }),
    leads: dynamoLeads({ ...open, table: leadsTable }),
    runs: dynamoRuns({ ...open, table: runsTable, retentionDays: 365 }),
    clock: systemClock,
    log: { info() {}, warn() {} },
    model: null,
    flows,
  };

  const call: typeof lambda.invoke = async ({ functionName, payload }) => {
    const id = functions.get(functionName)?.id ?? functionName;
    counted.invocations[id] = (counted.invocations[id] ?? 0) + 1;
    await troubles.hold(id);
    return lambda.invoke({ functionName, payload });
  };
  const runners = new Map(
    machines(app).map(([id, { arn, definition }]) => {
      const clients = clientsAs(id, gateway.environment);
      const start = startMachine({
        ...{ id, definition, clients, bucket, invoke: call },
        wait: (ms) => troubles.wait(ms),
        note: (act) => gateway.note(id, act),
        onEvent({ type, details }) {
          if (type.endsWith("StateEntered") || type === "ExecutionStarted") counted.transitions++;
          if (/^Task(Failed|TimedOut)$/.test(type)) failures.push(details.error ?? "");
        },
      });
      return [arn, start];
    }),
  );
  const underWay = new Set<Promise<unknown>>();

  function run(execution: Execution): Running {
    const start = runners.get(execution.machineArn);
    if (start === undefined) throw new Error(`there is no machine ${execution.machineArn}`);
    const handle = start(execution);
    const kept: Promise<unknown> = tellOfEnd(execution, handle).finally(() => underWay.delete(kept));
    underWay.add(kept);
    return {
      result: handle.result.then(({ status }) => status),
      stop: ({ error = "", cause = "" }) => handle.stop({ error, cause }),
      events: handle.events,
    };
  }

  /** Sends what EventBridge would send where the app's rules say. */
  async function tellOfEnd(execution: Execution, handle: ExecutionHandle): Promise<void> {
    const ending = await handle.result;
    const event = endedEvent(execution, ending);
    for (const arn of targetsOf(app, event)) {
      const [, fn] = lambdas(app).find(([, one]) => one.arn === arn) ?? [];
      await call({ functionName: fn?.name ?? arn, payload: event });
    }
  }

  function invoke(id: string, payload: Json): Promise<Json> {
    return call({ functionName: `millrace-${stage}-${id}`, payload });
  }

  /** Makes a key of the API. */
  async function makeKey(input: { tenantId: string; scopes: Scope[] }): Promise<string> {
    const createdAt = systemClock.now();
    const { key, record } = createKey({ ...input, name: "test", createdAt, randomBytes });
    await dynamoApiKeys({ ...open, table: keysTable }).add(record);
    return key;
  }

  const api = httpApi({ app, invoke: call });
  const mapping = mappingTo(app, "Starter");
  const uploads = queueNamed(app, mapping.eventSourceArn);
  const uploadDeadLetters = queueNamed(app, uploads.redrivePolicy?.deadLetterTargetArn ?? "");
  const queueOf = (url: string) => sqsQueue({ client: owner.sqs, url });
  const polling = sqsQueue({ client: clientsAs("Starter", gateway.environment).sqs, url: uploads.url });

  return {
    ...{ app, troubles, gateway, functions, lambda, grants, deps, flows, invoke, failures, api },
    ...{ bucket, leadsTable, runsTable, answersTable },
    s3: stored,
    s3Endpoint,
    uploads: queueOf(uploads.url),
    uploadDeadLetters: queueOf(uploadDeadLetters.url),
    deadLetters: queueOf(functionOf(functions, "Redriver").environment.DEAD_LETTERS_URL ?? ""),
    /** How often SQS hands out an upload's event before it goes to the dead letters. */
    uploadTries: uploads.redrivePolicy?.maxReceiveCount ?? 0,
    /** Puts a file into the bucket, in parts where it is large. The answer is what S3 then sends to the queue. */
    async upload(file: UploadedFile) {
      const { prefix = "uploads" } = file;
      const key = `${prefix}/${file.tenantId}/${file.name}`;
      const inParts = file.bytes.length > PART_BYTES;
      const params = { Bucket: bucket, Key: key, Body: file.bytes };
      const { VersionId: versionId = "" } = inParts
        ? await new Upload({ client: owner.s3, params }).done()
        : await owner.s3.send(new PutObjectCommand(params));
      return storageEvent({ ...file, bucket, key, versionId, inParts });
    },
    /** Gives the starter what is in its queue, as Lambda's mapping does, and waits until nothing is under way. */
    async settle(): Promise<void> {
      const { batchSize } = mapping;
      await deliver({ queue: polling, batchSize, invoke: (event) => invoke("Starter", event) });
      while (underWay.size > 0) await Promise.all(underWay);
      while (lambda.underWay() > 0) await systemClock.sleep(10);
    },
    key: makeKey,
    /** Makes a key, and what asks the API with it. */
    async client(input: { tenantId: string; scopes: Scope[] }) {
      const key = await makeKey(input);
      return (
        path: string,
        body?: object,
        method = body === undefined ? "GET" : "POST",
      ): Promise<HttpResponse> =>
        api.fetch({
          ...{ method, url: `${api.endpoint}${path}` },
          headers: { Authorization: `Bearer ${key}`, ...(body === undefined ? {} : JSON_BODY) },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
    },
    /** Stops an execution as somebody does in the console: no reason is given. */
    async stop(name: string): Promise<void> {
      const executionArn = `${arns.LEAD_IMPORT_ARN.replace(":stateMachine:", ":execution:")}:${name}`;
      await owner.sfn.send(new StopExecutionCommand({ executionArn }));
    },
    /** What was counted since the last time: requests of the account's owner are not. */
    takeCounts() {
      const dynamo = { ...NO_COSTS };
      for (const table of tables) addCosts(dynamo, gateway.costsOf(table));
      const counts = { ...counted, dynamo, s3: { ...gateway.s3 } };
      gateway.forgetCosts();
      Object.assign(counted, { transitions: 0, invocations: {} });
      return counts;
    },
    calm(): void {
      Object.assign(troubles, NO_TROUBLES);
    },
    async close(): Promise<void> {
      await lambda.close();
      await gateway.close();
      await Promise.all([stepFunctionsServer.close(), sqsServer.stop(), s3Server.close()]);
      await cloudWatchServer.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const JSON_BODY = { "Content-Type": "application/json" };

function mappingTo(app: App, id: string) {
  const [, fn] = lambdas(app).find(([name]) => name === `${id}Function`) ?? [];
  const [, mapping] =
    mappings(app).find(([, { functionName }]) => functionName.endsWith(fn?.name ?? id)) ?? [];
  if (mapping === undefined) throw new Error(`no queue is mapped to ${id}`);
  return mapping;
}

function queueNamed(app: App, arn: string) {
  const [, queue] = queues(app).find(([, one]) => one.arn === arn) ?? [];
  if (queue === undefined) throw new Error(`there is no queue ${arn}`);
  return queue;
}

async function tableNamed(endpoint: string, table: string, definition: TableDefinition): Promise<void> {
  try {
    await createTable({ endpoint, table, definition });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
