import { machineArn } from "./machine.ts";
import type { Permission } from "./names.ts";
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
  const startImport: Permission = {
    actions: ["states:StartExecution"],
    resources: [machineArn("lead-import")],
  };

  return {
    Starter: [
      table(runs, "GetItem", "PutItem"),
      startImport,
      // What Lambda's mapping does in the function's name.
      {
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resources: [uploads.arn],
      },
    ],
    ParseFile: [
      table(runs, "GetItem", "UpdateItem"),
      tellMissing,
      objects(["GetObject", "GetObjectVersion"], "uploads/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*"),
    ],
    StandardizeLeads: [
      table(runs, "GetItem", "UpdateItem", "PutItem"),
      table(modelAnswers, "BatchGetItem", "BatchWriteItem"),
      tellMissing,
      objects(["GetObject"], "runs/*"),
      objects(["PutObject"], "runs/*/standardised/*"),
    ],
    UpsertLeads: [
      table(runs, "GetItem", "PutItem"),
      table(leads, "BatchWriteItem", "UpdateItem", "Query"),
      objects(["GetObject"], "runs/*/standardised/*"),
    ],
    RecordBatchFailure: [table(runs, "PutItem", "UpdateItem")],
    SummarizeRun: [
      table(runs, "GetItem", "Query", "PutItem", "UpdateItem"),
      objects(["GetObject"], "runs/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*/rejects.csv"),
    ],
    FailRun: [table(runs, "UpdateItem")],
    BeginUndo: [table(runs, "GetItem", "UpdateItem")],
    UndoBatch: [
      table(runs, "GetItem"),
      table(leads, "GetItem", "Query", "UpdateItem", "DeleteItem"),
      objects(["GetObject"], "runs/*/rows.jsonl"),
    ],
    FinishUndo: [table(runs, "UpdateItem")],
    Redriver: [
      { actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], resources: [deadLetters.arn] },
      table(runs, "GetItem", "Query", "PutItem", "UpdateItem"),
      objects(["GetObject"], "runs/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*/retry-*"),
      startImport,
    ],
    CloseRun: [table(runs, "GetItem", "UpdateItem")],
  } satisfies Record<string, Permission[]>;
}
