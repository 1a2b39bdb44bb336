import { readHeader } from "./columns/header.ts";
import { emailsIn } from "./email.ts";
import type { RawCell, RawLead } from "./raw.ts";
import { cellsOf, type RowCells } from "./row-cells.ts";

/** "Owner e-mail: x@example.com", as the remarks keep a column. */
const REMARK = /^(.{1,200}?): (.*)$/su;

/** Any of the signs that {@link emailsIn} takes for an at sign. */
const AT_SIGN = /[@＠﹫]/;

/** Whether a cell can hold an e-mail at all; most cannot. */
export function mayHoldEmail(text: string): boolean {
  return AT_SIGN.test(text);
}

/**
 * The e-mail that identifies a row, and its cell: the first address of the preferred e-mail column, else the first address
 * in any other cell from left to right that is not somebody else's.
 */
export function emailOfRow({
  raw,
  cells,
}: {
  raw: RawLead;
  cells: RowCells;
}): { email: string; cell: RawCell } | null {
  for (const cell of cellsOf({ cells, target: "email" })) {
    const email = emailsIn(cell.text).emails[0];
    if (email !== undefined) return { email, cell };
  }
  for (const cell of raw) {
    if (cell.target === "otherPerson" || cell.target === "email" || !mayHoldEmail(cell.text)) continue;
    const email = cell.target === "remarks" ? emailInRemarks(cell.text) : emailsIn(cell.text).emails[0];
    if (email !== undefined) return { email, cell };
  }
  return null;
}

/** Remarks may hold what other columns of an earlier file held, somebody else's address among it. */
function emailInRemarks(text: string): string | undefined {
  for (const part of text.split("; ")) {
    const [, header, value] = REMARK.exec(part) ?? [];
    if (header !== undefined && readHeader(header)?.means === "otherPerson") continue;
    const email = emailsIn(value ?? part).emails[0];
    if (email !== undefined) return email;
  }
  return undefined;
}
