import {
  beginUndo,
  failRun,
  finishUndo,
  type ImportDeps,
  parseFile,
  recordBatchFailure,
  standardizeLeads,
  summarizeRun,
  undoBatch,
  upsertLeads,
} from "@millrace/core/lead-import";

/** The functions that the definitions name. On AWS each is a Lambda function. */
export const steps: Record<string, (event: unknown, deps: ImportDeps) => Promise<object>> = {
  ParseFile: parseFile,
  StandardizeLeads: standardizeLeads,
  UpsertLeads: upsertLeads,
  RecordBatchFailure: recordBatchFailure,
  SummarizeRun: summarizeRun,
  FailRun: failRun,
  BeginUndo: beginUndo,
  UndoBatch: undoBatch,
  FinishUndo: finishUndo,
};
