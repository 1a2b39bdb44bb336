const LOGS = "Lambda and Step Functions write logs themselves, with the role; there are none here";
const TRACES = "Lambda and Step Functions send traces themselves; there is no X-Ray here";
const PARTS = "uploads in parts begin at 5 MB; the files here are smaller";
const MAP_RUNS =
  "Step Functions watches and stops the Map's own executions with the role; the engine does it by itself";

/**
 * What roles grant and no test of the cloud run uses, and why it is granted all the same: an action of every role, or
 * of one (`Role action`).
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
  "LeadImportRole s3:GetObject": "AWS's documentation asks for it where a Map writes its results",
  "LeadUndoRole s3:GetObject": "as LeadImportRole s3:GetObject",
  "LeadImportRole s3:PutObject": "of the two folders for results, each machine writes one",
  "LeadUndoRole s3:PutObject": "as LeadImportRole s3:PutObject",
  "CloseRunRole sqs:SendMessage":
    "Lambda sends an event that failed to the dead letters with the function's role",
  "CloseRunRole dynamodb:GetItem":
    "closes a run whose execution was stopped; here its flow has closed it already",
  "ParseFileRole s3:ListBucket": "an upload that is gone by the time it is read",
  "RecordBatchFailureRole dynamodb:UpdateItem":
    "marks a run whose model has no credit: no model is asked here",
  "RedriverRole dynamodb:PutItem": "records batches that nobody recorded; here each was",
  "SummarizeRunRole dynamodb:PutItem": "as RedriverRole dynamodb:PutItem",
  "UpsertLeadsRole dynamodb:Query": "what a lead was before, where a batch is written again",
  "StandardizeLeadsRole dynamodb:BatchGetItem": "the model's answers: no model is asked here",
  "StandardizeLeadsRole dynamodb:BatchWriteItem": "as StandardizeLeadsRole dynamodb:BatchGetItem",
  "StandardizeLeadsRole dynamodb:PutItem":
    "the batch's record of a model that has no credit: no model is asked here",
  "StandardizeLeadsRole dynamodb:UpdateItem": "what the model has cost: no model is asked here",
  "StandardizeLeadsRole dynamodb:GetItem": "as StandardizeLeadsRole dynamodb:UpdateItem",
};
