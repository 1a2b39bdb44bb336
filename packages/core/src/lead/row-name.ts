import { isHonorific } from "./columns/content.ts";
import { readHeader } from "./columns/header.ts";
import { type Draft, leave } from "./draft.ts";
import { emailsIn } from "./email.ts";
import type { ColumnTarget } from "./fields.ts";
import { type NameInput, type PersonName, parseName } from "./name.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { RawCell } from "./raw.ts";
import { cellsOf } from "./row-cells.ts";
import { mayHoldEmail } from "./row-email.ts";
import { cleanCompany } from "./text.ts";

/** Nothing needs more; a name that never settles keeps its last reading. */
const MAX_READINGS = 3;

/** A part of a cell: "Jane Doe" of "Jane Doe <j@example.com>". */
export interface CellPart {
  cell: RawCell;
  text: string;
}

/** The cells a row's name can come from. */
interface NameCells {
  first: CellPart[];
  middle: CellPart[];
  /** A surname, and the second one where it has a column of its own. */
  surnames: CellPart[];
  full: CellPart[];
  /** What comes after the first cell of a column that stands there twice. */
  spare: CellPart[];
  honorifics: CellPart[];
}

/** Gives a draft its name, out of the columns a row has for it; the parts that are no field go to the remarks. */
export function settleName({ draft, displayName }: { draft: Draft; displayName: CellPart | null }): void {
  const cells = nameCells(draft);
  const { first, middle, surnames, full } = cells;
  const parts = {
    first: first[0]?.text ?? "",
    middle: middle[0]?.text ?? "",
    last: surnames.map(({ text }) => text).join(" "),
  };
  const whole = full[0]?.text ?? "";
  const isWhole = whole !== "" && (parts.first === "" || parts.last === "") && holds(whole, parts);
  const isNameless = !isWhole && parts.first === "" && parts.last === "";
  const name = settled(isWhole ? { full: whole } : isNameless ? { full: displayName?.text ?? "" } : parts);
  const isNamed = name.firstName !== "" || name.lastName !== "";

  if (name.rule === "name.company" && draft.fields.company === "") {
    draft.fields.company = cleanCompany(name.firstName);
    draft.by.company = `rule:${name.rule}`;
  } else {
    setName(draft, name, isWhole || isNameless ? null : cells);
  }
  if (displayName && !(isNameless && isNamed)) leave({ draft, ...displayName });
  const source = isWhole ? full[0] : (first[0] ?? surnames[0] ?? displayName);
  if (source) {
    leave({ draft, cell: source.cell, text: name.honorific, header: "Honorific" });
    leave({ draft, cell: source.cell, text: name.suffix, header: "Suffix" });
  }
  for (const part of isWhole ? full.slice(0, 1) : [...first.slice(0, 1), ...surnames])
    leaveLost(draft, part, name);
  for (const part of cells.honorifics) leave({ draft, ...part });
  leaveSpare({ draft, spare: [...cells.spare, ...(isWhole ? full.slice(1) : full)], parts });
}

function nameCells(draft: Draft): NameCells {
  const filled = (target: ColumnTarget) =>
    cellsOf({ cells: draft.cells, target })
      .map((cell) => ({ cell, text: withoutAddresses(draft, cell) }))
      .filter(({ text }) => !isPlaceholder(text));
  const first = filled("firstName");
  const middle = filled("middleName");
  const last = filled("lastName");
  const isSecond = ({ cell }: CellPart) => readHeader(cell.header)?.means === "secondLastName";
  const surnames = last.filter((part, index) => index === 0 || (isSecond(part) && mayJoin(last[0], part)));
  const ownMiddle = mayJoin(first[0], middle[0]) ? middle : [];
  return {
    first,
    middle: ownMiddle,
    surnames,
    full: filled("fullName"),
    spare: [
      ...first.slice(1),
      ...(ownMiddle === middle ? middle.slice(1) : middle),
      ...last.filter((part) => !surnames.includes(part)),
    ],
    honorifics: [
      ...filled("honorific"),
      ...filled("nameSuffix"),
      ...cellsOf({ cells: draft.cells, target: "title" })
        .filter(({ text }) => isHonorific(text))
        .map((cell) => ({ cell, text: cell.text })),
    ],
  };
}

/** With words beside it, an address that cannot be used may look like one that can: "jane@example.co m" and "Doe". */
function mayJoin(one: CellPart | undefined, other: CellPart | undefined): boolean {
  return one === undefined || other === undefined || !mayHoldEmail(one.text + other.text);
}

/** An address in a name is no part of it: those that are not the lead's own are kept in the remarks. */
function withoutAddresses(draft: Draft, cell: RawCell): string {
  if (!cell.text.includes("@")) return cell.text;
  const { emails, rest } = emailsIn(cell.text);
  for (const text of emails) if (text !== draft.fields.email) leave({ draft, cell, text });
  return emails.length === 0 ? cell.text : rest;
}

/** A name that rules cannot settle may split otherwise when it is read again: it is read until it does not. */
function settled(input: NameInput): PersonName {
  let name = parseName(input);
  if (isPlaceholder(name.lastName)) name = { ...name, lastName: "" };
  for (let again = 0; again < MAX_READINGS && !name.certain; again++) {
    const { firstName, lastName } = parseName({ first: name.firstName, last: name.lastName });
    if (firstName === name.firstName && lastName === name.lastName) break;
    name = { ...name, firstName, lastName };
  }
  return name;
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
  const by = (part: CellPart | undefined) =>
    plain && part ? `column:${part.cell.header}` : `rule:${name.rule}`;
  if (name.firstName !== "") draft.by.firstName = by(first[0]);
  if (name.lastName !== "") draft.by.lastName = by(surnames[0]);
  if (!name.certain && (name.firstName !== "" || name.lastName !== ""))
    draft.unsettled.push("firstName", "lastName");
}

/** A cell that says more than went into the name ("Carlos Ruiz (Director)") is kept as it was. */
function leaveLost(draft: Draft, part: CellPart, name: PersonName): void {
  // Most cells are one of the names, in whatever case.
  const text = part.text.toLowerCase();
  if (text === name.firstName.toLowerCase() || text === name.lastName.toLowerCase()) return;
  const kept = [name.firstName, name.lastName, name.honorific, name.suffix, draft.fields.company].join(" ");
  const words = wordsOf(kept);
  if ([...wordsOf(part.text)].some((word) => !words.has(word))) leave({ draft, ...part });
}

/** Another name column is kept where it says something that the lead's name does not. */
function leaveSpare({
  draft,
  spare,
  parts,
}: {
  draft: Draft;
  spare: CellPart[];
  parts: Record<string, string>;
}): void {
  if (spare.length === 0) return;
  const { firstName, lastName, company } = draft.fields;
  const said = wordsOf([firstName, lastName, company, ...Object.values(parts)].join(" "));
  for (const part of spare) {
    const words = [...wordsOf(part.text)];
    if (words.length === 0 || words.some((word) => !said.has(word))) leave({ draft, ...part });
  }
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);
}
