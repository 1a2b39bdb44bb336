import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import { COMMON, HEADER, people } from "./people.ts";

/** Small pieces would be written one by one. */
const PIECE_CHARACTERS = 64 * 1024;

/** Writes a CSV file of invented leads; memory does not grow with it. */
export async function writeCsv({ path, rows }: { path: string; rows: number }): Promise<void> {
  await pipeline(Readable.from(pieces(csvLines(rows))), createWriteStream(path));
}

function* csvLines(rows: number): Generator<string> {
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  yield `${HEADER.join(",")}\n`;
  for (const cells of people(rows)) yield `${cells.map(quoted).join(",")}\n`;
}

/**
 * Writes a workbook of invented leads as Excel does, the sheet before its shared strings, with a column of dates; memory does not grow
 * with it, since the place of every shared string can be calculated.
 */
export async function writeXlsx({ path, rows }: { path: string; rows: number }): Promise<void> {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(CONTENT_TYPES), "[Content_Types].xml");
  zip.addBuffer(Buffer.from(ROOT_LINKS), "_rels/.rels");
  zip.addBuffer(Buffer.from(WORKBOOK), "xl/workbook.xml");
  zip.addBuffer(Buffer.from(WORKBOOK_LINKS), "xl/_rels/workbook.xml.rels");
  zip.addReadStream(Readable.from(pieces(sheet(rows))), "xl/worksheets/sheet1.xml");
  zip.addBuffer(Buffer.from(STYLES), "xl/styles.xml");
  zip.addReadStream(Readable.from(pieces(sharedStrings(rows))), "xl/sharedStrings.xml");
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

const COLUMNS = "ABCDEFGHIJ";
/** Cells that differ from row to row, behind the common ones among the shared strings: address and phone. */
const OWN_COLUMNS = [2, 3];
const REMARKS = 8;
const FIRST_DATE = 45_000;

/** Text of the shared strings, in their order: names of columns, common cells, then what each row has of its own. */
function* strings(rows: number): Generator<string> {
  yield* [...HEADER, "Created", ...COMMON];
  for (const cells of people(rows)) yield* OWN_COLUMNS.map((column) => cells[column] ?? "");
}

function* sharedStrings(rows: number): Generator<string> {
  yield `${XML}<sst xmlns="${MAIN}">`;
  for (const text of strings(rows)) yield `<si><t xml:space="preserve">${escaped(text)}</t></si>`;
  yield "</sst>";
}

function* sheet(rows: number): Generator<string> {
  const places = new Map([...HEADER, "Created", ...COMMON].map((text, place) => [text, place]));
  const ownFrom = HEADER.length + 1 + COMMON.length;
  yield `${XML}<worksheet xmlns="${MAIN}"><dimension ref="A1:J${rows + 1}"/><sheetData>`;
  const names = [...HEADER, "Created"].map((_, at) => shared(`${COLUMNS.charAt(at)}1`, at));
  yield `<row r="1">${names.join("")}</row>`;
  let row = 1;
  for (const cells of people(rows)) {
    row++;
    const written = cells.map((text, column) => {
      const at = `${COLUMNS.charAt(column)}${row}`;
      const own = OWN_COLUMNS.indexOf(column);
      if (own >= 0) return shared(at, ownFrom + (row - 2) * OWN_COLUMNS.length + own);
      const place = places.get(text);
      if (place !== undefined) return shared(at, place);
      return column === REMARKS && text !== "" ? inline(at, text) : "";
    });
    const date = `<c r="J${row}" s="1"><v>${FIRST_DATE + (row % 700)}</v></c>`;
    yield `<row r="${row}" spans="1:10">${written.join("")}${date}</row>`;
  }
  yield "</sheetData></worksheet>";
}

function shared(at: string, place: number): string {
  return `<c r="${at}" t="s"><v>${place}</v></c>`;
}

function inline(at: string, text: string): string {
  return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}

function* pieces(texts: Iterable<string>): Generator<Buffer> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  yield Buffer.from(piece);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const override = (name: string, type: string) =>
  `<Override PartName="/xl/${name}.xml" ContentType="${CONTENT}.${type}+xml"/>`;
const link = (id: number, kind: string, target: string) =>
  `<Relationship Id="rId${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
const links = (all: string) => `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;

const CONTENT_TYPES = `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override("workbook", "sheet.main")}${override("worksheets/sheet1", "worksheet")}${override("styles", "styles")}${override("sharedStrings", "sharedStrings")}</Types>`;
const ROOT_LINKS = links(link(1, "officeDocument", "xl/workbook.xml"));
const WORKBOOK = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>`;
const WORKBOOK_LINKS = links(
  link(1, "worksheet", "worksheets/sheet1.xml") +
    link(2, "styles", "styles.xml") +
    link(3, "sharedStrings", "sharedStrings.xml"),
);
/** Style 1 is format 14, a date. */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;
