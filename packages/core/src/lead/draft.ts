import * as z from "zod";
import { readHeader } from "./columns/header.ts";
import { LEAD_FIELDS, type LeadField, type LeadFields } from "./fields.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { RawCell, RawLead } from "./raw.ts";
import { type RowCells, rowCells } from "./row-cells.ts";
import { collapseSpace } from "./text.ts";

/** Something about a row that its uploader should know. The message holds no personal data. */
export const Issue = z.object({
  code: z.string(),
  field: z.enum(LEAD_FIELDS).or(z.literal("")),
  message: z.string(),
});
export type Issue = z.infer<typeof Issue>;

/** A lead as the rules made it out of a row. */
export interface StandardisedLead {
  fields: LeadFields;
  /** The rule or column that gave each filled field: "rule:name.lastFirst", "column:E-Mail". */
  by: Partial<Record<LeadField, string>>;
  issues: Issue[];
  /** Fields the rules could not settle: a model may be asked. */
  unsettled: LeadField[];
}

/** A lead in the making. */
export interface Draft extends StandardisedLead {
  raw: RawLead;
  cells: RowCells;
  /** What no field took, as the remarks will have it, by the cell it came from. */
  left: Map<RawCell, string[]>;
}

/** A lead of which nothing is known but its row. */
export function emptyDraft(raw: RawLead): Draft {
  const fields = { firstName: "", lastName: "", title: "", company: "", email: "", phone: "", remarks: "" };
  return { fields, by: {}, issues: [], unsettled: [], raw, cells: rowCells(raw), left: new Map() };
}

/**
 * Keeps what no field took of a cell for the remarks.
 *
 * @param text - the part that is left; the whole cell by default
 * @param header - what to call it; its column's name by default
 */
export function leave({
  draft,
  cell,
  text = cell.text,
  header = cell.header,
}: {
  draft: Draft;
  cell: RawCell;
  text?: string;
  header?: string;
}): void {
  const value = collapseSpace(text);
  if (value === "" || isPlaceholder(value)) return;
  const part =
    cell.target === "otherPerson" ? ofOtherPerson(header, value) : `${collapseSpace(header)}: ${value}`;
  const parts = draft.left.get(cell);
  if (parts === undefined) draft.left.set(cell, [part]);
  else parts.push(part);
}

/** Somebody else's address must be known as such when the remarks are read again: by its name, and in one part. */
function ofOtherPerson(header: string, value: string): string {
  const name = collapseSpace(header);
  const shown = readHeader(name)?.means === "otherPerson" ? name : `${name} (other person)`;
  return `${shown}: ${value.replaceAll("; ", ", ")}`;
}
