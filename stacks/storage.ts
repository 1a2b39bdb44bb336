import {
  API_KEYS_TABLE,
  LEADS_TABLE,
  MODEL_ANSWERS_TABLE,
  PRODUCTS_TABLE,
  RUNS_TABLE,
  type TableDefinition,
  TOKEN_LEDGERS_TABLE,
} from "../packages/aws/src/tables/index.ts";
import type { StageSettings } from "./stage.ts";

/** Where the data are: one bucket for files, and the tables. */
export function createStorage(stage: StageSettings) {
  return {
    files: createFiles(stage),
    leads: createTable("Leads", LEADS_TABLE, stage),
    runs: createTable("Runs", RUNS_TABLE, stage),
    modelAnswers: createTable("ModelAnswers", MODEL_ANSWERS_TABLE, stage),
    apiKeys: createTable("ApiKeys", API_KEYS_TABLE, stage),
    products: createTable("Products", PRODUCTS_TABLE, stage),
    tokenLedgers: createTable("TokenLedgers", TOKEN_LEDGERS_TABLE, stage),
  };
}
export type Storage = ReturnType<typeof createStorage>;

function createTable(name: string, table: TableDefinition, stage: StageSettings): sst.aws.Dynamo {
  const { partitionKey: hashKey, sortKey: rangeKey, timeToLive } = table;
  return new sst.aws.Dynamo(name, {
    fields: { [hashKey]: "string", ...(rangeKey === null ? {} : { [rangeKey]: "string" }) },
    primaryIndex: { hashKey, ...(rangeKey === null ? {} : { rangeKey }) },
    ...(timeToLive === null ? {} : { ttl: timeToLive }),
    deletionProtection: stage.protect,
    // SST turns point-in-time recovery on; DynamoDB encrypts by a key of its own.
    transform: { table: { pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 } } },
  });
}

/**
 * `uploads/` and `catalogs/` hold what people drop, `submitted/` what they send by the API, `previews/` what they look at before, `runs/` what the flow makes of it, `exports/` what operators asked for. Versions are
 * kept: a run reads the very upload it is for.
 */
function createFiles(stage: StageSettings): sst.aws.Bucket {
  const files = new sst.aws.Bucket("Files", {
    versioning: true,
    enforceHttps: true,
    cors: false,
    transform: { bucket: { forceDestroy: stage.removal === "remove" } },
  });
  new aws.s3.BucketServerSideEncryptionConfiguration("FilesEncryption", {
    bucket: files.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  new aws.s3.BucketLifecycleConfiguration("FilesLifecycle", {
    bucket: files.name,
    rules: [
      {
        id: "runs",
        status: "Enabled",
        filter: { prefix: "runs/" },
        expiration: { days: stage.runDays },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
      },
      {
        id: "exports",
        status: "Enabled",
        filter: { prefix: "exports/" },
        expiration: { days: stage.exportDays },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
      },
      {
        id: "old-versions",
        status: "Enabled",
        filter: { prefix: "uploads/" },
        noncurrentVersionExpiration: { noncurrentDays: stage.oldVersionDays },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "old-catalogs",
        status: "Enabled",
        filter: { prefix: "catalogs/" },
        noncurrentVersionExpiration: { noncurrentDays: stage.oldVersionDays },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "submitted",
        status: "Enabled",
        filter: { prefix: "submitted/" },
        noncurrentVersionExpiration: { noncurrentDays: stage.oldVersionDays },
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        // Files that somebody only looked at: whoever starts one has it copied.
        id: "previews",
        status: "Enabled",
        filter: { prefix: "previews/" },
        expiration: { days: 1 },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
      },
      {
        id: "unfinished",
        status: "Enabled",
        filter: { prefix: "" },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
      },
    ],
  });
  return files;
}
