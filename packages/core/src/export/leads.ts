import { LEAD_FIELDS, type Lead } from "../lead/index.ts";
import { toCsv } from "./csv.ts";

/** Columns of a spreadsheet export: what an import reads, then Millrace's own, which an import leaves out. */
export const LEAD_SHEET_COLUMNS: readonly string[] = [
  ...LEAD_FIELDS,
  "millrace_leadId",
  "millrace_sourceFile",
  "millrace_createdAt",
  "millrace_updatedAt",
];

/** A lead under {@link LEAD_SHEET_COLUMNS}; times are ISO 8601. */
export function leadSheetRow(lead: Lead): string[] {
  const fields = LEAD_FIELDS.map((field) => lead.fields[field]);
  return [...fields, lead.leadId, lead.sourceFile, isoTime(lead.createdAt), isoTime(lead.updatedAt)];
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Leads as CSV text, safe to open in a spreadsheet; an import reads them as they were. The first piece is the header. */
export async function* leadsAsCsv(pages: AsyncIterable<Lead[]>): AsyncGenerator<string> {
  yield toCsv({ rows: [[...LEAD_SHEET_COLUMNS]] });
  for await (const page of pages) yield toCsv({ rows: page.map(leadSheetRow) });
}
