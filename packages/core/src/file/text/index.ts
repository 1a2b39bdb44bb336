import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import type { ByteSource, SourceRow, Workbook } from "../table.ts";
import { detectDialect, namedDialect } from "./dialect.ts";
import { detectEncoding, encodingNote, type TextEncoding } from "./encoding.ts";
import { type Dialect, lastLineEnd } from "./parse.ts";
import { recordParser } from "./records.ts";
import { utf8Pieces } from "./transcode.ts";
import { ONE_COLUMN, unwrapped, wrappedDialect } from "./wrapped.ts";

// Some 500 rows: enough to tell the delimiter.
const SAMPLE_BYTES = 64 * 1024;

/**
 * Opens a text file of delimited cells: CSV and its kin.
 *
 * Row numbers are those a spreadsheet shows: a record counts as one row however many lines it has, a blank line counts,
 * a first line `sep=;` does not.
 *
 * @param recognise - how many of the cells are known column names; helps to find the delimiter
 * @param encoding - WHATWG label, to overrule what is found
 * @param delimiter - one character or "tab", to overrule what is found
 * @throws LeadFile.Empty for a file of nothing but blanks; LeadFile.Unsupported for one that is not text; Input.Invalid
 * for an encoding or delimiter that is none; and from `rows()` what `recordParser` throws
 */
export async function openText({
  source,
  limits,
  recognise,
  encoding: namedEncoding,
  delimiter: namedDelimiter,
}: {
  source: ByteSource;
  limits: Limits;
  recognise: (cells: string[]) => number;
  encoding?: string | undefined;
  delimiter?: string | undefined;
}): Promise<Workbook> {
  const encoding = await detectEncoding(source, namedEncoding);
  const { sample, whole } = await beginning(source, encoding);
  if (whole && sample.toString().trim() === "")
    throw new MillraceError("LeadFile.Empty", say("file.blank", { file: source.name }));
  if (!isText(sample))
    throw new MillraceError("LeadFile.Unsupported", say("file.notATable", { file: source.name }));
  const separator = separatorLine(sample);
  const lines = sample.subarray(separator?.bytes ?? 0);
  const cut = whole ? lines.length : lastLineEnd(lines) || lines.length;
  const head = { name: source.name, bytes: lines.subarray(0, cut), limits, recognise };
  const named = namedDelimiter ?? separator?.delimiter;
  const found = named === undefined ? detectDialect(head) : namedDialect(named, head);
  const wrapped = found === undefined ? wrappedDialect(head) : undefined;
  const note = encodingNote(encoding);
  const start = separator?.bytes ?? 0;
  const shown = found ?? wrapped;
  const rows = () => {
    const records = rowsOf({ source, encoding, start, dialect: found ?? ONE_COLUMN, limits });
    return wrapped === undefined ? records : unwrappedRows(records, wrapped);
  };
  return {
    format: "csv",
    encoding: encoding.name,
    ...(shown === undefined ? {} : { delimiter: shown.delimiter }),
    sheets: [{ name: "", hidden: false, rows }],
    notes: note === undefined ? [] : [note],
  };
}

async function* rowsOf({
  source,
  encoding,
  start,
  dialect,
  limits,
}: {
  source: ByteSource;
  encoding: TextEncoding;
  start: number;
  dialect: Dialect;
  limits: Limits;
}): AsyncGenerator<SourceRow> {
  const parser = recordParser({ name: source.name, dialect, limits });
  let skip = start;
  let row = 0;
  let blank = false;
  const numbered = (records: string[][]): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (const cells of records) {
      row++;
      blank = cells.length === 1 && cells[0] === "";
      if (!blank) rows.push({ row, cells });
    }
    return rows;
  };
  for await (const piece of utf8Pieces(source, encoding)) {
    const bytes = piece.subarray(skip);
    skip = Math.max(0, skip - piece.length);
    for (const found of numbered(parser.push(bytes))) yield found;
  }
  for (const found of numbered(parser.finish())) yield found;
  // Blank rows before another are told by its number, those at the end by the last of them.
  if (blank) yield { row, cells: [""] };
}

async function* unwrappedRows(rows: AsyncIterable<SourceRow>, dialect: Dialect): AsyncGenerator<SourceRow> {
  for await (const { row, cells } of rows) yield { row, cells: unwrapped(cells, dialect) };
}

async function beginning(source: ByteSource, encoding: TextEncoding) {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of utf8Pieces(source, encoding)) {
    pieces.push(piece);
    length += piece.length;
    if (length > SAMPLE_BYTES) return { sample: Buffer.concat(pieces), whole: false };
  }
  return { sample: Buffer.concat(pieces), whole: true };
}

/** Excel's own way to name the delimiter: a first line that is not part of the table. */
function separatorLine(sample: Buffer): { delimiter: string; bytes: number } | undefined {
  const line = /^"?sep=(.)"?(\r\n|\n|\r|$)/i.exec(sample.toString("utf8", 0, 16));
  return line?.[1] === undefined ? undefined : { delimiter: line[1], bytes: Buffer.byteLength(line[0]) };
}

// A few are in any text: Ctrl-Z at the end of the file, a tabulator of old programs.
const CONTROLS_ALLOWED = 2;

// Text has hardly any control characters but blanks, line ends and separators; random bytes have one in ten.
const CONTROL_SHARE = 0.02;

function isText(sample: Buffer): boolean {
  let controls = 0;
  for (const byte of sample) if (byte < 0x09 || (byte > 0x0d && byte < 0x1c)) controls++;
  return controls <= CONTROLS_ALLOWED + sample.length * CONTROL_SHARE;
}
