import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { dataRows, noRows } from "./data-rows.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { chooseSheet } from "./sheet-choice.ts";
import { sniff } from "./sniff.ts";
import type { ByteSource, Sheet, Table, Workbook } from "./table.ts";
import { openText } from "./text/index.ts";

export { DEFAULT_LIMITS, FILE_ENDINGS, type Limits, MAX_UPLOAD_BYTES, MEGABYTE } from "./limits.ts";
export { bufferSource, bytesOf, fileSource } from "./source.ts";
export type * from "./table.ts";

/**
 * Opens a file of leads as a table: finds out what it is, which sheet has the leads, where the header stands and
 * where the data begin.
 *
 * `rows()` reads the file from its start each time it is called and gives the same rows; memory does not grow with the
 * file, but for workbooks that have to be read whole (see {@link Limits}).
 *
 * @param recognise - how many of the cells are known column names
 * @param sheet - name of the sheet, where it is not to be chosen
 * @param encoding - WHATWG label of a text file's encoding, where it is not to be guessed
 * @param delimiter - of a text file, where it is not to be guessed: one character or "tab"
 * @throws LeadFile.Unsupported, LeadFile.Malformed, LeadFile.Empty, LeadFile.TooLarge or LeadFile.Encrypted, from here and from
 *   `rows()`; Input.Invalid for a sheet, encoding or delimiter that is not there
 * @example
 * const table = await openTable({ source: await fileSource("leads.csv"), recognise: recogniseHeader });
 * for await (const { row, cells } of table.rows()) console.log(row, cells);
 */
export async function openTable({
  source,
  limits = DEFAULT_LIMITS,
  recognise,
  sheet: wanted,
  encoding,
  delimiter,
}: {
  source: ByteSource;
  limits?: Limits | undefined;
  recognise: (cells: string[]) => number;
  sheet?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
}): Promise<Table> {
  const workbook = await openWorkbook({ source, limits, recognise, encoding, delimiter });
  const sheets = wanted === undefined ? workbook.sheets : [sheetCalled(wanted, workbook, source)];
  const chosen = await chooseSheet({ sheets, recognise });
  if (chosen === undefined)
    throw new MillraceError("LeadFile.Empty", say("file.noRows", { file: source.name }));
  const { sheet, header } = chosen;
  const notes = [...workbook.notes];
  const others = workbook.sheets.filter((other) => other !== sheet).map(({ name }) => name);
  if (others.length > 0) notes.push(say("note.sheets", { sheet: sheet.name, others: others.join(", ") }));
  if (header.row === null) notes.push(say("note.noHeader"));
  const { format } = workbook;
  let counts = noRows();
  return {
    format,
    ...(workbook.encoding === undefined ? {} : { encoding: workbook.encoding }),
    ...(workbook.delimiter === undefined ? {} : { delimiter: workbook.delimiter }),
    sheet: sheet.name,
    headerRow: header.row,
    header: header.names,
    rows: () => {
      counts = noRows();
      return dataRows({ sheet, header, counts, shortRows: format === "csv" });
    },
    skipped: () => counts.skipped,
    ragged: () => counts.ragged,
    notes,
  };
}

async function openWorkbook({
  source,
  limits,
  ...text
}: {
  source: ByteSource;
  limits: Limits;
  recognise: (cells: string[]) => number;
  encoding: string | undefined;
  delimiter: string | undefined;
}): Promise<Workbook> {
  const kind = await sniff(source);
  if (kind === "text") return openText({ source, limits, ...text });
  // The libraries for workbooks take 65 MB, which most files, being text, do without.
  if (kind === "html") {
    const { openHtml } = await import("./html.ts");
    return openHtml({ source, limits });
  }
  const { openLegacyWorkbook, openXlsx } = await import("./workbook/index.ts");
  return kind === "zip"
    ? openXlsx({ source, limits })
    : openLegacyWorkbook({ source, limits, format: "xls" });
}

function sheetCalled(wanted: string, { sheets }: Workbook, source: ByteSource): Sheet {
  const plain = (name: string) => name.trim().toLowerCase();
  const sheet = sheets.find(({ name }) => plain(name) === plain(wanted));
  if (sheet !== undefined) return sheet;
  const names = sheets.map(({ name }) => `"${name}"`).join(", ");
  throw new MillraceError(
    "Input.Invalid",
    say("choice.sheet", { file: source.name, sheet: wanted, sheets: names }),
  );
}
