import { randomUUID } from "node:crypto";
import { LEAD_FIELDS, type LeadFields, type LeadVersion } from "@millrace/core/lead";
import { type BatchRecord, NO_USAGE, positionOf, type Run, uploadOrder } from "@millrace/core/run";

/** The sample runs are of 2023 and the batches of 1970, and DynamoDB Local deletes what is over: in a century. */
export const RETENTION_DAYS = 36_500;

/** A name nobody used before: stores may be shared by the tests of a suite. */
export function unique(prefix: string): string {
  return `${prefix}-${randomUUID()}`;
}

/** The position of a row of the n-th upload. */
export function position(upload: number, row = 1): string {
  return positionOf({ order: order(upload), row });
}

/** The order of the n-th upload. */
export function order(upload: number): string {
  return uploadOrder({ eventTime: 1_700_000_000_000 + upload, sequencer: "", runId: `run-${upload}` });
}

/** Fields with some of them filled. */
export function fields(some: Partial<LeadFields>): LeadFields {
  return { firstName: "", lastName: "", title: "", company: "", email: "", phone: "", remarks: "", ...some };
}

/** A version as the n-th upload would write it; every column holds something to lose. */
export function version(input: {
  tenantId: string;
  leadId: string;
  upload: number;
  row?: number;
  fields?: Partial<LeadFields>;
}): LeadVersion {
  const { tenantId, leadId, upload, row = 1 } = input;
  return {
    tenantId,
    leadId,
    position: position(upload, row),
    runId: `run-${upload}`,
    batchId: `batch-${row}`,
    row,
    sourceFile: `Leads ${upload}.csv`,
    fields: fields(input.fields ?? { firstName: "Ana", email: "ana@example.com" }),
    by: Object.fromEntries(LEAD_FIELDS.map((field) => [field, `column "${field}"`])),
    issues: ["email.invalid", "phone.invalid"],
    modelKey: upload % 2 === 0 ? null : `lead-${upload}`,
    at: 1_000 * upload,
  };
}

/** A run as it is registered by the n-th upload. */
export function run(input: { tenantId: string; upload: number } & Partial<Run>): Run {
  const { tenantId, upload, ...rest } = input;
  return {
    runId: unique("run"),
    tenantId,
    order: order(upload),
    key: `uploads/${upload}.csv`,
    version: String(upload),
    sourceFile: "Léads 'Q3'.csv",
    bytes: 12_345_678_901,
    options: {
      country: "MX",
      mode: "hybrid",
      batchSize: 10,
      maxConcurrency: 5,
      columns: { Correo: "email" },
      maxCostUsd: 0.25,
    },
    status: "REGISTERED",
    registeredAt: 1_700_000_000_000,
    startedAt: null,
    finishedAt: null,
    attempt: 1,
    parse: null,
    model: NO_USAGE,
    halted: null,
    error: null,
    ...rest,
  };
}

/** A batch's record; ten rows, all created, where nothing else is said. */
export function batch(input: { runId: string; batchId: string } & Partial<BatchRecord>): BatchRecord {
  return {
    status: "COMPLETED",
    rows: 10,
    offset: 4_000_000_000,
    bytes: 3_500,
    created: 10,
    updated: 0,
    unchanged: 0,
    superseded: 0,
    model: { calls: 1, promptTokens: 700, completionTokens: 300, costUsd: 0.0005 },
    error: null,
    actions: [],
    startedAt: 1_000,
    finishedAt: 2_000,
    duplicateDetectionMs: 1.5,
    ...input,
  };
}
