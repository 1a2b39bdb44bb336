import { MillraceError } from "@millrace/core/error";
import { toCsv, unguardFormula } from "@millrace/core/export";
import { LEAD_FIELDS, type Lead } from "@millrace/core/lead";

/** Excel's own limit, less the header. */
const MAX_SHEET_ROWS = 1_048_575;
/** Excel's own limit, too. */
const MAX_CELL_CHARS = 32_767;

/** Columns of a spreadsheet export: what an import reads, then Millrace's own, which an import leaves out. */
const SHEET_COLUMNS = [
  ...LEAD_FIELDS,
  "millrace_leadId",
  "millrace_sourceFile",
  "millrace_createdAt",
  "millrace_updatedAt",
];

function sheetRow(lead: Lead): string[] {
  const fields = LEAD_FIELDS.map((field) => lead.fields[field]);
  return [...fields, lead.leadId, lead.sourceFile, isoTime(lead.createdAt), isoTime(lead.updatedAt)];
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** Leads as CSV text, safe to open in a spreadsheet; an import reads them as they were. */
export async function* exportedCsv(pages: AsyncIterable<Lead[]>): AsyncGenerator<string> {
  yield toCsv({ rows: [SHEET_COLUMNS] });
  for await (const page of pages) yield toCsv({ rows: page.map(sheetRow) });
}

/** Cells of a sheet are texts, never formulas: they need no guard, but for what an import would take for one. */
function textCell(text: string): string {
  const cell = unguardFormula(text) === text ? text : `'${text}`;
  if (cell.length <= MAX_CELL_CHARS) return cell;
  throw new MillraceError("Input.Invalid", "a lead holds more text than a cell of a sheet: use --format csv");
}

/** Leads as an .xlsx file; an import reads them as they were. @throws Input.Invalid for what no sheet holds */
export async function exportedXlsx(pages: AsyncIterable<Lead[]>): Promise<Uint8Array> {
  const rows = [SHEET_COLUMNS];
  for await (const page of pages) {
    rows.push(...page.map((lead) => sheetRow(lead).map(textCell)));
    if (rows.length > MAX_SHEET_ROWS) {
      throw new MillraceError("Input.Invalid", "more leads than a sheet holds: use --format csv");
    }
  }
  const { utils, write } = await import("xlsx");
  const sheet = utils.aoa_to_sheet(rows);
  const book = utils.book_new();
  utils.book_append_sheet(book, sheet, "Leads");
  return write(book, { type: "buffer", bookType: "xlsx", compression: true });
}
