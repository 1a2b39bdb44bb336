/**
 * What a file may cost us before it is refused with `LeadFile.TooLarge`. Every bound has a name, so that an
 * error can say which one was met.
 */
export interface Limits {
  /** Bytes of a workbook that has to be held in memory whole (.xls, .ods, .xlsb, XML and HTML tables). */
  readonly wholeFileBytes: number;
  /** Parts in a ZIP archive. */
  readonly entries: number;
  /** Bytes of all parts of an archive together, inflated, counted as they come. */
  readonly inflatedBytes: number;
  /** Inflated bytes per compressed byte of a part… */
  readonly inflationRatio: number;
  /** …looked at only after this many inflated bytes, since small parts of plain XML reach high ratios. */
  readonly inflationRatioFrom: number;
  /** Characters of a workbook cell. */
  readonly cellChars: number;
  /** Characters of a record of a text file, and of all cells of a workbook row together. */
  readonly recordChars: number;
  /** Cells in a row. */
  readonly columns: number;
  /** Rows of a sheet. A text file has no such bound: it is read as a stream and nothing grows with it. */
  readonly sheetRows: number;
}

/** The limits Millrace works with unless told otherwise. */
export const DEFAULT_LIMITS: Limits = {
  // SheetJS takes about 15 times the file's size in memory: 20 MB stay under 400 MB.
  wholeFileBytes: 20 * 1024 * 1024,
  // A workbook of 200 sheets with drawings has about 1,000 parts.
  entries: 2_000,
  // The fullest sheet Excel writes in practice, 1,000,000 rows of 10 columns, inflates to about 500 MB.
  inflatedBytes: 1024 * 1024 * 1024,
  // Sheets of repeated values reach about 60:1; DEFLATE itself ends at 1,032:1, which is where bombs are.
  inflationRatio: 200,
  inflationRatioFrom: 1024 * 1024,
  // Excel's own limit for a cell.
  cellChars: 32_767,
  // A lead has a few hundred characters; an export with long notes, some ten thousand.
  recordChars: 1024 * 1024,
  // The widest export of a CRM we know of (Salesforce, all fields) has about 500.
  columns: 1_000,
  // Excel's own limit for a sheet.
  sheetRows: 1_048_576,
};

/** As sentences count bytes. */
export const MEGABYTE = 1024 * 1024;

/**
 * The longest file that is taken from a browser, in bytes: half of what a workbook may inflate to, and so a million rows of 500
 * characters. It comes in one request, which cannot be gone on with where it broke; longer text files are dropped as objects or files.
 */
export const MAX_UPLOAD_BYTES = DEFAULT_LIMITS.inflatedBytes / 2;

/** How the names of files end that can be read. Their first bytes decide; this is what a page offers to choose from. */
export const FILE_ENDINGS: readonly string[] = [
  ...[".csv", ".tsv", ".tab", ".txt"],
  ...[".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"],
  ...[".html", ".htm", ".xml"],
];
