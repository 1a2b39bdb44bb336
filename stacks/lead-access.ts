import { machineArn } from "./machine.ts";
import { arnOf, type Permission, physicalName } from "./names.ts";
import type { Storage } from "./storage.ts";

/**
 * What each function of the lead import may do: the calls its code makes, on the things it makes them to. A test runs
 * the functions and fails on a call that is not here.
 */
export function access(input: { storage: Storage; deadLetters: sst.aws.Queue; uploads: sst.aws.Queue }) {
  const { storage, deadLetters, uploads } = input;
  const { files, leads, runs, modelAnswers } = storage;
  const objects = (actions: string[], ...keys: string[]): Permission => ({
    actions: actions.map((action) => `s3:${action}`),
    resources: keys.map((key) => $interpolate`${files.arn}/${key}`),
  });
  const table = ({ arn }: sst.aws.Dynamo, ...actions: string[]): Permission => ({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [arn],
  });
  // Without it S3 answers "forbidden" where nothing is there, and a step could not tell that it is the first to write.
  const tellMissing: Permission = { actions: ["s3:ListBucket"], resources: [files.arn] };
  // Runs of leads and of catalogs are started, cancelled and tried again by the same functions.
  const flows = ["lead-import", "catalog-enrichment"];
  const startRun: Permission = { actions: ["states:StartExecution"], resources: flows.map(machineArn) };
  const endExecution: Permission = {
    actions: ["states:StopExecution"],
    resources: flows.map((flow) => arnOf("states", `execution:${physicalName(flow)}:*`)),
  };
  const startUndo: Permission[] = [
    { actions: ["states:StartExecution"], resources: [machineArn("lead-undo")] },
    {
      actions: ["states:DescribeExecution"],
      resources: [arnOf("states", `execution:${physicalName("lead-undo")}:*`)],
    },
  ];

  // A run is read by a query, its model's costs being an item beside it; changed by an update that then reads those.
  const readRun = ["Query"];
  const changeRun = ["UpdateItem", "GetItem"];

  return {
    Starter: [
      table(runs, ...readRun, "PutItem"),
      startRun,
      // What Lambda's mapping does in the function's name.
      {
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resources: [uploads.arn],
      },
    ],
    ParseFile: [
      table(runs, ...readRun, ...changeRun),
      tellMissing,
      objects(["GetObjectVersion"], "uploads/*", "submitted/*"),
      // A retry lists again what it has to do.
      objects(["GetObject"], "runs/*/batches.jsonl"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*"),
    ],
    StandardizeLeads: [
      table(runs, ...readRun, ...changeRun, "PutItem"),
      table(modelAnswers, "BatchGetItem", "BatchWriteItem"),
      tellMissing,
      objects(["GetObject"], "runs/*"),
      objects(["PutObject"], "runs/*/standardised/*"),
    ],
    UpsertLeads: [
      table(runs, ...readRun, "GetItem", "PutItem"),
      table(leads, "BatchWriteItem", "UpdateItem", "Query"),
      objects(["GetObject"], "runs/*/standardised/*"),
    ],
    RecordBatchFailure: [table(runs, "PutItem", ...changeRun)],
    SummarizeRun: [
      table(runs, ...readRun, ...changeRun, "PutItem"),
      objects(["GetObject"], "runs/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*/rejects.csv"),
    ],
    FailRun: [table(runs, ...changeRun)],
    BeginUndo: [table(runs, ...readRun, ...changeRun)],
    UndoBatch: [
      table(runs, ...readRun),
      table(leads, "GetItem", "Query", "UpdateItem", "DeleteItem"),
      objects(["GetObject"], "runs/*/rows.jsonl"),
    ],
    FinishUndo: [table(runs, ...changeRun)],
    Redriver: [
      { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: [deadLetters.arn] },
      table(runs, ...readRun, ...changeRun),
      startRun,
    ],
    Operate: [
      table(runs, ...readRun, ...changeRun, "BatchGetItem"),
      // Exports read leads, previews of undos look many of them up, erasures delete all that there is about one.
      table(leads, "Query", "GetItem", "BatchGetItem", "BatchWriteItem"),
      table(modelAnswers, "BatchWriteItem"),
      startRun,
      endExecution,
      ...startUndo,
      tellMissing,
      objects(["GetObject"], "runs/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*", "exports/*"),
      // An erasure deletes uploads, previews and exports, with all their versions.
      { actions: ["s3:ListBucketVersions"], resources: [files.arn] },
      objects(["DeleteObjectVersion"], "uploads/*", "submitted/*", "previews/*", "exports/*"),
    ],
    CloseRun: [table(runs, ...readRun, ...changeRun)],
  } satisfies Record<string, Permission[]>;
}
