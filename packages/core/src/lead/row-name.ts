import { isHonorific } from "./columns/content.ts";
import { readHeader } from "./columns/header.ts";
import { type Draft, leave } from "./draft.ts";
import { emailsIn } from "./email.ts";
import type { ColumnTarget } from "./fields.ts";
import { type PersonName, parseName } from "./name.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { RawCell, RawLead } from "./raw.ts";
import { cellsOf } from "./row-email.ts";
import { cleanCompany } from "./text.ts";

/** Text beside an address that may be its owner's name ("Jane Doe <j@example.com>"), and the cell it stood in. */
export interface DisplayName {
  cell: RawCell;
  text: string;
}

/** The cells a row's name can come from. */
interface NameCells {
  first: RawCell[];
  middle: RawCell[];
  /** A surname, and the second one where it has a column of its own. */
  surnames: RawCell[];
  full: RawCell[];
  /** What comes after the first cell of a column that stands there twice. */
  spare: RawCell[];
  honorifics: RawCell[];
}

/** Gives a draft its name, out of the columns a row has for it; the parts that are no field go to the remarks. */
export function settleName({
  draft,
  raw,
  displayName,
}: {
  draft: Draft;
  raw: RawLead;
  displayName: DisplayName | null;
}): void {
  const cells = nameCells(draft, raw);
  const { first, middle, surnames, full } = cells;
  const parts = {
    first: first[0]?.text ?? "",
    middle: middle[0]?.text ?? "",
    last: surnames.map(({ text }) => text).join(" "),
  };
  const whole = full[0]?.text ?? "";
  const isWhole = whole !== "" && (parts.first === "" || parts.last === "") && holds(whole, parts);
  const isNameless = !isWhole && parts.first === "" && parts.last === "";
  const name = parseName(isWhole ? { full: whole } : isNameless ? { full: displayName?.text ?? "" } : parts);
  const isNamed = name.firstName !== "" || name.lastName !== "";

  if (name.rule === "name.company" && draft.fields.company === "") {
    draft.fields.company = cleanCompany(name.firstName);
    draft.by.company = `rule:${name.rule}`;
  } else {
    setName(draft, name, isWhole || isNameless ? null : cells);
  }
  if (displayName && !(isNameless && isNamed)) leave({ draft, ...displayName });
  const source = (isWhole ? full[0] : (first[0] ?? surnames[0])) ?? displayName?.cell;
  if (source && name.honorific !== "")
    leave({ draft, cell: source, text: name.honorific, header: "Honorific" });
  if (source && name.suffix !== "") leave({ draft, cell: source, text: name.suffix, header: "Suffix" });
  for (const cell of cells.honorifics) leave({ draft, cell });
  leaveSpare({ draft, spare: [...cells.spare, ...(isWhole ? full.slice(1) : full)], parts });
}

function nameCells(draft: Draft, raw: RawLead): NameCells {
  const filled = (target: ColumnTarget) =>
    cellsOf({ raw, target }).filter((cell) => !isPlaceholder(cell.text) && !takeAddress(draft, cell));
  const first = filled("firstName");
  const middle = filled("middleName");
  const last = filled("lastName");
  const surnames = last.filter(
    ({ header }, index) => index === 0 || readHeader(header)?.means === "secondLastName",
  );
  return {
    first,
    middle,
    surnames,
    full: filled("fullName"),
    spare: [...first.slice(1), ...middle.slice(1), ...last.filter((cell) => !surnames.includes(cell))],
    honorifics: [
      ...filled("honorific"),
      ...filled("nameSuffix"),
      ...cellsOf({ raw, target: "title" }).filter(({ text }) => isHonorific(text)),
    ],
  };
}

/** An address in place of a name is none: if it is not the lead's own, the remarks keep it. */
function takeAddress(draft: Draft, cell: RawCell): boolean {
  if (!cell.text.includes("@")) return false;
  const { emails, rest } = emailsIn(cell.text);
  if (emails.length === 0 || rest !== "") return false;
  if (emails[0] !== draft.fields.email || emails.length > 1) leave({ draft, cell });
  return true;
}

/** A whole name that holds the parts the row has, and so says more than they. */
function holds(whole: string, { first, last }: { first: string; last: string }): boolean {
  const words = wordsOf(whole);
  return [...wordsOf(first), ...wordsOf(last)].every((word) => words.has(word));
}

function setName(draft: Draft, name: PersonName, columns: NameCells | null): void {
  draft.fields.firstName = name.firstName;
  draft.fields.lastName = name.lastName;
  const { first, surnames } = columns ?? { first: [], surnames: [] };
  const plain = columns && name.rule === "name.columns";
  const by = (cell: RawCell | undefined) => (plain && cell ? `column:${cell.header}` : `rule:${name.rule}`);
  if (name.firstName !== "") draft.by.firstName = by(first[0]);
  if (name.lastName !== "") draft.by.lastName = by(surnames[0]);
  if (!name.certain && (name.firstName !== "" || name.lastName !== ""))
    draft.unsettled.push("firstName", "lastName");
}

/** Another name column is kept where it says something that the lead's name does not. */
function leaveSpare({
  draft,
  spare,
  parts,
}: {
  draft: Draft;
  spare: RawCell[];
  parts: Record<string, string>;
}): void {
  if (spare.length === 0) return;
  const { firstName, lastName, company } = draft.fields;
  const said = wordsOf([firstName, lastName, company, ...Object.values(parts)].join(" "));
  for (const cell of spare) {
    if (![...wordsOf(cell.text)].every((word) => said.has(word))) leave({ draft, cell });
  }
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}
