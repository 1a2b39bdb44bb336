const LOGS = "Lambda and Step Functions write logs themselves, with the role; there are none here";
const TRACES = "Lambda and Step Functions send traces themselves; there is no X-Ray here";
const PARTS =
  "uploads in parts begin at 5 MB; lists of batches, exports and results of Maps are smaller here";
const MAP_RUNS =
  "Step Functions watches and stops the Map's own executions with the role; the engine does it by itself";

/** What the lead import's roles grant for runs of catalogs and for files that come by the API: `catalogs.test.ts` holds that it is used. */
export const USED_BY_API: readonly string[] = [
  ...["Starter", "Redriver", "Operate"].map(
    (role) => `${role}Role states:StartExecution stateMachine:catalog-enrichment`,
  ),
  "ParseFileRole s3:GetObjectVersion submitted/*",
  "OperateRole s3:DeleteObjectVersion submitted/*",
  "OperateRole s3:DeleteObjectVersion previews/*",
];

/**
 * What roles grant and no test of the cloud run uses, and why it is granted all the same, by name: an
 * action of every role, `Role action`, or `Role action resource`.
 */
export const UNUSED_GRANTS: Readonly<Record<string, string>> = {
  "logs:CreateLogStream": LOGS,
  "logs:PutLogEvents": LOGS,
  "logs:CreateLogDelivery": LOGS,
  "logs:GetLogDelivery": LOGS,
  "logs:UpdateLogDelivery": LOGS,
  "logs:DeleteLogDelivery": LOGS,
  "logs:ListLogDeliveries": LOGS,
  "logs:PutResourcePolicy": LOGS,
  "logs:DescribeResourcePolicies": LOGS,
  "logs:DescribeLogGroups": LOGS,
  "xray:PutTraceSegments": TRACES,
  "xray:PutTelemetryRecords": TRACES,
  "xray:GetSamplingRules": TRACES,
  "xray:GetSamplingTargets": TRACES,
  "states:DescribeExecution": MAP_RUNS,
  "states:StopExecution": MAP_RUNS,
  "s3:AbortMultipartUpload": PARTS,
  "s3:ListMultipartUploadParts": PARTS,
  "LeadImportRole s3:GetObject runs/*/map/*":
    "AWS's documentation asks for it where a Map writes its results",
  "LeadUndoRole s3:GetObject runs/*/undo/*": "as LeadImportRole s3:GetObject runs/*/map/*",
  "CloseRunRole sqs:SendMessage":
    "Lambda sends an event that failed to the dead letters with the function's role",
  "ParseFileRole s3:ListBucket": "an upload that is gone by the time it is read",
  "RecordBatchFailureRole dynamodb:UpdateItem":
    "marks a run whose model is down: a batch tries that for many minutes before it fails",
  "SummarizeRunRole dynamodb:PutItem": "records batches that nobody recorded; here each was",
};

/** The key of {@link UNUSED_GRANTS} that speaks for a grant, the most exact first; null where none does. */
export function reasonOf(name: string): string | null {
  const [role = "", action = ""] = name.split(" ");
  const keys = [name, `${role} ${action}`, action];
  return keys.find((key) => key in UNUSED_GRANTS) ?? null;
}
