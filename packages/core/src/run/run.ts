import * as z from "zod";
import { Marketplace } from "../keepa/marketplace.ts";
import { Country } from "../lead/fields.ts";

export const RUN_STATUSES = [
  "REGISTERED",
  "RUNNING",
  "PAUSED",
  "COMPLETED",
  "COMPLETED_WITH_ERRORS",
  "FAILED",
  "CANCELLED",
  "UNDOING",
  "UNDONE",
] as const;
export const RunStatus = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof RunStatus>;

/** Statuses that change by themselves; every other one waits for somebody. */
export const UNDER_WAY: readonly RunStatus[] = ["REGISTERED", "RUNNING", "UNDOING"];

/** An error as records and flows carry it; the message never holds personal data. */
export const Failure = z.object({ name: z.string(), message: z.string() });
export type Failure = z.infer<typeof Failure>;

export const ModelUsage = z.object({
  calls: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  costUsd: z.number(),
});
export type ModelUsage = z.infer<typeof ModelUsage>;

export function addUsage(a: ModelUsage, b: ModelUsage): ModelUsage {
  return {
    calls: a.calls + b.calls,
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}

export const NO_USAGE: ModelUsage = { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 };

export const ImportMode = z.enum(["rules", "hybrid", "model"]);
export type ImportMode = z.infer<typeof ImportMode>;

/** What the uploader chose for one import. */
export const ImportOptions = z.object({
  /** Whose phone numbers need no country code; null: only international numbers are understood. */
  country: Country.nullable(),
  mode: ImportMode,
  batchSize: z.number().int().min(1).max(100),
  maxConcurrency: z.number().int().min(1).max(1000),
  /** Column name (or `#3`) to field, overruling what was detected. */
  columns: z.record(z.string(), z.string()),
  /** The run pauses once the model has cost this much. */
  maxCostUsd: z.number().positive().nullable(),
});
export type ImportOptions = z.infer<typeof ImportOptions>;

/** What the uploader of a catalog chose for its enrichment. */
export const CatalogOptions = z.object({
  /** Products are kept by tenant and catalog: what another file says of the same catalog comes to the same products. */
  catalogId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
  provider: z.enum(["keepa"]),
  /** The shop whose prices are meant, by the end of its address. */
  marketplace: Marketplace,
  /** Products of a batch; null: by the size of the catalog. */
  batchSize: z.number().int().min(5).max(50).nullable(),
  maxConcurrency: z.number().int().min(1).max(1000),
  /** The column of the codes by its name (or `#3`); null: found by name and content. */
  codeColumn: z.string().nullable(),
  /** Whether sample values may fill empty fields of products the provider cannot be asked about. */
  sample: z.boolean(),
  /** Whose run it is: the id of an API key, or "drop" for files put there. */
  user: z.string(),
  /** How many codes the API was given one by one; not there for a file. */
  submitted: z.number().int().positive().optional(),
});
export type CatalogOptions = z.infer<typeof CatalogOptions>;

/** Which options a run has says which flow it is of. */
export const RunOptions = z.union([CatalogOptions, ImportOptions]);
export type RunOptions = z.infer<typeof RunOptions>;

/** What happened to a column of the file. */
export const ColumnReport = z.object({
  header: z.string(),
  target: z.string().nullable(),
  confidence: z.enum(["certain", "likely", "unsure"]),
  reason: z.string(),
});

/** What ParseFile found: how the file was read and what its rows are. */
export const ParseReport = z.object({
  format: z.string(),
  encoding: z.string().optional(),
  delimiter: z.string().optional(),
  sheet: z.string(),
  headerRow: z.number().nullable(),
  header: z.array(z.string()),
  columns: z.array(ColumnReport),
  notes: z.array(z.string()),
  rows: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  skipped: z.object({ blank: z.number(), preamble: z.number(), repeatedHeader: z.number() }),
  batches: z.number(),
});
export type ParseReport = z.infer<typeof ParseReport>;

/** How the rows of a batch, or of a run, ended. Their sum is the number of rows. */
export const Outcomes = z.object({
  created: z.number(),
  updated: z.number(),
  unchanged: z.number(),
  superseded: z.number(),
});
export type Outcomes = z.infer<typeof Outcomes>;

/** How the products of a catalog's batch stand: those that are none of these are pending. */
export const ProductCounts = z.object({
  enriched: z.number(),
  noData: z.number(),
  rejected: z.number(),
  /** What the provider said that all calls of the batch have cost, failed tries included. */
  tokens: z.number(),
});
export type ProductCounts = z.infer<typeof ProductCounts>;

export const NO_PRODUCTS: ProductCounts = { enriched: 0, noData: 0, rejected: 0, tokens: 0 };

/** One upload on its way through a flow. */
export const Run = z.object({
  runId: z.string(),
  tenantId: z.string(),
  /** The upload's place among all uploads of its tenant; compares as text. */
  order: z.string(),
  key: z.string(),
  version: z.string(),
  /** The uploader's own file name. */
  sourceFile: z.string(),
  bytes: z.number(),
  options: RunOptions,
  status: RunStatus,
  registeredAt: z.number(),
  startedAt: z.number().nullable(),
  finishedAt: z.number().nullable(),
  /** How many executions it has had; the first is 1, retries follow. */
  attempt: z.number(),
  parse: ParseReport.nullable(),
  /** Everything the model has cost, failed tries included. */
  model: ModelUsage,
  /** Why no more batches ask the model: no credit, a bad key, the cost cap. */
  halted: Failure.nullable(),
  error: Failure.nullable(),
});
export type Run = z.infer<typeof Run>;

export type LeadRun = Run & { options: ImportOptions };
export type CatalogRun = Run & { options: CatalogOptions };

export function isCatalogRun(run: Run): run is CatalogRun {
  return "catalogId" in run.options;
}

export function isLeadRun(run: Run): run is LeadRun {
  return !isCatalogRun(run);
}

/** Flows that work on files. */
export const FLOWS_OF_RUNS = ["lead-import", "catalog-enrichment"] as const;
export type FlowOfRun = (typeof FLOWS_OF_RUNS)[number];

/** The flow that works on a run with these options. */
export function flowOf(options: RunOptions): FlowOfRun {
  return "catalogId" in options ? "catalog-enrichment" : "lead-import";
}

export const BatchStatus = z.enum(["COMPLETED", "FAILED", "PENDING"]);
export type BatchStatus = z.infer<typeof BatchStatus>;

/** A lead that an import changed: the audit entry of the seed, without the address. */
export const LeadAction = z.object({
  leadId: z.string(),
  row: z.number(),
  action: z.enum(["lead_updated"]),
  previousSourceFile: z.string(),
  newSourceFile: z.string(),
  fieldsChanged: z.array(z.string()),
});
export type LeadAction = z.infer<typeof LeadAction>;

/** Where a batch's rows stand in the run's `rows.jsonl`; one line of `batches.jsonl`. */
export const BatchPointer = z.object({
  /** Compares as text in the order of the file. */
  batchId: z.string(),
  rows: z.number(),
  offset: z.number(),
  bytes: z.number(),
});
export type BatchPointer = z.infer<typeof BatchPointer>;

/** What became of one batch; written whole by whoever finished it last. */
export const BatchRecord = z.object({
  runId: z.string(),
  ...BatchPointer.shape,
  status: BatchStatus,
  ...Outcomes.shape,
  /** Of a catalog's batch only. */
  products: ProductCounts.optional(),
  model: ModelUsage,
  error: Failure.nullable(),
  actions: z.array(LeadAction),
  startedAt: z.number(),
  finishedAt: z.number(),
  /** Time spent finding out which leads were there, in milliseconds. */
  duplicateDetectionMs: z.number(),
});
export type BatchRecord = z.infer<typeof BatchRecord>;

/** Sums over a run's batch records. */
export interface BatchTotals extends Outcomes {
  completed: number;
  failed: number;
  pending: number;
  /** Rows of failed batches. */
  failedRows: number;
  /** Rows of batches that wait for the run to go on. */
  pendingRows: number;
  /** Of a catalog: over all records, whatever their status, for a batch that fails may have products that are done. */
  products: ProductCounts;
}
