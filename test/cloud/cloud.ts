import { createCipheriv } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ResourceInUseException } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { createEngine, type Json, type StateMachine } from "@millrace/asl";
import { dynamoClient, s3Client, sfnClient, sqsClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import { dynamoLeads } from "@millrace/aws/leads";
import { s3Objects } from "@millrace/aws/objects";
import { sqsQueue } from "@millrace/aws/queue";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { LEADS_TABLE, MODEL_ANSWERS_TABLE, RUNS_TABLE, type TableDefinition } from "@millrace/aws/tables";
import type { Queue } from "@millrace/core/queue";
import { engineObjects } from "@millrace/local/flow/flows";
import { startFauxqs } from "fauxqs";
import * as z from "zod";
import { bundleFunction } from "../../scripts/synth/bundle-function.ts";
import { createTable } from "../equipment/dynamo-server.ts";
import type { Fault } from "../equipment/proxy.ts";
import { startS3 } from "../equipment/s3-server.ts";
import { type Execution, type Running, startStepFunctions } from "../equipment/sfn-server.ts";
import { sharedDynamo } from "../equipment/shared-servers.ts";
import { type App, deployed, lambdas, machines, mappings, permissions, queues } from "../equipment/stacks.ts";
import { endedEvent, storageEvent } from "./events.ts";
import { OWNER, type Request, startGateway } from "./gateway.ts";
import { grantsOf } from "./iam.ts";
import { type Deployed, type Misfortune, startLambda } from "./lambda.ts";

/** What a test makes go wrong; nothing, unless it says so. */
export interface Troubles {
  request: (request: Request) => Fault | null;
  invocation: (id: string) => Misfortune | null;
}

/** Full jitter draws from zero to the wait; with this it waits a hundredth, and no timeout gets shorter. */
const SMALL_JITTER = 0.01;

export type Cloud = Awaited<ReturnType<typeof openCloud>>;

/**
 * The app as it is synthesised for a stage, running here: its machines by the engine, its functions from their bundles,
 * its tables, buckets and queues on servers that speak AWS's protocols, each role as narrow as it is written.
 */
export async function openCloud(stage: string) {
  const app = await deployed(stage);
  const folder = mkdtempSync(join(tmpdir(), "cloud-"));
  const troubles: Troubles = { request: () => null, invocation: () => null };
  const grants = new Map(
    [...permissions(app)].map(([role, statements]) => [
      role.replace(/Role$/, ""),
      grantsOf(role, statements),
    ]),
  );

  const dynamo = await sharedDynamo();
  const s3Server = await startS3();
  const sqsServer = await startFauxqs({ port: 0, logger: false });
  const stepFunctionsServer = await startStepFunctions((execution) => run(execution));
  const servers = {
    dynamodb: dynamo,
    s3: s3Server.endpoint,
    sqs: sqsServer.address,
    states: stepFunctionsServer.endpoint,
  };
  const gateway = await startGateway({ servers, grants, fault: (request) => troubles.request(request) });
  const functions = await functionsOf({ app, folder, environment: gateway.environment });
  const lambda = startLambda({
    functions,
    environment: gateway.environment,
    misfortune: (id) => troubles.invocation(id),
  });

  /** The SDK's clients, as whoever has this role would have them. */
  const clientsAs = (principal: string) => {
    const credentials = { accessKeyId: principal, secretAccessKey: "secret" };
    const at = (service: string) => ({
      endpoint: gateway.environment[`AWS_ENDPOINT_URL_${service}`] ?? "",
      region: "us-east-1",
      credentials,
    });
    return {
      dynamo: dynamoClient(at("DYNAMODB")),
      s3: s3Client({ ...at("S3"), forcePathStyle: true }),
      sqs: sqsClient(at("SQS")),
      sfn: sfnClient(at("SFN")),
    };
  };
  const owner = clientsAs(OWNER);

  const {
    BUCKET: bucket = "",
    LEADS_TABLE: leadsTable = "",
    RUNS_TABLE: runsTable = "",
  } = functionOf(functions, "ParseFile").environment;
  const answersTable = functionOf(functions, "StandardizeLeads").environment.MODEL_ANSWERS_TABLE ?? "";
  await owner.s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await Promise.all([
    tableNamed(dynamo, leadsTable, LEADS_TABLE),
    tableNamed(dynamo, runsTable, RUNS_TABLE),
    tableNamed(dynamo, answersTable, MODEL_ANSWERS_TABLE),
  ]);
  for (const [, { name }] of queues(app)) sqsServer.createQueue(name);

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

  const runners = new Map(machines(app).map(([id, { arn, definition }]) => [arn, runnerOf(id, definition)]));
  const underWay = new Set<Promise<unknown>>();

  /** A machine, which does everything with its own role. */
  function runnerOf(id: string, text: string): (execution: Execution) => Running {
    const definition: StateMachine = JSON.parse(text);
    const clients = clientsAs(id);
    const engine = createEngine({
      random: () => SMALL_JITTER,
      objects: engineObjects(s3Objects({ client: clients.s3, bucket })),
      tasks: {
        invokeFunction: ({ functionName, payload }) => {
          const resource = `arn:aws:lambda:us-east-1:123456789012:function:${functionName}`;
          if (!gateway.note(id, { action: "lambda:InvokeFunction", resource })) {
            throw new Error(`${id} may not invoke ${functionName}`);
          }
          return lambda.invoke({ functionName, payload });
        },
        async sendMessage({ queueUrl, messageBody }) {
          const { id: messageId } = await sqsQueue({ client: clients.sqs, url: queueUrl }).send({
            body: messageBody,
          });
          return { messageId };
        },
      },
    });
    return ({ name, input, machineArn }) => {
      const handle = engine.startExecution({
        definition,
        name,
        input: z.json().parse(JSON.parse(input)),
        onEvent: ({ type }) => {
          // The Map's batches are executions of their own, which the machine starts.
          if (type === "MapRunStarted") {
            gateway.note(id, { action: "states:StartExecution", resource: machineArn });
          }
        },
      });
      return { result: handle.result.then(({ status }) => status), stop: () => handle.stop() };
    };
  }

  function run(execution: Execution): Running {
    const runner = runners.get(execution.machineArn);
    if (runner === undefined) throw new Error(`there is no machine ${execution.machineArn}`);
    const running = runner(execution);
    const ended = running.result.then(async (status) => {
      // What the rule on ended executions does.
      if (status === "SUCCEEDED" || execution.machineArn !== arns.LEAD_IMPORT_ARN) return;
      await invoke("CloseRun", endedEvent(execution, status));
    });
    const kept: Promise<unknown> = ended.finally(() => underWay.delete(kept));
    underWay.add(kept);
    return running;
  }

  function invoke(id: string, payload: Json): Promise<Json> {
    return lambda.invoke({ functionName: `millrace-${stage}-${id}`, payload });
  }

  const [, mapping] = mappings(app)[0] ?? [];
  const uploads = queueNamed(app, mapping?.eventSourceArn ?? "");
  const deadLettersUrl = functionOf(functions, "Redriver").environment.DEAD_LETTERS_URL ?? "";
  const polling = sqsQueue({ client: clientsAs("Starter").sqs, url: uploads });

  return {
    ...{ troubles, gateway, lambda, grants, deps, flows, invoke, bucket, leadsTable },
    uploads: sqsQueue({ client: owner.sqs, url: uploads }),
    deadLetters: sqsQueue({ client: owner.sqs, url: deadLettersUrl }),
    /** Puts a file into the bucket. The answer is what S3 then sends to the queue. */
    async upload(file: { tenantId: string; name: string; bytes: Uint8Array; eventTime: number }) {
      const key = `uploads/${file.tenantId}/${file.name}`;
      const { VersionId: versionId = "" } = await owner.s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: key, Body: file.bytes }),
      );
      return storageEvent({ ...file, bucket, key, versionId });
    },
    /** Gives the starter what is in its queue, as Lambda's mapping does, and waits until nothing is under way. */
    async settle(): Promise<void> {
      await deliver(polling, mapping?.batchSize ?? 10, (event) => invoke("Starter", event));
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close(): Promise<void> {
      await lambda.close();
      await gateway.close();
      await Promise.all([stepFunctionsServer.close(), sqsServer.stop(), s3Server.close()]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Each function's bundle, its secrets beside it as SST writes them, and its environment. */
async function functionsOf(input: {
  app: App;
  folder: string;
  environment: Record<string, string>;
}): Promise<Map<string, Deployed>> {
  const { app, folder } = input;
  // The SDK sends a request for a queue where the queue's URL says.
  const here = (value: string) =>
    value.replace("https://sqs.us-east-1.amazonaws.com", input.environment.AWS_ENDPOINT_URL_SQS ?? "");
  const entries = lambdas(app).map(async ([resource, fn]): Promise<[string, Deployed]> => {
    const { name, environment, timeout, reservedConcurrentExecutions: reserved } = fn;
    const id = resource.replace(/Function$/, "");
    const build = app.builds.find(({ functionID }) => functionID === id);
    if (build === undefined) throw new Error(`${id} has no code`);
    const { handler, links, properties } = build;
    const splitting = properties.splitting ?? false;
    const { file } = await bundleFunction({ handler, splitting, folder: join(folder, id) });
    const key = Buffer.from(environment.variables.SST_KEY ?? "", "base64");
    const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
    const text = Buffer.concat([cipher.update(JSON.stringify(links)), cipher.final()]);
    const variables = Object.fromEntries(
      Object.entries(environment.variables).map(([variable, value]) => [variable, here(value)]),
    );
    const secrets = join(folder, id, "resource.enc");
    writeFileSync(secrets, Buffer.concat([text, cipher.getAuthTag()]));
    return [
      name,
      {
        id,
        file,
        // Lambda starts a function in the folder of its code; threads share the folder of their process.
        environment: { ...variables, SST_KEY_FILE: secrets },
        timeoutSeconds: timeout,
        reserved: reserved === undefined || reserved < 0 ? null : reserved,
      },
    ];
  });
  return new Map(await Promise.all(entries));
}

function functionOf(functions: ReadonlyMap<string, Deployed>, id: string): Deployed {
  const found = [...functions.values()].find((fn) => fn.id === id);
  if (found === undefined) throw new Error(`there is no function ${id}`);
  return found;
}

function queueNamed(app: App, arn: string): string {
  const [, queue] = queues(app).find(([, one]) => one.arn === arn) ?? [];
  if (queue === undefined) throw new Error(`there is no queue ${arn}`);
  return queue.url;
}

async function tableNamed(endpoint: string, table: string, definition: TableDefinition): Promise<void> {
  try {
    await createTable({ endpoint, table, definition });
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

/** Not the queue's own minutes: what comes back is awaited. */
const VISIBILITY_SECONDS = 1;

const PartialAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

async function deliver(queue: Queue, limit: number, invoke: (event: Json) => Promise<Json>): Promise<void> {
  while ((await queue.depth()) > 0) {
    const messages = await queue.receive({ limit, visibilitySeconds: VISIBILITY_SECONDS });
    if (messages.length === 0) return;
    const Records = messages.map(({ id, body }) => ({ messageId: id, body, eventSource: "aws:sqs" }));
    // What fails comes back when its visibility ends.
    const { batchItemFailures: failed } = PartialAnswer.parse(await invoke({ Records }));
    for (const { id, receipt } of messages) {
      if (!failed.some(({ itemIdentifier }) => itemIdentifier === id)) await queue.delete({ receipt });
    }
    if (failed.length > 0) await systemClock.sleep(1_000 * VISIBILITY_SECONDS);
  }
}
