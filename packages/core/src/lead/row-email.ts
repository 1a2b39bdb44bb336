import { readHeader } from "./columns/header.ts";
import { columnRank } from "./columns.ts";
import { emailsIn } from "./email.ts";
import type { ColumnTarget } from "./fields.ts";
import type { RawCell, RawLead } from "./raw.ts";

/** "Owner e-mail: x@example.com", as the remarks keep a column. */
const REMARK = /^(.{1,200}?): (.*)$/su;

/** The cells of one target, the preferred column first. */
export function cellsOf({ raw, target }: { raw: RawLead; target: ColumnTarget }): RawCell[] {
  const cells = raw.filter((cell) => cell.target === target);
  return cells.length < 2 ? cells : cells.sort((a, b) => columnRank(a.header) - columnRank(b.header));
}

/**
 * The e-mail that identifies a row, and its cell: the first address of the preferred e-mail column, else the first address
 * in any other cell from left to right that is not somebody else's.
 */
export function emailOfRow(raw: RawLead): { email: string; cell: RawCell } | null {
  for (const cell of cellsOf({ raw, target: "email" })) {
    const email = emailsIn(cell.text).emails[0];
    if (email !== undefined) return { email, cell };
  }
  for (const cell of raw) {
    if (!/[@＠﹫]/u.test(cell.text) || cell.target === "otherPerson" || cell.target === "email") continue;
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
