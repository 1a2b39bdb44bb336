import { Worker } from "node:worker_threads";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { createEngine, type Json } from "@millrace/asl";
import { dynamoClient, s3Client, sfnClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoModelCache } from "@millrace/aws/model-cache";
import { s3Objects } from "@millrace/aws/objects";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { LEADS_TABLE, MODEL_ANSWERS_TABLE, RUNS_TABLE } from "@millrace/aws/tables";
import type { FlowName } from "@millrace/core/flow";
import type { ImportDeps } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { leadModel, type Model } from "@millrace/core/model";
import type { ImportOptions } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { flowDefinition } from "@millrace/local/flow/definitions";
import { engineObjects } from "@millrace/local/flow/flows";
import { importSteps } from "@millrace/local/flow/steps";
import * as z from "zod";
import { goodAnswer, Question } from "../equipment/chat-answers.ts";
import { createTable, LOCAL_CREDENTIALS } from "../equipment/dynamo-server.ts";
import { startS3 } from "../equipment/s3-server.ts";
import { type Execution, type Running, startStepFunctions } from "../equipment/sfn-server.ts";
import { sharedBundles, sharedDynamo } from "../equipment/shared-servers.ts";
import { deployed, lambdas, permissions } from "../equipment/stacks.ts";
import { startGateway } from "./gateway.ts";
import { grantsOf } from "./iam.ts";

/** A stage nobody else has, so that its tables are nobody else's. */
const STAGE = "operator";
/** What one answer of the model costs here, in US dollars. */
export const ANSWER_USD = 0.01;
const SMALL_JITTER = 0.01;

const Names = z.object({
  BUCKET: z.string(),
  LEADS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  MODEL_ANSWERS_TABLE: z.string(),
  LEAD_IMPORT_ARN: z.string(),
  LEAD_UNDO_ARN: z.string(),
});

export type Operator = Awaited<ReturnType<typeof openOperator>>;

/**
 * The function Operate from its bundle, with its synthesised environment and role, in front of servers that speak AWS's
 * protocols. The flows are run by the engine with everything allowed, and ask a model that a test can stop.
 */
