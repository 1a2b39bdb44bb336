import { type Dialect, lineEnd, parseBytes } from "./parse.ts";

const QUOTE = 0x22;

// What is looked at behind a quote to see whether it was meant to close further down.
const LOOK_AHEAD_BYTES = 16 * 1024;

/**
 * The record with cells mended that csv-parse left in quotes because blanks stand between the closing quote
 * and the delimiter, as in `"Acme" ,`.
 */
export function mendedCells(record: string[]): string[] {
  for (const [at, cell] of record.entries()) {
    if (cell.charCodeAt(0) === QUOTE) record[at] = /^"([\s\S]*)"[ \t]+$/.exec(cell)?.[1] ?? cell;
  }
  return record;
}

/**
 * True for a record of several lines in which a quote was closed by one that belongs to a later row, as in
 *
 *     1,"Bogotá,CO
 *     2,"Lima",PE
 *
 * @param record - as csv-parse gives it: such a cell keeps its opening quote
 * @param raw - the bytes it was parsed from
 * @param columns - length of the record before it
 */
export function swallowsRows({
  record,
  raw,
  dialect,
  columns,
}: {
  record: string[];
  raw: () => Buffer;
  dialect: Dialect;
  columns: number | undefined;
}): boolean {
  return record.some(
    (cell) =>
      cell.charCodeAt(0) === QUOTE &&
      /[\r\n]/.test(cell) &&
      // A cell that begins with a quote by right is written with three.
      !raw().includes(`"${cell.replaceAll('"', '""')}"`) &&
      isStrayQuote({ bytes: raw(), dialect, columns }),
  );
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
