import { machineArn } from "./machine.ts";
import { arnOf, type Permission, physicalName } from "./names.ts";
import type { Storage } from "./storage.ts";

const FLOWS = ["lead-import", "lead-undo", "catalog-enrichment"];

/** What the API of files and runs may do: the calls its code makes, on the things it makes them to. */
export function runAccess({ files, runs, leads, products, tokenLedgers, apiKeys }: Storage): Permission[] {
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
    table(leads, "Query", "GetItem"),
    table(products, "Query"),
    table(tokenLedgers, "GetItem"),
    // Without it S3 answers "forbidden" where nothing is there.
    { actions: ["s3:ListBucket"], resources: [files.arn] },
    objects(["GetObject"], "runs/*"),
    // Which file, and which version of it, a submission means.
    objects(["GetObject", "GetObjectVersion"], "catalogs/*"),
    // The list of a retry's batches.
    objects(["PutObject", "AbortMultipartUpload"], "runs/*/retry-*"),
    objects(["PutObject"], "submitted/*"),
    { actions: ["states:StartExecution"], resources: FLOWS.map(machineArn) },
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: FLOWS.map((flow) => arnOf("states", `execution:${physicalName(flow)}:*`)),
    },
  ];
}
