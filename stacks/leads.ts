import leadImport from "./flows/lead-import.asl.json" with { type: "json" };
import leadUndo from "./flows/lead-undo.asl.json" with { type: "json" };
import { createFunction, type FunctionInput } from "./function.ts";
import { access } from "./lead-access.ts";
import { createMachine, machineArn, mapAccess } from "./machine.ts";
import { arnOf, physicalName } from "./names.ts";
import { modelEnvironment, uploadOptions } from "./options.ts";
import { deadLetterQueue, eventQueue } from "./queue.ts";
import { isSet, type Secrets } from "./secrets.ts";
import type { StageSettings } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** Functions that read or write a few records. */
const SMALL = { memory: 512, timeout: 30 };
/** Functions that walk through a run's records or a batch's leads one by one. */
const LONG = { memory: 512, timeout: 300 };
/** Walks through a tenant's leads, or through all that its runs have stored: the most time there is. */
const OPERATE = { memory: 1024, timeout: 900 };
const STARTER_TIMEOUT = 60;
const RULE = "ended-executions";

/** The lead import: from a file in `uploads/` to leads, with its undo. */
export function createLeads(input: { stage: StageSettings; storage: Storage; secrets: Secrets }) {
  const { stage, storage, secrets } = input;
  const { files } = storage;
  const deadLetters = {
    /** Pointers to batches that failed; the redriver takes them. */
    batches: deadLetterQueue({ name: "BatchDeadLetters" }),
    /** Events of uploads that started no run; SQS's own redrive takes them back. */
    uploads: deadLetterQueue({ name: "UploadDeadLetters" }),
    /** Events of ended executions that closed no run. */
    endings: deadLetterQueue({
      name: "EndingDeadLetters",
      fromRule: arnOf("events", `rule/${physicalName(RULE)}`),
    }),
  };
  const uploads = eventQueue({
    name: "Uploads",
    bucket: files,
    timeout: STARTER_TIMEOUT,
    deadLetters: deadLetters.uploads,
  });
  const hasModel = isSet(secrets.modelKey);
  const may = access({ storage, deadLetters: deadLetters.batches, uploads });
  const environment = {
    BUCKET: files.name,
    LEADS_TABLE: storage.leads.name,
    RUNS_TABLE: storage.runs.name,
    RUN_RECORD_DAYS: String(stage.recordDays),
  };
  const starting = {
    ...environment,
    LEAD_IMPORT_ARN: machineArn("lead-import"),
    LEAD_UNDO_ARN: machineArn("lead-undo"),
    CATALOG_ENRICHMENT_ARN: machineArn("catalog-enrichment"),
  };
  const create = (
    name: keyof typeof may,
    file: string,
    rest: Partial<FunctionInput> & { memory: number; timeout: number },
  ) =>
    createFunction({
      name,
      file: `leads/${file}`,
      service: "leads",
      stage,
      environment,
      permissions: may[name],
      ...rest,
    });

  const steps = {
    ParseFile: create("ParseFile", "parse-file", { ...stage.parse, splitting: true }),
    StandardizeLeads: create("StandardizeLeads", "standardize-leads", {
      ...stage.standardize,
      splitting: true,
      environment: {
        ...environment,
        MODEL_ANSWERS_TABLE: storage.modelAnswers.name,
        ...modelEnvironment(stage),
      },
      secrets: [secrets.modelKey],
      reservedConcurrency: stage.modelConcurrency,
    }),
    UpsertLeads: create("UpsertLeads", "upsert-leads", stage.upsert),
    RecordBatchFailure: create("RecordBatchFailure", "record-batch-failure", SMALL),
    SummarizeRun: create("SummarizeRun", "summarize-run", LONG),
    FailRun: create("FailRun", "fail-run", SMALL),
  };
  const undoSteps = {
    BeginUndo: create("BeginUndo", "begin-undo", SMALL),
    UndoBatch: create("UndoBatch", "undo-batch", LONG),
    FinishUndo: create("FinishUndo", "finish-undo", SMALL),
  };
  const others = {
    Starter: create("Starter", "starter", {
      ...SMALL,
      timeout: STARTER_TIMEOUT,
      environment: {
        ...starting,
        ...uploadOptions({ stage, secrets }),
      },
    }),
    Redriver: create("Redriver", "redriver", {
      ...LONG,
      environment: { ...starting, DEAD_LETTERS_URL: deadLetters.batches.url },
    }),
    Operate: create("Operate", "operate", {
      ...OPERATE,
      environment: { ...starting, MODEL_ANSWERS_TABLE: storage.modelAnswers.name },
    }),
    CloseRun: create("CloseRun", "close-run", { ...SMALL, failedEvents: deadLetters.endings }),
  };

  const machines = {
    "lead-import": createMachine({
      id: "LeadImport",
      name: "lead-import",
      definition: leadImport,
      functions: steps,
      values: { Bucket: files.name, DeadLetterQueueUrl: deadLetters.batches.url },
      permissions: [
        ...mapAccess({ files, lists: ["batches.jsonl", "retry-*.jsonl"], results: "map" }),
        { actions: ["sqs:SendMessage"], resources: [deadLetters.batches.arn] },
      ],
      stage,
    }),
    "lead-undo": createMachine({
      id: "LeadUndo",
      name: "lead-undo",
      definition: leadUndo,
      functions: undoSteps,
      values: { Bucket: files.name },
      permissions: mapAccess({ files, lists: ["batches.jsonl"], results: "undo" }),
      stage,
    }),
  };

  uploads.subscribe(others.Starter.arn, {
    batch: { size: 10, partialResponses: true },
    transform: { eventSourceMapping: onlyTwoAtOnce },
  });
  files.notify({
    notifications: [
      { name: "Uploads", queue: uploads, events: ["s3:ObjectCreated:*"], filterPrefix: "uploads/" },
    ],
    transform: { notification: ofCatalogsToo },
  });
  closeAbandonedRuns({ closer: others.CloseRun, failed: deadLetters.endings });

  return { functions: { ...steps, ...undoSteps, ...others }, machines, uploads, deadLetters, hasModel };
}
export type Leads = ReturnType<typeof createLeads>;

