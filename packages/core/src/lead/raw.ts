import * as z from "zod";
import { unguardFormula } from "../export/formula.ts";
import type { ColumnMapping } from "./columns.ts";
import { COLUMN_TARGETS } from "./fields.ts";

/** One filled cell of a row with the column it stood in; `target` null goes to the remarks as "Header: text". */
export const RawCell = z.object({
  header: z.string(),
  target: z.enum(COLUMN_TARGETS).nullable(),
  text: z.string(),
});
export type RawCell = z.infer<typeof RawCell>;

/** A row as it was in the file: its filled cells, left to right. */
export const RawLead = z.array(RawCell);
export type RawLead = z.infer<typeof RawLead>;

/**
 * The filled cells of one row, each with its column's name and target.
 *
 * Cells beyond the header are named by their place ("Column 12"); ignored columns and Millrace's own
 * (`millrace_code`, …, which a rejects file adds) are left out; one apostrophe that guards against formula
 * injection is taken off again.
 *
 * @param mapping - the file's columns, from {@link mapColumns}
 * @param cells - the row's cells, left to right; may be shorter or longer than the header
 */
export function rawLead({ mapping, cells }: { mapping: ColumnMapping; cells: readonly string[] }): RawLead {
  const lead: RawLead = [];
  for (let index = 0; index < cells.length; index++) {
    const cell = cells[index];
    if (cell === undefined || cell.trim() === "") continue;
    const column = mapping.columns[index];
    const target = column ? column.target : null;
    if (target === "ignore") continue;
    const header = column?.header || `Column ${index + 1}`;
    lead.push({ header, target, text: unguardFormula(cell) });
  }
  return lead;
}
