import { UNUSED_GRANTS } from "./unused-grants.ts";

/** Reasons that are the same in every flow: logs, traces, uploads in parts, by action. */
const COMMON = /^(logs|xray|s3):/;

const MOVES = "SQS moves messages by itself; contract tests show what it is asked";
const MAP_RUNS = UNUSED_GRANTS["states:DescribeExecution"] ?? "";

/** As {@link UNUSED_GRANTS}, of the roles of catalogs and of the API of files and runs. */
export const UNUSED_CATALOG_GRANTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(UNUSED_GRANTS).filter(([name]) => COMMON.test(name))),
  "CatalogEnrichmentRole states:DescribeExecution": MAP_RUNS,
  "CatalogEnrichmentRole states:StopExecution": MAP_RUNS,
  "CatalogEnrichmentRole s3:GetObject runs/*/map/*": "as LeadImportRole s3:GetObject runs/*/map/*",
  "ParseCatalogRole s3:ListBucket": "as ParseFileRole s3:ListBucket",
  "RecordCatalogFailureRole dynamodb:UpdateItem": "as RecordBatchFailureRole dynamodb:UpdateItem",
  "SummarizeCatalogRole dynamodb:PutItem": "as SummarizeRunRole dynamodb:PutItem",
  "RunsApiRole s3:DeleteObjectVersion submitted/*": "two who start one preview in the same moment",
  "RunsApiRole sqs:StartMessageMoveTask": MOVES,
  "RunsApiRole sqs:ListMessageMoveTasks": MOVES,
  "RunsApiRole sqs:SendMessage": MOVES,
  "RunsApiRole sqs:ReceiveMessage UploadDeadLettersQueue": MOVES,
  "RunsApiRole sqs:ReceiveMessage CustomerEventDeadLettersQueue": MOVES,
  "RunsApiRole sqs:DeleteMessage UploadDeadLettersQueue": MOVES,
  "RunsApiRole sqs:DeleteMessage CustomerEventDeadLettersQueue": MOVES,
};
