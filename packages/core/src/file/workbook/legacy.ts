import { runInNewContext } from "node:vm";
import * as XLSX from "xlsx";
import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import { type Limits, MEGABYTE } from "../limits.ts";
import { bytesOf } from "../source.ts";
import type { ByteSource, SourceRow, Workbook } from "../table.ts";
import { mailtoAddress, stringText } from "./cell-text.ts";
import { type LegacyFormat, legacyBytes } from "./legacy-bytes.ts";
import { type NumberText, numberText, plainNumber, shownNumber } from "./number-text.ts";
import { rowBuilder } from "./row-builder.ts";

// A megabyte of .xls takes about half a second; a small Lambda function has a quarter of a processor.
const BASE_MS = 5_000;
const MS_PER_BYTE = 3_000 / (1024 * 1024);

const ISO_DATE = /^\d{4}-\d\d-\d\d/;

/** The codes of errors in the binary formats ([MS-XLS] 2.5.10). */
const ERRORS: Readonly<Record<number, string>> = {
  0: "#NULL!",
  7: "#DIV/0!",
  15: "#VALUE!",
  23: "#REF!",
  29: "#NAME?",
  36: "#NUM!",
  42: "#N/A",
  43: "#GETTING_DATA",
};

/**
 * Opens the formats that are read as a whole: `.xls` of every age, XML of Excel 2003, `.xlsb` and `.ods`.
 *
 * The file is converted once, here; `rows()` goes over the result.
 *
 * @param format - what the first bytes said; for `.xlsb` and `.ods`, what the archive holds
 * @throws LeadFile.TooLarge above `limits.wholeFileBytes`, LeadFile.Encrypted, LeadFile.Malformed, and LeadFile.Unsupported for other documents in
 *   the same container (a Word document, a mail)
 */
export async function openLegacyWorkbook({
  source,
  limits,
  format,
}: {
  source: ByteSource;
  limits: Limits;
  format: LegacyFormat;
}): Promise<Workbook> {
  const file = source.name;
  if (source.size > limits.wholeFileBytes) {
    throw new MillraceError(
      "LeadFile.TooLarge",
      say("file.wholeFile", { file, megabytes: limits.wholeFileBytes / MEGABYTE }),
    );
  }
  const bytes = await legacyBytes({ source, bytes: await bytesOf(source), limits, format });
  // Without these tables the library reads the texts of Excel 95 and before byte by byte; they take 23 MB, so other files do without.
  XLSX.set_cptable(await import("xlsx/dist/cpexcel.full.mjs"));
  const book = convert({ file, bytes, format });
  const date1904 = book.Workbook?.WBProps?.date1904 === true;
  return {
    format,
    sheets: book.SheetNames.map((name, index) => {
      const cells = book.Sheets[name]?.["!data"] ?? [];
      return {
        name,
        hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
        rows: () => rowsOf({ file, limits, cells, date1904 }),
      };
    }),
    notes: [],
  };
}

function convert({
  file,
  bytes,
  format,
}: {
  file: string;
  bytes: Buffer;
  format: LegacyFormat;
}): XLSX.WorkBook {
  const read = () =>
    XLSX.read(bytes, {
      type: "buffer",
      dense: true,
      cellNF: true,
      // Shown text is our own, except in OpenDocument files, which have it.
      cellText: format === "ods",
      cellFormula: false,
      cellHTML: false,
    });
  // The library prints remarks of its own; what is wrong with a file is ours to say.
  const { error: print } = console;
  console.error = () => {};
  try {
    // The library can be led into endless loops. This is the one way to end a loop that never gives back control.
    return runInNewContext(
      "read()",
      { read },
      { timeout: Math.ceil(BASE_MS + bytes.byteLength * MS_PER_BYTE) },
    );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      throw new MillraceError("LeadFile.TooLarge", say("file.slow", { file }));
    }
    // The library's errors have no names; this one it says in several ways.
    if (error instanceof Error && /password|encrypt/i.test(error.message)) {
      throw new MillraceError("LeadFile.Encrypted", say("file.encrypted", { file }));
    }
    throw new MillraceError("LeadFile.Malformed", say("file.damaged", { file }));
  } finally {
    console.error = print;
  }
}

/** Rows and cells may have holes. */
type Cells = readonly (readonly (XLSX.CellObject | undefined)[] | undefined)[];

async function* rowsOf({
  file,
  limits,
  cells,
  date1904,
}: {
  file: string;
  limits: Limits;
  cells: Cells;
  date1904: boolean;
}): AsyncGenerator<SourceRow> {
  const builder = rowBuilder({ file, limits });
  const formats = new Map<string, NumberText>();
  const textOf = (format: string) => {
    let text = formats.get(format);
    if (text === undefined) {
      text = numberText({ format, date1904 });
      formats.set(format, text);
    }
    return text;
  };
  for (const [index, row] of cells.entries()) {
    if (row === undefined) continue;
    builder.start(index + 1);
    for (const [column, cell] of row.entries()) {
      if (cell === undefined) continue;
      builder.nextCell({ column, row: index });
      builder.put(cellText({ cell, textOf }) || (mailtoAddress(cell.l?.Target ?? "") ?? ""));
    }
    const built = builder.finish();
    if (built !== undefined) yield built;
  }
}

function cellText({
  cell,
  textOf,
}: {
  cell: XLSX.CellObject;
  textOf: (format: string) => NumberText;
}): string {
  const { t, v, w, z } = cell;
  if (t === "b") return v === true ? "TRUE" : "FALSE";
  if (t === "e") return typeof v === "number" ? (ERRORS[v] ?? "") : String(v ?? "");
  if (typeof v === "number") {
    const text = z === undefined ? plainNumber(v) : textOf(String(z))(v);
    // OpenDocument keeps what was shown, and its formats come translated, not always right: they are trusted where they say a date or
    // leave the number what it is.
    const trusted = w === undefined || ISO_DATE.test(text) || Number(text) === v;
    return trusted ? text : shownNumber({ value: v, shown: w });
  }
  return typeof v === "string" ? stringText({ text: v, preserve: true }) : "";
}
