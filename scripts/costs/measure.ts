import { readFileSync } from "node:fs";
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { createEngine, type Json, systemUuid } from "@millrace/asl";
import { dynamoClient, s3Client } from "@millrace/aws/clients";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoModelCache } from "@millrace/aws/model-cache";
import { s3Objects } from "@millrace/aws/objects";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { LEADS_TABLE, MODEL_ANSWERS_TABLE, RUNS_TABLE } from "@millrace/aws/tables";
import { type ImportDeps, registerUpload } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { leadModel, type Model } from "@millrace/core/model";
import { type ImportMode, type ModelUsage, NO_USAGE } from "@millrace/core/run";
import * as z from "zod";
import { flowDefinition } from "../../packages/local/src/flow/definitions.ts";
import { engineObjects } from "../../packages/local/src/flow/flows.ts";
import { steps } from "../../packages/local/src/flow/steps.ts";
import { goodAnswer, Question } from "../../test/equipment/chat-answers.ts";
import { countCosts, type DynamoCosts } from "../../test/equipment/dynamo-costs.ts";
import { createTable, LOCAL_CREDENTIALS, startDynamo } from "../../test/equipment/dynamo-server.ts";
import { startS3 } from "../../test/equipment/s3-server.ts";

/** What one import took. */
export interface Counts {
  /** States entered, and the start of each execution, which is counted as one too: the upper bound. */
  transitions: number;
  invocations: Record<string, number>;
  dynamo: DynamoCosts;
  s3: { writes: number; reads: number };
  model: ModelUsage;
}

const BUCKET = "millrace";
const KEY = "uploads/acme/leads.csv";
const BATCH_SIZE = 10;
/** DeepSeek's own rule of thumb: https://api-docs.deepseek.com/quick_start/token_usage */
const TOKENS_PER_CHARACTER = 0.3;

/** Imports a file by the flow's own definition, with DynamoDB Local and a server that speaks S3, and counts. */
export async function measureImport(input: { file: string; mode: ImportMode }): Promise<Counts> {
  const { file, mode } = input;
  const counts: Counts = {
    transitions: 0,
    invocations: { Starter: 1 },
    dynamo: { requests: 0, writeUnits: 0, readUnits: 0 },
    s3: { writes: 0, reads: 0 },
    model: NO_USAGE,
  };
  const dynamoServer = await startDynamo();
  const s3Server = await startS3();
  try {
    const tables = { leads: LEADS_TABLE, runs: RUNS_TABLE, answers: MODEL_ANSWERS_TABLE };
    for (const [table, definition] of Object.entries(tables)) {
      await createTable({ endpoint: dynamoServer.endpoint, table, definition });
    }
    const client = dynamoClient({ endpoint: dynamoServer.endpoint, ...LOCAL_CREDENTIALS });
    const dynamo = { client, clock: systemClock, random };
    const s3 = s3Client({ endpoint: s3Server.endpoint, forcePathStyle: true, ...LOCAL_CREDENTIALS });
    await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
    const objects = s3Objects({ client: s3, bucket: BUCKET });
    await objects.put({ key: KEY, body: readFileSync(file) });
    const version = s3Server.buckets.get(BUCKET)?.objects.get(KEY)?.[0]?.versionId ?? "";
    countRequests(s3, counts);
    counts.dynamo = countCosts(client);
    const deps: ImportDeps = {
      objects,
      leads: dynamoLeads({ ...dynamo, table: "leads" }),
      runs: dynamoRuns({ ...dynamo, table: "runs", retentionDays: 365 }),
      clock: systemClock,
      log: silentLog,
      model:
        mode === "rules"
          ? null
          : leadModel({ model: MODEL, cache: dynamoModelCache({ ...dynamo, table: "answers" }) }),
    };
    const upload = {
      ...{ bucket: BUCKET, key: KEY, version, tenantId: "acme", sourceFile: "leads.csv" },
      ...{ bytes: 0, eventTime: systemClock.now(), sequencer: "0055AED6DCD90281E5" },
    };
    const options = { mode, batchSize: BATCH_SIZE, maxConcurrency: 5, country: "CO" } as const;
    const { runId } = await registerUpload(
      { upload, options: { ...options, columns: {}, maxCostUsd: null } },
      { ...deps, flows: { start: async () => "started", describe: async () => null, stop: async () => {} } },
    );
    await execute({ runId, deps, counts });
    const dynamoCosts = { ...counts.dynamo };
    const run = await deps.runs.get({ runId });
    if (run?.status !== "COMPLETED") throw new Error(`the import ended as ${run?.status}`);
    return { ...counts, model: run.model, dynamo: dynamoCosts };
  } finally {
    await s3Server.close();
    dynamoServer.close();
  }
}

async function execute(input: { runId: string; deps: ImportDeps; counts: Counts }): Promise<void> {
  const { runId, deps, counts } = input;
  const engine = createEngine({
    clock: systemClock,
    random,
    uuid: systemUuid,
    objects: engineObjects(deps.objects),
    tasks: {
      async invokeFunction({ functionName, payload }): Promise<Json> {
        const step = steps[functionName];
        if (step === undefined) throw new Error(`there is no step ${functionName}`);
        counts.invocations[functionName] = (counts.invocations[functionName] ?? 0) + 1;
        return z.json().parse(await step(payload, deps));
      },
    },
  });
  const execution = engine.startExecution({
    definition: flowDefinition("lead-import"),
    input: { runId },
    name: runId,
    onEvent({ type }) {
      if (type.endsWith("StateEntered") || type === "ExecutionStarted") counts.transitions++;
    },
  });
  await execution.result;
}

function countRequests(client: ReturnType<typeof s3Client>, { s3 }: Counts): void {
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (given) => {
        if (/^(Get|Head)Object/.test(commandName)) s3.reads++;
        else s3.writes++;
        return next(given);
      },
    { step: "initialize", name: "countRequests" },
  );
}

/** Answers as a model would, in a moment and for nothing; tokens by the length of the texts, none of them cached. */
const MODEL: Model = {
  id: "counted",
  async complete({ system, user }) {
    const content = goodAnswer(Question.parse(JSON.parse(user)));
    const tokens = (text: string) => Math.ceil(text.length * TOKENS_PER_CHARACTER);
    const usage = {
      promptTokens: tokens(system) + tokens(user),
      cachedTokens: 0,
      completionTokens: tokens(content),
    };
    return { content, finishReason: "stop", usage, costUsd: 0 };
  },
};
