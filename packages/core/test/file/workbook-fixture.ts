import { PassThrough } from "node:stream";
import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import { DEFAULT_LIMITS, type Limits } from "../../src/file/limits.ts";
import { bufferSource } from "../../src/file/source.ts";
import type { SourceRow, Workbook } from "../../src/file/table.ts";
import { openXlsx } from "../../src/file/workbook/index.ts";

const NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** What a hand-written workbook is made of; everything has a default that works. */
export interface Fixture {
  /** XML inside `<sheetData>`. */
  rows?: string;
  /** XML after `</sheetData>`. */
  tail?: string;
  /** XML of the `<si>` elements; without it the workbook has no shared strings. */
  strings?: string;
  /** Format codes; cell style 1 has the first, 2 the second… */
  formats?: readonly string[];
  /** XML inside `<workbook>` instead of one visible sheet. */
  workbook?: string;
  workbookRels?: string;
  /** More parts, or other contents for the ones above. */
  parts?: Readonly<Record<string, string | Buffer>>;
}

/** An .xlsx file written by hand. */
export async function xlsx({
  rows = "",
  tail = "",
  strings,
  formats = [],
  workbook = '<sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets>',
  workbookRels = "",
  parts = {},
}: Fixture): Promise<Buffer> {
  const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const numFmts = formats
    .map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${attribute(code)}"/>`)
    .join("");
  const xfs = formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("");
  return zip({
    "_rels/.rels": `${xml}<Relationships><Relationship Id="rId1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${xml}<workbook xmlns="${NS}" xmlns:r="${REL}">${workbook}</workbook>`,
    "xl/_rels/workbook.xml.rels": `${xml}<Relationships>
      <Relationship Id="rId1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/>
      <Relationship Id="rId8" Type="${REL}/styles" Target="styles.xml"/>
      <Relationship Id="rId9" Type="${REL}/sharedStrings" Target="/xl/sharedStrings.xml"/>${workbookRels}</Relationships>`,
    "xl/styles.xml": `${xml}<styleSheet xmlns="${NS}"><numFmts>${numFmts}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/>${xfs}</cellXfs></styleSheet>`,
    ...(strings === undefined ? {} : { "xl/sharedStrings.xml": `${xml}<sst xmlns="${NS}">${strings}</sst>` }),
    "xl/worksheets/sheet1.xml": `${xml}<worksheet xmlns="${NS}" xmlns:r="${REL}"><sheetData>${rows}</sheetData>${tail}</worksheet>`,
    ...parts,
  });
}

/** A ZIP archive of these files. */
export async function zip(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const archive = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name);
  archive.end();
  return buffer(archive.outputStream.pipe(new PassThrough()));
}

/** Opens bytes as .xlsx. */
export function openBytes({
  bytes,
  limits = {},
}: {
  bytes: Uint8Array;
  limits?: Partial<Limits>;
}): Promise<Workbook> {
  return openXlsx({
    source: bufferSource({ name: "leads.xlsx", bytes }),
    limits: { ...DEFAULT_LIMITS, ...limits },
  });
}

/** All rows of one sheet, the first unless told. */
export async function rowsOf({ book, sheet = 0 }: { book: Workbook; sheet?: number }): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const row of book.sheets[sheet]?.rows() ?? []) found.push(row);
  return found;
}

/** The cells of the first sheet of a hand-written workbook. */
export async function cellsOf(fixture: Fixture): Promise<string[][]> {
  return (await rowsOf({ book: await openBytes({ bytes: await xlsx(fixture) }) })).map(({ cells }) => cells);
}

/** The first row of a sheet with these cells. */
export async function rowOf(cells: string, fixture: Fixture = {}): Promise<string[]> {
  return (await cellsOf({ ...fixture, rows: `<row>${cells}</row>` }))[0] ?? [];
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
