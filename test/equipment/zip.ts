import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive, as its headers describe it: they may lie. */
export interface ZipEntry {
  name: string;
  /** As it stands in the archive, compressed by `method`. */
  stored: Buffer;
  /** 0: as it is; 8: DEFLATE. */
  method: number;
  crc: number;
  size: number;
}

/** A file of an archive, as it should be. */
export function zipEntry(name: string, content: string | Buffer): ZipEntry {
  const bytes = Buffer.from(content);
  return { name, stored: deflateRawSync(bytes), method: 8, crc: crc32(bytes), size: bytes.length };
}

/**
 * A file of an archive that inflates to so many megabytes of one piece of text, over and over. The archive holds a thousandth of
 * it, and is made without ever having it whole.
 *
 * @param parts.head - comes first, once
 * @param parts.piece - is repeated; at least a few kilobytes long compress well
 */
export function bombEntry(name: string, parts: { head: string; piece: string; megabytes: number }): ZipEntry {
  const head = Buffer.from(parts.head);
  const piece = Buffer.from(parts.piece.repeat(Math.ceil((1024 * 1024) / parts.piece.length)));
  // A full flush ends a block and forgets what came before: such pieces can be put in a row.
  const deflated = (bytes: Buffer) => deflateRawSync(bytes, { level: 9, finishFlush: Z_FULL_FLUSH });
  const repeated = deflated(piece);
  let crc = crc32(head);
  for (let at = 0; at < parts.megabytes; at++) crc = crc32(piece, crc);
  const stored = Buffer.concat([
    deflated(head),
    ...Array<Buffer>(parts.megabytes).fill(repeated),
    deflateRawSync(""),
  ]);
  return { name, stored, method: 8, crc, size: head.length + piece.length * parts.megabytes };
}

const Z_FULL_FLUSH = 3;

/** A ZIP archive of these files (APPNOTE.TXT, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT). */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.method, 4);
    common.writeUInt32LE(entry.crc, 10);
    common.writeUInt32LE(entry.stored.length, 14);
    common.writeUInt32LE(entry.size % 2 ** 32, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const made = Buffer.from([20, 0]);
    directory.push(Buffer.from("PK\x01\x02"), made, common, tail, name);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, name, entry.stored]);
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length % 65_536, 8);
  end.writeUInt16LE(entries.length % 65_536, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

export const SHEET_HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetData>`;
export const SHEET_TAIL = "</sheetData></worksheet>";

/** The parts of a workbook but its sheets, which are `xl/worksheets/sheet1.xml` and on. */
export function workbookParts(sheets = 1): ZipEntry[] {
  const all = Array.from({ length: sheets }, (_, at) => at + 1);
  const named = all.map((n) => `<sheet name="Sheet ${n}" sheetId="${n}" r:id="rId${n}"/>`);
  const related = all.map(
    (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  );
  const strings = `<Relationship Id="s" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`;
  return [
    zipEntry(
      "_rels/.rels",
      `${XML}<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    zipEntry(
      "xl/workbook.xml",
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${named.join("")}</sheets></workbook>`,
    ),
    zipEntry(
      "xl/_rels/workbook.xml.rels",
      `${XML}<Relationships>${related.join("")}${strings}</Relationships>`,
    ),
  ];
}

/** A row of a sheet with its texts in it. */
export function sheetRow(row: number, cells: readonly string[]): string {
  const inline = cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return `<row r="${row}">${inline.join("")}</row>`;
}

/** A workbook of one sheet. */
export function workbookOf(rows: string, more: readonly ZipEntry[] = []): Buffer {
  const sheet = zipEntry("xl/worksheets/sheet1.xml", `${SHEET_HEAD}${rows}${SHEET_TAIL}`);
  return zipOf([...workbookParts(), sheet, ...more]);
}