/** Starting runs is quick; what they do is limited elsewhere. The mapping's limit keeps messages from being refused. */
function onlyTwoAtOnce(args: aws.lambda.EventSourceMappingArgs): undefined {
  args.scalingConfig = { maximumConcurrency: 2 };
}

/** Catalogs come by the same queue. SST would write a queue's policy once for each notification that it is given. */
function ofCatalogsToo(args: aws.s3.BucketNotificationArgs): undefined {
  args.queues = $output(args.queues).apply((queues = []) =>
    queues.flatMap((queue) => [queue, { ...queue, id: "Catalogs", filterPrefix: "catalogs/" }]),
  );
}

/** An execution that was stopped, or failed where no Catch reaches, leaves its run open: this closes it. */
function closeAbandonedRuns(input: { closer: sst.aws.Function; failed: sst.aws.Queue }): void {
  const { closer, failed } = input;
  const rule = new aws.cloudwatch.EventRule("EndedExecutions", {
    name: physicalName(RULE),
    description: "Executions of runs that did not end well",
    eventPattern: $jsonStringify({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      // The whole ARN: a batch's own execution has the same one with the Map's label behind it.
      detail: {
        stateMachineArn: [machineArn("lead-import"), machineArn("catalog-enrichment")],
        status: ["FAILED", "TIMED_OUT", "ABORTED"],
      },
    }),
  });
  new aws.lambda.Permission("EndedExecutionsPermission", {
    action: "lambda:InvokeFunction",
    function: closer.name,
    principal: "events.amazonaws.com",
    sourceArn: rule.arn,
  });
  new aws.cloudwatch.EventTarget("EndedExecutionsTarget", {
    rule: rule.name,
    arn: closer.arn,
    deadLetterConfig: { arn: failed.arn },
    retryPolicy: { maximumEventAgeInSeconds: 24 * 60 * 60, maximumRetryAttempts: 20 },
  });
}
