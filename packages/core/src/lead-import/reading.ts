import { type ByteSource, openTable, type SourceRow, type Table } from "../file/index.ts";
import {
  type ColumnMapping,
  type Country,
  identify,
  mapColumns,
  type RawLead,
  rawLead,
  recogniseHeader,
} from "../lead/index.ts";
import type { ParseReport } from "../run/index.ts";
import { sampleOf } from "../run-file/parse.ts";
import type { RejectedRow } from "../run-file/row.ts";
import { say } from "../sentence/index.ts";
import type { LeadRow } from "./row.ts";

/** So that a batch of ten rows stays well below what a step may hold, whatever the cells contain. */
const MAX_ROW_BYTES = 32 * 1024;

/** A file of leads with the columns as they are read. */
export interface LeadReading {
  table: Table;
  mapping: ColumnMapping;
}

/**
 * Opens a file of leads.
 *
 * @param input.columns - chosen targets, which overrule what is detected; asked once the header is known
 * @throws LeadFile.* what is wrong with the file; Input.Invalid for a column that is not there
 */
export async function openLeads(input: {
  source: ByteSource;
  columns: (table: Table) => Promise<Readonly<Record<string, string>>>;
}): Promise<LeadReading> {
  const table = await openTable({ source: input.source, recognise: recogniseHeader });
  const overrides = await input.columns(table);
  const mapping = mapColumns({ header: table.header, sample: await sampleOf(table), overrides });
  return { table, mapping };
}

/** What one row of the file is: rejected, or one that speaks for a lead. */
export function judgeRow(
  { mapping, tenantId, country }: { mapping: ColumnMapping; tenantId: string; country: Country | null },
  { row, cells }: SourceRow,
): LeadRow | RejectedRow {
  const reject = (issue: { code: string; field: string; message: string }) => ({ row, ...issue, cells });
  const raw = rawLead({ mapping, cells });
  if (isTooLarge(raw)) {
    const message = say("row.tooLarge", { kilobytes: MAX_ROW_BYTES / 1024 });
    return reject({ code: "row.tooLarge", field: "", message });
  }
  const identity = identify({ raw, tenantId, country });
  return "rejected" in identity ? reject(identity.rejected) : { row, leadId: identity.leadId, raw };
}

/** Names of columns count: they are stored with each cell, and may go to the remarks with it. */
function isTooLarge(raw: RawLead): boolean {
  const characters = raw.reduce((sum, { header, text }) => sum + header.length + text.length, 0);
  // A character takes at most three bytes in UTF-8 (four, where it counts as two): most rows need no exact count.
  if (characters * 3 <= MAX_ROW_BYTES) return false;
  const bytes = raw.reduce(
    (sum, cell) => sum + Buffer.byteLength(cell.header) + Buffer.byteLength(cell.text),
    0,
  );
  return bytes > MAX_ROW_BYTES;
}

/** The columns as a run reports them. */
export function columnReports({ mapping }: LeadReading): ParseReport["columns"] {
  return mapping.columns.map(({ header, target, confidence, reason }) => ({
    header,
    target,
    confidence,
    reason,
  }));
}

/** Remarks on the file, those on the rows that have been read included. */
export function notesOf({ table }: LeadReading): string[] {
  const { short, long } = table.ragged();
  return [
    ...table.notes,
    ...(short > 0 ? [say("note.short", { count: short })] : []),
    ...(long > 0 ? [say("note.long", { count: long })] : []),
  ];
}
