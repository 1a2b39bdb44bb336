import { type Dialect, lineEnd, parseBytes } from "./parse.ts";

const QUOTE = 0x22;

// What is looked at behind a quote to see whether it was meant to close further down.
export const LOOK_AHEAD_BYTES = 2 * 1024;

/** A record of which csv-parse left at least one cell in quotes, and what is needed to judge it. */
export interface QuotedRecord {
  record: string[];
  /** The bytes it was parsed from. */
  raw: Buffer;
  dialect: Dialect;
  /** Length of the record before it. */
  columns: number | undefined;
}

/** True when a cell begins with a quote: by right, or because csv-parse met a quote that is wrong. */
export function hasQuotedCell(record: readonly string[]): boolean {
  return record.some((cell) => cell.charCodeAt(0) === QUOTE);
}

/**
 * The record without the quotes around cells that have unwritten quotes within, `"Acme "Best" Ltd"`, or blanks
 * behind, `"Acme" ,`; and with a cell put together that such quotes cut at a delimiter, `"Acme "Best", Ltd"`, if the
 * record is longer than the one before it.
 */
export function mendedRecord({ record, raw, dialect, columns }: QuotedRecord): string[] {
  const mended: string[] = [];
  let surplus = columns === undefined ? 0 : record.length - columns;
  for (let at = 0; at < record.length; at++) {
    const cell = record[at] ?? "";
    if (!isWrong(cell, raw)) {
      mended.push(cell);
      continue;
    }
    const last =
      surplus > 0 ? at + record.slice(at, at + surplus + 1).findLastIndex((part) => part.endsWith('"')) : at;
    const end = Math.max(at, last);
    const whole = record.slice(at, end + 1).join(dialect.delimiter);
    mended.push(/^"([\s\S]*)"[ \t]*$/.exec(whole)?.[1] ?? whole);
    surplus -= end - at;
    at = end;
  }
  return mended;
}

/**
 * True for a record of several lines in which a quote was closed by one that belongs to a later row, as in
 *
 *     1,"Bogotá,CO
 *     2,"Lima",PE
 */
export function swallowsRows({ record, raw, dialect, columns }: QuotedRecord): boolean {
  return (
    record.some(
      (cell) => /[\r\n]/.test(cell) && isWrong(cell, raw) && !isWrittenIn(raw, withoutOuterQuotes(cell)),
    ) && isStrayQuote({ bytes: raw, dialect, columns })
  );
}

/** Whether a cell kept its opening quote because the closing one is wrong. */
function isWrong(cell: string, raw: Buffer): boolean {
  return cell.charCodeAt(0) === QUOTE && !isWrittenIn(raw, cell);
}

/** Whether a cell is written as it should be: in quotes, with its own quotes twice. */
function isWrittenIn(raw: Buffer, cell: string): boolean {
  return raw.includes(`"${cell.replaceAll('"', '""')}"`);
}

function withoutOuterQuotes(cell: string): string {
  return cell.slice(1).replace(/"[ \t]*$/, "");
}

/**
 * Whether a quote that does not close is a character of its cell, and the lines after it are rows; or whether the
 * cell has several lines and the end of the file is missing. Rows they are when they have as many cells
 * as the first line, and as the row before.
 *
 * @param bytes - from the start of the record with the quote
 * @param columns - length of the record before it
 */
export function isStrayQuote({
  bytes,
  dialect,
  columns,
}: {
  bytes: Buffer;
  dialect: Dialect;
  columns: number | undefined;
}): boolean {
  const end = lineEnd(bytes);
  if (end === bytes.length) return true;
  const [first = []] = parseBytes(bytes.subarray(0, end), dialect, { quotes: false }).records;
  if (columns !== undefined && first.length !== columns) return false;
  const ahead = bytes.subarray(end, end + LOOK_AHEAD_BYTES);
  const { records } = parseBytes(ahead, dialect, { quotes: true });
  if (end + ahead.length < bytes.length && records.length > 1) records.pop();
  const rows = records.filter((record) => record.length > 1 || record[0] !== "");
  return rows.filter((row) => row.length === first.length).length * 2 >= rows.length;
}
