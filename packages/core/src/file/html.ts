import { TextDecoder } from "node:util";
import { Parser } from "htmlparser2";
import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { htmlTables } from "./html-tables.ts";
import { type Limits, MEGABYTE } from "./limits.ts";
import { bytesOf } from "./source.ts";
import type { ByteSource, Workbook } from "./table.ts";

// Where a page must have said its encoding (HTML standard, 13.2.3.2).
const DECLARATION_BYTES = 1024;

/**
 * Opens a web page as a workbook: many systems export a table as HTML and name it `.xls`.
 *
 * Every table with text is a sheet, named by its caption or its number; a table inside another is a sheet of its own. Cells are text as it
 * stands, never numbers. A cell that spans several columns or rows has its text in the first, as merged cells have.
 *
 * @throws LeadFile.TooLarge above `limits.wholeFileBytes` and the bounds of rows and cells, LeadFile.Unsupported for a page without a table
 */
export async function openHtml({
  source,
  limits,
}: {
  source: ByteSource;
  limits: Limits;
}): Promise<Workbook> {
  const file = source.name;
  if (source.size > limits.wholeFileBytes) {
    throw new MillraceError(
      "LeadFile.TooLarge",
      say("file.wholeFile", { file, megabytes: limits.wholeFileBytes / MEGABYTE }),
    );
  }
  const { text, encoding } = decode(await bytesOf(source));
  const tables = htmlTables({ file, limits });
  const parser = new Parser(tables.handler, { decodeEntities: true });
  parser.end(text);
  const found = tables.found();
  if (found.length === 0) {
    throw new MillraceError("LeadFile.Unsupported", say("file.noTable", { file }));
  }
  return {
    format: "html",
    encoding,
    sheets: found.map(({ name, rows }, index) => ({
      name: name === "" ? `Table ${index + 1}` : name,
      hidden: false,
      rows: async function* () {
        yield* rows;
      },
    })),
    notes: [],
  };
}

/** Byte order mark, then what the page says if it is true, then UTF-8 if it is that, then Windows-1252. */
function decode(bytes: Buffer): { text: string; encoding: string } {
  const head = bytes.subarray(0, DECLARATION_BYTES).toString("latin1");
  const mark = head.startsWith("\xff\xfe")
    ? "utf-16le"
    : head.startsWith("\xfe\xff")
      ? "utf-16be"
      : undefined;
  const declared = /charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  for (const encoding of [mark, declared, "utf-8"]) {
    // A declaration that can be read byte by byte is not UTF-16, whatever it says.
    if (encoding === undefined || (encoding === declared && /^utf-?16/i.test(encoding))) continue;
    try {
      const decoder = new TextDecoder(encoding, { fatal: true });
      return { text: decoder.decode(bytes), encoding: decoder.encoding };
    } catch {
      // Not in this encoding, or no such encoding: the next.
    }
  }
  return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "windows-1252" };
}