export async function openOperator() {
  const app = await deployed(STAGE);
  const [, fn] = lambdas(app).find(([id]) => id === "OperateFunction") ?? [];
  if (fn === undefined) throw new Error("there is no Operate");
  const names = Names.parse(fn.environment.variables);
  const grants = grantsOf("OperateRole", permissions(app).get("OperateRole") ?? []);

  const dynamodb = await sharedDynamo();
  const s3 = await startS3();
  const states = await startStepFunctions((execution) => run(execution));
  const nowhere = "http://127.0.0.1:9";
  const servers = {
    ...{ dynamodb, s3: s3.endpoint, states: states.endpoint },
    ...{ sqs: nowhere, cloudwatch: nowhere },
  };
  const gateway = await startGateway({
    servers,
    grants: new Map([["Operate", grants]]),
    fault: () => null,
  });
  const bundle = (await sharedBundles()).get("packages/functions/src/leads/operate.handler");
  if (bundle === undefined) throw new Error("Operate has no bundle");
  const container = startContainer({
    file: bundle.file,
    name: fn.name,
    environment: { ...fn.environment.variables, ...gateway.environment },
  });

  const dynamo = {
    client: dynamoClient({ endpoint: dynamodb, ...LOCAL_CREDENTIALS }),
    clock: systemClock,
    random,
  };
  const s3Owner = s3Client({ endpoint: s3.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
  await s3Owner.send(new CreateBucketCommand({ Bucket: names.BUCKET }));
  for (const [table, definition] of [
    [names.LEADS_TABLE, LEADS_TABLE],
    [names.RUNS_TABLE, RUNS_TABLE],
    [names.MODEL_ANSWERS_TABLE, MODEL_ANSWERS_TABLE],
  ] as const) {
    await createTable({ endpoint: dynamodb, table, definition });
  }

  const asking = { silent: false, asked: 0 };
  const cache = dynamoModelCache({ ...dynamo, table: names.MODEL_ANSWERS_TABLE });
  const deps: ImportDeps = {
    objects: s3Objects({ client: s3Owner, bucket: names.BUCKET }),
    leads: dynamoLeads({ ...dynamo, table: names.LEADS_TABLE }),
    runs: dynamoRuns({ ...dynamo, table: names.RUNS_TABLE, retentionDays: 365 }),
    clock: systemClock,
    log: silentLog,
    model: leadModel({ model: modelOf(asking), cache }),
  };
  const flows = stepFunctions({
    client: sfnClient({ endpoint: states.endpoint, ...LOCAL_CREDENTIALS }),
    machines: { "lead-import": names.LEAD_IMPORT_ARN, "lead-undo": names.LEAD_UNDO_ARN },
  });

  const deadLetters: Json[] = [];
  const underWay = new Set<Promise<unknown>>();
  const engine = createEngine({
    random: () => SMALL_JITTER,
    objects: engineObjects(deps.objects),
    tasks: {
      async invokeFunction({ functionName, payload }) {
        const step = importSteps[functionName];
        if (step === undefined) throw new Error(`there is no step ${functionName}`);
        return z.json().parse(await step(payload, deps));
      },
      async sendMessage({ messageBody }) {
        deadLetters.push(messageBody);
        return { messageId: String(deadLetters.length) };
      },
    },
  });
  function run({ machineArn, name, input }: Execution): Running {
    const flow: FlowName = machineArn === names.LEAD_IMPORT_ARN ? "lead-import" : "lead-undo";
    const handle = engine.startExecution({
      definition: flowDefinition(flow),
      name,
      input: z.json().parse(JSON.parse(input)),
    });
    const kept: Promise<unknown> = handle.result.finally(() => underWay.delete(kept));
    underWay.add(kept);
    return { result: handle.result.then(({ status }) => status), stop: () => handle.stop() };
  }

  let time = Date.parse("2026-11-22T10:00:00Z");
  return {
    ...{ deps, cache, gateway, grants, deadLetters, asking },
    /** What Operate wrote to its log. */
    logs: container.logs,
    /** Invokes Operate as the AWS CLI does. */
    operate: container.invoke,
    /** Uploads a file and starts its import. The answer is the run's id. */
    async start(upload: {
      tenantId: string;
      name: string;
      text: string;
      options?: Partial<ImportOptions>;
    }): Promise<string> {
      const { tenantId, name, text, options } = upload;
      const key = `uploads/${tenantId}/${name}`;
      const put = new PutObjectCommand({ Bucket: names.BUCKET, Key: key, Body: text });
      const { VersionId: version = "" } = await s3Owner.send(put);
      time += 1_000;
      const { runId } = await registerUpload(
        {
          upload: {
            ...{ bucket: names.BUCKET, key, version, tenantId, sourceFile: name },
            ...{ bytes: text.length, eventTime: time, sequencer: "0055AED6DCD90281E5" },
          },
          options: { ...RULES, ...options },
        },
        { ...deps, flows },
      );
      return runId;
    },
    /** Waits until nothing is under way. */
    async settle(): Promise<void> {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async close(): Promise<void> {
      await container.close();
      await gateway.close();
      await Promise.all([states.close(), s3.close()]);
    },
  };
}

/** What runs a bundle, one event after the other, with an environment of its own. */
const CONTAINER = `
  const { parentPort, workerData } = require("node:worker_threads");
  import(workerData.file).then(({ handler }) => {
    parentPort.on("message", (event) => {
      handler(event, workerData.context).then(
        (answer) => parentPort.postMessage({ answer }),
        ({ name, message }) => parentPort.postMessage({ error: name + ": " + message }),
      );
    });
  });`;

const Reply = z.object({ answer: z.json().optional(), error: z.string().optional() });

/** One container of the function, whose requests the gateway knows by its access key. */
function startContainer(input: { file: string; name: string; environment: Record<string, string> }) {
  const { file, name, environment } = input;
  const context = { functionName: name, awsRequestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef" };
  const worker = new Worker(CONTAINER, {
    eval: true,
    workerData: { file, context },
    stdout: true,
    stderr: true,
    env: {
      ...environment,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_ACCESS_KEY_ID: "Operate1",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
  });
  let logs = "";
  for (const stream of [worker.stdout, worker.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      logs += text;
    });
  }
  return {
    logs: () => logs,
    async invoke(event: Json): Promise<Json> {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      worker.once("message", resolve).once("error", reject);
      worker.postMessage(event);
      const { answer, error } = Reply.parse(await promise.finally(() => worker.off("error", reject)));
      if (answer === undefined) throw new Error(error);
      return answer;
    },
    close: () => worker.terminate(),
  };
}

const RULES: ImportOptions = {
  ...{ country: null, mode: "rules", batchSize: 10, maxConcurrency: 1, columns: {}, maxCostUsd: null },
};

/** A model whose every answer costs the same; while it is silent, it answers nobody. */
function modelOf(asking: { silent: boolean; asked: number }): Model {
  return {
    id: "operator",
    async complete({ user }) {
      asking.asked++;
      while (asking.silent) await systemClock.sleep(20);
      const content = goodAnswer(Question.parse(JSON.parse(user)));
      const usage = { promptTokens: 1, cachedTokens: 0, completionTokens: 1 };
      return { content, finishReason: "stop", usage, costUsd: ANSWER_USD };
    },
  };
}
