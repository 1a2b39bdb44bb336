import {
  type CatalogDeps,
  enrichProducts,
  parseCatalog,
  recordCatalogFailure,
  reserveTokens,
  summarizeCatalog,
} from "@millrace/core/catalog-enrichment";
import {
  beginUndo,
  finishUndo,
  type ImportDeps,
  parseFile,
  recordBatchFailure,
  standardizeLeads,
  summarizeRun,
  undoBatch,
  upsertLeads,
} from "@millrace/core/lead-import";
import { failRun } from "@millrace/core/run-lifecycle";

/** The functions that the definitions of lead files name. On AWS each is a Lambda function. */
export const importSteps: Record<string, (event: unknown, deps: ImportDeps) => Promise<object>> = {
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

/** The functions that all definitions name. */
export const steps: Record<string, (event: unknown, deps: ImportDeps & CatalogDeps) => Promise<object>> = {
  ...importSteps,
  ParseCatalog: parseCatalog,
  ReserveTokens: reserveTokens,
  EnrichProducts: enrichProducts,
  RecordCatalogFailure: recordCatalogFailure,
  SummarizeCatalog: summarizeCatalog,
};
