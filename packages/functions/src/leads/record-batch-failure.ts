import { recordBatchFailure } from "@millrace/core/lead-import";
import { importDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("RecordBatchFailure", (event) =>
  recordBatchFailure(event, importDeps()),
);
