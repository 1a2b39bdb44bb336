import type { Customers } from "./customers.ts";
import type { Leads } from "./leads.ts";
import { machineArn } from "./machine.ts";
import { arnOf, type Permission, physicalName } from "./names.ts";
import type { Storage } from "./storage.ts";

const FLOWS = ["lead-import", "lead-undo", "catalog-enrichment"];
const STOPPED = ["lead-import", "catalog-enrichment"];
const executions = (...kinds: string[]) =>
  FLOWS.flatMap((flow) => kinds.map((kind) => arnOf("states", kind.replace("FLOW", physicalName(flow)))));

/** What the API of files and runs may do: the calls its code makes, on the things it makes them to. */
export function runAccess(input: { storage: Storage; leads: Leads; customers: Customers }): Permission[] {
  const { storage, leads: flow, customers } = input;
  const { files, runs, leads, products, tokenLedgers, apiKeys } = storage;
  const objects = (actions: string[], ...keys: string[]): Permission => ({
    actions: actions.map((action) => `s3:${action}`),
    resources: keys.map((key) => $interpolate`${files.arn}/${key}`),
  });
  const table = ({ arn }: sst.aws.Dynamo, ...actions: string[]): Permission => ({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [arn],
  });
  return [
    table(apiKeys, "GetItem"),
    // Runs are listed, registered, and changed where they are retried, cancelled or undone.
    table(runs, "Query", "BatchGetItem", "PutItem", "UpdateItem", "GetItem"),
    // Previews, of files and of undos, look up the leads of many rows at once.
    table(leads, "Query", "GetItem", "BatchGetItem"),
    // A preview looks for products that need not be asked about.
    table(products, "Query", "BatchGetItem"),
    table(tokenLedgers, "GetItem"),
    // Without it S3 answers "forbidden" where nothing is there.
    { actions: ["s3:ListBucket"], resources: [files.arn] },
    // Also what downloads are signed with.
    objects(["GetObject"], "runs/*", "exports/*"),
    // Which file, and which version of it, a submission means.
    objects(["GetObject", "GetObjectVersion"], "catalogs/*"),
    objects(["PutObject", "AbortMultipartUpload"], "exports/*"),
    // Also what the forms are signed with that browsers send files by.
    objects(["PutObject", "GetObject", "DeleteObjectVersion"], "previews/*"),
    // Started twice at once, the second copy of a file is deleted.
    objects(["PutObject", "DeleteObjectVersion"], "submitted/*"),
    { actions: ["s3:ListBucketVersions"], resources: [files.arn] },
    { actions: ["states:StartExecution"], resources: FLOWS.map(machineArn) },
    {
      actions: ["states:DescribeExecution", "states:GetExecutionHistory"],
      resources: executions("execution:FLOW:*"),
    },
    // An undo is not stopped: half of it would be worth nothing.
    {
      actions: ["states:StopExecution"],
      resources: STOPPED.map((flow) => arnOf("states", `execution:${physicalName(flow)}:*`)),
    },
    { actions: ["states:DescribeMapRun"], resources: executions("mapRun:FLOW/*") },
    ...health({ leads: flow, customers }),
  ];
}

/** Queues are watched, and what is in their dead letters tried again; alarms and readings of the cache are shown. */
function health({ leads, customers }: { leads: Leads; customers: Customers }): Permission[] {
  const { batches, uploads, endings } = leads.deadLetters;
  const of = (queues: sst.aws.Queue[], ...actions: string[]): Permission => ({
    actions: actions.map((action) => `sqs:${action}`),
    resources: queues.map(({ arn }) => arn),
  });
  const redriven = [uploads, customers.deadLetters.events];
  const work = [leads.uploads, customers.events];
  return [
    of([...work, batches, endings, ...redriven], "GetQueueAttributes"),
    of([batches, ...redriven], "ReceiveMessage", "DeleteMessage"),
    // SQS moves messages in the name of who starts it.
    of(redriven, "StartMessageMoveTask", "ListMessageMoveTasks"),
    of(work, "SendMessage"),
    // With a prefix, too, all are asked for: a narrower resource is refused.
    { actions: ["cloudwatch:DescribeAlarms"], resources: [arnOf("cloudwatch", "alarm:*")] },
    { actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
  ];
}
