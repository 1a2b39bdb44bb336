import { parse } from "csv-parse/sync";

/** How the cells of a text file are told apart. */
export interface Dialect {
  delimiter: string;
  /** Blanks between a delimiter and an opening quote do not belong to the cell. */
  trimBeforeQuote: boolean;
}

/** What csv-parse made of some bytes. */
export interface Parsed {
  records: string[][];
  /** Where each record ends: the offset of the first byte of the next. */
  ends: number[];
  /** The bytes end within quotes; the record that has them is left out of `records`. */
  unclosed: boolean;
}

/**
 * Parses whole records, wrong quotes and uneven lengths included.
 *
 * @param bytes - UTF-8
 * @param options.quotes - false to take quotes as characters like others
 */
export function parseBytes(bytes: Buffer, dialect: Dialect, options: { quotes: boolean }): Parsed {
  const records: string[][] = [];
  const ends: number[] = [];
  let unclosed = false;
  const keepBlankLines = () => {
    let at = ends.at(-1) ?? 0;
    for (let end = blankLineEnd(bytes, at, true); end > at; end = blankLineEnd(bytes, at, true)) {
      records.push([""]);
      ends.push(end);
      at = end;
    }
  };
  // csv-parse makes an error, slowly, for each record of another length, though it is told not to mind: blank lines, of
  // which there may be many, are found here. Where blanks are trimmed it takes more than those for empty.
  const findsBlankLines = !dialect.trimBeforeQuote;
  parse(bytes, {
    delimiter: dialect.delimiter,
    // Named, since by default the first line end found is taken for the only one.
    record_delimiter: ["\r\n", "\n", "\r"],
    ltrim: dialect.trimBeforeQuote,
    quote: options.quotes ? '"' : false,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: findsBlankLines,
    // An error would lose the records before it. With the settings above, only an unclosed quote is one.
    skip_records_with_error: true,
    on_skip: () => {
      unclosed = true;
      return undefined;
    },
    on_record: (record: string[], context) => {
      if (findsBlankLines) keepBlankLines();
      records.push(record);
      ends.push(context.bytes);
      return null;
    },
  });
  if (findsBlankLines) keepBlankLines();
  return { records, ends, unclosed };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Offset behind the first line end, whichever it is, or the length where there is none. */
export function lineEnd(bytes: Buffer): number {
  const feed = bytes.indexOf(LINE_FEED);
  const carriageReturn = bytes.subarray(0, feed === -1 ? bytes.length : feed).indexOf(CARRIAGE_RETURN);
  if (carriageReturn === -1) return feed === -1 ? bytes.length : feed + 1;
  return carriageReturn + 1 === feed ? feed + 1 : carriageReturn + 1;
}

/**
 * Offset behind the last line end, or 0 where there is none. A carriage return at the very end does not count, since
 * its line feed may come with the next bytes.
 */
export function lastLineEnd(bytes: Buffer): number {
  const feed = bytes.lastIndexOf(LINE_FEED);
  return feed === -1 ? bytes.subarray(0, -1).lastIndexOf(CARRIAGE_RETURN) + 1 : feed + 1;
}

/**
 * Offset behind a line end at `at`; `at` itself where there is none, or half of one.
 *
 * @param final - nothing comes after these bytes: a carriage return at their end is a whole one
 */
export function blankLineEnd(bytes: Buffer, at: number, final = false): number {
  if (bytes[at] === LINE_FEED) return at + 1;
  if (bytes[at] !== CARRIAGE_RETURN || (at + 1 === bytes.length && !final)) return at;
  return bytes[at + 1] === LINE_FEED ? at + 2 : at + 1;
}
