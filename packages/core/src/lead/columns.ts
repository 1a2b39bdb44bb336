import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { type ColumnContent, columnContent } from "./columns/content.ts";
import { type HeaderMeaning, readHeader } from "./columns/header.ts";
import type { ColumnReason } from "./columns/reason.ts";
import { type Guess, settleTogether } from "./columns/settle.ts";
import { COLUMN_TARGETS, type ColumnTarget } from "./fields.ts";

/** A column of a file and where its cells go. */
export interface MappedColumn {
  /** Place in the row, from 0. */
  index: number;
  header: string;
  /** Null: the column goes to the remarks as "Header: value". */
  target: ColumnTarget | null;
  confidence: "certain" | "likely" | "unsure";
  /** Why, for the user's report; never holds a cell's text. */
  reason: ColumnReason;
}

/** Which column of a file goes where. */
export interface ColumnMapping {
  columns: MappedColumn[];
}

/** What Millrace's exports add to a lead's own fields; an import leaves it out. */
const OWN_COLUMN = /^millrace_/i;
const IGNORED = { target: "ignore", confidence: "certain", reason: "added by Millrace" } as const;

/** Whether a column is one that Millrace adds to its exports, by its name. */
export function isOwnColumn(header: string): boolean {
  return OWN_COLUMN.test(header);
}

/** Enough rows to tell what a column holds. */
const SAMPLE_ROWS = 100;
/** Fewer cells prove nothing against a column's name. */
const MIN_EVIDENCE = 3;

/**
 * Decides where each column of a file goes, by its name in some forty languages, by the other columns and by its cells.
 *
 * Several columns may have the same target: their order of preference (mobile before work before home, first address
 * before second) is that of {@link columnRank}, and the first that is filled and usable speaks for a row.
 *
 * @param header - the column names; empty, or as the file reader numbers them, where the file has none
 * @param sample - the first data rows, at most 100 are looked at
 * @param overrides - `{ "Column name" or "#3" (from 1): target }`; they take the target from every other column
 * @throws MillraceError `Input.Invalid` for a column or target that does not exist
 * @example
 * mapColumns({ header: ["Nombre", "Correo"], sample: [["Ana Ruiz", "ana@example.com"]], overrides: {} });
 */
export function mapColumns({
  header,
  sample,
  overrides,
}: {
  header: readonly string[];
  sample: readonly (readonly string[])[];
  overrides: Readonly<Record<string, string>>;
}): ColumnMapping {
  const rows = sample.slice(0, SAMPLE_ROWS);
  const guesses = header.map((name, index): Guess => {
    const values = rows.map((row) => row[index] ?? "");
    return { header: name, values, meaning: readHeader(name), content: columnContent(values) };
  });
  const columns = settleTogether(guesses.map((guess) => ({ ...guess, meaning: checked(guess) }))).map(
    (settled, index): MappedColumn => ({ index, header: header[index] ?? "", ...settled }),
  );
  for (const column of columns) if (isOwnColumn(column.header)) Object.assign(column, IGNORED);
  return { columns: overruled({ columns, overrides }) };
}

/** The meaning of a name whose cells do not say otherwise. */
function checked({ meaning, content }: Guess): HeaderMeaning | null {
  if (!meaning || content.filled < MIN_EVIDENCE) return meaning?.how === "question" ? null : meaning;
  if (meaning.how === "exact" || (meaning.means !== "email" && meaning.means !== "phone")) return meaning;
  return evidence(meaning.means, content) === 0 ? null : meaning;
}

function evidence(means: "email" | "phone", content: ColumnContent): number {
  return means === "email" ? content.email : content.phone + content.email;
}

function overruled({
  columns,
  overrides,
}: {
  columns: readonly MappedColumn[];
  overrides: Readonly<Record<string, string>>;
}): MappedColumn[] {
  const chosen = new Map<number, ColumnTarget>();
  for (const [column, field] of Object.entries(overrides)) {
    const target = COLUMN_TARGETS.find((one) => one.toLowerCase() === field.toLowerCase());
    if (!target) {
      throw new MillraceError(
        "Input.Invalid",
        say("choice.target", { target: field, targets: COLUMN_TARGETS.join(", ") }),
      );
    }
    for (const index of columnsNamed(columns, column)) chosen.set(index, target);
  }
  const taken = new Set<ColumnTarget>(
    [...chosen.values()].filter((target) => target !== "ignore" && target !== "remarks"),
  );
  return columns.map((column) => {
    const target = chosen.get(column.index);
    if (target) return { ...column, target, confidence: "certain", reason: "as told" };
    if (column.target === null || !taken.has(column.target)) return column;
    return { ...column, target: null, reason: "another column was told" };
  });
}

function columnsNamed(columns: readonly MappedColumn[], name: string): number[] {
  const byName = columns.filter(({ header }) => header.trim().toLowerCase() === name.trim().toLowerCase());
  const number = /^#(\d+)$/.exec(name.trim())?.[1];
  const found = byName.length > 0 ? byName : columns.filter(({ index }) => String(index + 1) === number);
  if (found.length > 0) return found.map(({ index }) => index);
  const names = columns
    .map(({ header, index }) => (header === "" ? `#${index + 1}` : `"${header}"`))
    .join(", ");
  throw new MillraceError("Input.Invalid", say("choice.column", { column: name, columns: names }));
}

/**
 * How far back a column stands among those with the same target, by its name: the lowest speaks first.
 */
export function columnRank(header: string): number {
  // A column found by its cells alone comes after every column found by its name.
  return readHeader(header)?.rank ?? 50;
}

/**
 * How many of a row's cells are names of columns that leads have, in any language known. The row of a file where most
 * are is its header. Misspelt names count only where half the filled cells are names: a single one is chance.
 */
export function recogniseHeader(cells: readonly string[]): number {
  const meanings = cells.map(readHeader).filter((meaning) => meaning !== null && meaning.how !== "question");
  const exact = meanings.filter((meaning) => meaning?.how !== "typo").length;
  const filled = cells.filter((cell) => cell.trim() !== "").length;
  return meanings.length * 2 >= filled ? meanings.length : exact;
}
