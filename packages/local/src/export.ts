import { MillraceError } from "@millrace/core/error";
import { LEAD_SHEET_COLUMNS, leadSheetRow, unguardFormula } from "@millrace/core/export";
import type { Lead } from "@millrace/core/lead";

/** Excel's own limit, less the header. */
const MAX_SHEET_ROWS = 1_048_575;
/** Excel's own limit, too. */
const MAX_CELL_CHARS = 32_767;

/** Cells of a sheet are texts, never formulas: they need no guard, but for what an import would take for one. */
function textCell(text: string): string {
  const cell = unguardFormula(text) === text ? text : `'${text}`;
  if (cell.length <= MAX_CELL_CHARS) return cell;
  throw new MillraceError("Input.Invalid", "a lead holds more text than a cell of a sheet: use --format csv");
}

/** Leads as an .xlsx file; an import reads them as they were. @throws Input.Invalid for what no sheet holds */
export async function exportedXlsx(pages: AsyncIterable<Lead[]>): Promise<Uint8Array> {
  const rows: string[][] = [[...LEAD_SHEET_COLUMNS]];
  for await (const page of pages) {
    rows.push(...page.map((lead) => leadSheetRow(lead).map(textCell)));
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
