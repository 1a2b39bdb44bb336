import type { Permission } from "./names.ts";
import type { Storage } from "./storage.ts";

/** What each function of the catalog enrichment may do: the calls its code makes, on the things it makes them to. */
export function catalogAccess({ files, runs, products, tokenLedgers }: Storage) {
  const objects = (actions: string[], ...keys: string[]): Permission => ({
    actions: actions.map((action) => `s3:${action}`),
    resources: keys.map((key) => $interpolate`${files.arn}/${key}`),
  });
  const table = ({ arn }: sst.aws.Dynamo, ...actions: string[]): Permission => ({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [arn],
  });

  // A run is read by a query, changed by an update that then reads an item beside it.
  const readRun = ["Query"];
  const changeRun = ["UpdateItem", "GetItem"];
  // Products are read many at a time, and replaced one by one if they are still what was read.
  const changeProducts = table(products, "BatchGetItem", "PutItem");
  /** A batch's rows are read, and it may be left waiting: the run halted, the batch's record written. */
  const workOnBatch = [
    table(runs, ...readRun, ...changeRun, "PutItem"),
    changeProducts,
    objects(["GetObject"], "runs/*/rows.jsonl"),
  ];
  const changeLedger = table(tokenLedgers, "GetItem", "PutItem");

  return {
    ParseCatalog: [
      table(runs, ...readRun, ...changeRun),
      changeProducts,
      // Without it S3 answers "forbidden" where nothing is there, and the step could not tell that the upload is gone.
      { actions: ["s3:ListBucket"], resources: [files.arn] },
      objects(["GetObjectVersion"], "catalogs/*", "submitted/*"),
      // A retry lists again what it has to do.
      objects(["GetObject"], "runs/*/batches.jsonl"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*"),
    ],
    ReserveTokens: [...workOnBatch, changeLedger],
    EnrichProducts: [...workOnBatch, changeLedger],
    RecordCatalogFailure: workOnBatch,
    SummarizeCatalog: [
      table(runs, ...readRun, ...changeRun, "PutItem"),
      objects(["GetObject"], "runs/*"),
      objects(["PutObject", "AbortMultipartUpload"], "runs/*/rejects.csv"),
    ],
  } satisfies Record<string, Permission[]>;
}
