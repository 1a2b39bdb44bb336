import { columnRank } from "./columns.ts";
import type { ColumnTarget } from "./fields.ts";
import type { RawCell, RawLead } from "./raw.ts";

/** The cells of a row by their target, the preferred column first. */
export type RowCells = ReadonlyMap<ColumnTarget, readonly RawCell[]>;

const NONE: readonly RawCell[] = [];

/** Sorts a row's cells once: each field asks for its own. */
export function rowCells(raw: RawLead): RowCells {
  const cells = new Map<ColumnTarget, RawCell[]>();
  for (const cell of raw) {
    if (cell.target === null) continue;
    const others = cells.get(cell.target);
    if (others === undefined) cells.set(cell.target, [cell]);
    else others.push(cell);
  }
  for (const same of cells.values())
    if (same.length > 1) same.sort((a, b) => columnRank(a.header) - columnRank(b.header));
  return cells;
}

/** The cells of one target, the preferred column first. */
export function cellsOf({ cells, target }: { cells: RowCells; target: ColumnTarget }): readonly RawCell[] {
  return cells.get(target) ?? NONE;
}
