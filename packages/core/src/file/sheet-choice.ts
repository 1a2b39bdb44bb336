import { findHeader, type Header } from "./header.ts";
import { isBlank } from "./row.ts";
import type { Sheet, SourceRow } from "./table.ts";

// A header stands within this many rows, blank ones not counted.
const HEAD_ROWS = 50;

const RANK: Record<Header["evidence"], number> = { names: 3, addresses: 3, shape: 2, none: 1 };

/** A sheet and what its first rows say. */
export interface ChosenSheet {
  sheet: Sheet;
  header: Header;
}

/**
 * The sheet the leads are on: the first with known column names or e-mail addresses, else the first with a header, else
 * the first with anything; hidden ones after the others.
 *
 * @returns undefined when all are blank
 */
export async function chooseSheet({
  sheets,
  recognise,
}: {
  sheets: readonly Sheet[];
  recognise: (cells: string[]) => number;
}): Promise<ChosenSheet | undefined> {
  let best: ChosenSheet | undefined;
  const ordered = [...sheets.filter(({ hidden }) => !hidden), ...sheets.filter(({ hidden }) => hidden)];
  for (const sheet of ordered) {
    const head = await headOf(sheet);
    if (head.length === 0) continue;
    const header = findHeader(head, recognise);
    if (best === undefined || RANK[header.evidence] > RANK[best.header.evidence]) best = { sheet, header };
    if (RANK[best.header.evidence] === RANK.names) break;
  }
  return best;
}

async function headOf(sheet: Sheet): Promise<SourceRow[]> {
  const head: SourceRow[] = [];
  for await (const row of sheet.rows()) {
    if (isBlank(row.cells)) continue;
    head.push(row);
    if (head.length === HEAD_ROWS) break;
  }
  return head;
}
