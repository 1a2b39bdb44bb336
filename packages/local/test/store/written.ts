import type { LeadVersion } from "@millrace/core/lead";
import { type BatchRecord, NO_USAGE } from "@millrace/core/run";

interface Batch {
  upload: number;
  number: number;
}

/** The versions of a batch of ten; every upload speaks of the same leads. */
export function versionsOf({ upload, number }: Batch): LeadVersion[] {
  return Array.from({ length: 10 }, (_, row) => ({
    tenantId: "acme",
    leadId: `lead-${number * 10 + row}`,
    position: `${upload}#${String(number * 10 + row).padStart(10, "0")}`,
    runId: `run-${upload}`,
    batchId: String(number),
    row: number * 10 + row,
    sourceFile: "leads.csv",
    fields: {
      firstName: "Ana",
      lastName: `Upload ${upload}`,
      title: "",
      company: "",
      email: `ana${number * 10 + row}@example.com`,
      phone: "",
      remarks: "x".repeat(200),
    },
    by: {},
    issues: [],
    modelKey: null,
    at: 1,
  }));
}

export function batchOf({ upload, number }: Batch): BatchRecord {
  return {
    runId: `run-${upload}`,
    batchId: String(number),
    status: "COMPLETED",
    rows: 10,
    offset: 0,
    bytes: 0,
    created: 10,
    updated: 0,
    unchanged: 0,
    superseded: 0,
    model: NO_USAGE,
    error: null,
    actions: [],
    startedAt: 1,
    finishedAt: 2,
    duplicateDetectionMs: 0,
  };
}

/** Every third object is so large that writing it takes many steps. */
export function objectOf({ upload, number }: Batch) {
  const line = `${"x".repeat(99)}\n`;
  return {
    key: `runs/run-${upload}/${number}.jsonl`,
    body: line.repeat(number % 3 === 0 ? 20_000 : 20),
    ifAbsent: true,
  };
}
