import type { Readable } from "node:stream";

/**
 * Where the bytes of a file come from: a local file, an object in a store, memory.
 *
 * `stream` may be called any number of times and answers the same bytes each time; `end` is exclusive.
 */
export interface ByteSource {
  /** For messages only: what a file is, its bytes say. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  stream(range?: { start: number; end: number }): Readable;
}

/** A record as it stands in the source; `row` is the 1-based row number a spreadsheet would show. */
export interface SourceRow {
  row: number;
  cells: string[];
}

export type TableFormat = "csv" | "xlsx" | "xls" | "ods" | "xlsb" | "html";

/** One sheet (a text file has exactly one). */
export interface Sheet {
  name: string;
  hidden: boolean;
  /** The rows in order, from the first each time it is called. Blank rows may be left out, but count in `row`. */
  rows(): AsyncIterable<SourceRow>;
}

/** A file that was understood as one or more sheets. */
export interface Workbook {
  format: TableFormat;
  /** WHATWG name of the encoding, of a text file. */
  encoding?: string;
  /** Of a text file with more than one column. */
  delimiter?: string;
  sheets: Sheet[];
  /** Remarks for the user, as "read as Windows-1252". */
  notes: string[];
}

/** Rows that were read and are no data, so far as `rows()` has been read. */
export interface SkippedRows {
  blank: number;
  /** Rows above the header: titles, dates, totals. */
  preamble: number;
  /** The header, met again further down. */
  repeatedHeader: number;
}

/** Rows with fewer or more cells than the header. They are kept as they are; this counts them. */
export interface RaggedRows {
  short: number;
  long: number;
}

/** The one sheet of a file that leads are read from, with its header. */
export interface Table {
  format: TableFormat;
  encoding?: string;
  delimiter?: string;
  /** Name of the sheet; "" in a text file. */
  sheet: string;
  /** Row of the header; null when the file has none and the columns are called "Column 1", "Column 2"… */
  headerRow: number | null;
  /** Column names as they stand in the file, duplicates and empty ones included. */
  header: string[];
  /** The data rows alone, in order, from the first each time it is called. */
  rows(): AsyncIterable<SourceRow>;
  /** Counts of the last call of `rows()`. */
  skipped(): SkippedRows;
  /** Counts of the last call of `rows()`. */
  ragged(): RaggedRows;
  /** Remarks for the user. */
  notes: string[];
}
