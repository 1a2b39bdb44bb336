import { MillraceError } from "../error.ts";
import { bytesOf } from "./source.ts";
import type { ByteSource } from "./table.ts";

/** Which reader a file is for. */
export type FileKind = "text" | "html" | "zip" | "legacy";

// Past the comments, namespaces and style sheets that stand before the first telling tag.
const HEAD_BYTES = 8 * 1024;

/** What is not read, by its first bytes, and what its user can do. */
const UNSUPPORTED: readonly { what: string; starts: readonly (string | Buffer)[]; todo: string }[] = [
  {
    what: "a PDF document",
    starts: ["%PDF-"],
    todo: "export the table as .xlsx or .csv from the program it comes from",
  },
  {
    what: "an image",
    starts: [
      Buffer.from("89504e470d0a1a0a", "hex"),
      Buffer.from("ffd8ff", "hex"),
      "GIF87a",
      "GIF89a",
      "II*\0",
      "MM\0*",
      Buffer.from("00000100", "hex"),
    ],
    todo: "import the table itself, as .xlsx or .csv",
  },
  {
    what: "a compressed file",
    starts: [
      Buffer.from("1f8b", "hex"),
      "BZh",
      Buffer.from("fd377a585a00", "hex"),
      Buffer.from("28b52ffd", "hex"),
      Buffer.from("377abcaf271c", "hex"),
      "Rar!\x1a\x07",
    ],
    todo: "unpack it and import what is inside",
  },
  { what: "a text document", starts: ["{\\rtf"], todo: "save its table as .xlsx or .csv" },
  { what: "a database", starts: ["SQLite format 3\0", "PAR1"], todo: "export the table as .csv" },
  {
    what: "a program",
    starts: ["\x7fELF", "MZ\x90\0"],
    todo: "choose the file with the leads",
  },
  { what: "a set of contact cards", starts: ["BEGIN:VCARD"], todo: "export the contacts as .csv" },
];

const ZIP = ["PK\x03\x04", "PK\x05\x06", "PK\x07\x08"];
const COMPOUND_FILE = Buffer.from("d0cf11e0a1b11ae1", "hex");
// Sheets of Excel 2, 3, 4 and 5 that are not in a compound file begin with a BOF record: type, version, length
// ([MS-XLS] 2.4.21 and its forerunners).
const BOF = ["0900", "0902", "0904", "0908"].map((hex) => Buffer.from(hex, "hex"));
const BOF_LENGTHS: ReadonlySet<number | undefined> = new Set([4, 6, 8, 16]);

/**
 * Tells by the first bytes of a file, never by its name, which reader it is for.
 *
 * @throws LeadFile.Empty, and LeadFile.Unsupported for formats that hold no table we read, saying what to do instead
 */
export async function sniff(source: ByteSource): Promise<FileKind> {
  if (source.size === 0)
    throw new MillraceError("LeadFile.Empty", `${source.name} is empty: it has no bytes`);
  const head = await bytesOf(source, { start: 0, end: Math.min(HEAD_BYTES, source.size) });
  if (ZIP.some((start) => startsWith(head, start))) return "zip";
  if (startsWith(head, COMPOUND_FILE)) return "legacy";
  if (BOF.some((start) => startsWith(head, start)) && BOF_LENGTHS.has(head[2]) && head[3] === 0)
    return "legacy";
  const unsupported = UNSUPPORTED.find(({ starts }) => starts.some((start) => startsWith(head, start)));
  if (unsupported !== undefined) throw notATable(source, unsupported.what, unsupported.todo);
  return markupKind(source, textOf(head));
}

function markupKind(source: ByteSource, text: string): FileKind {
  if (/^(\{\s*"|\[\s*[[{])/.test(text))
    throw notATable(source, "a JSON document", "export the table as .csv or .xlsx");
  if (/^MIME-Version:/i.test(text))
    throw notATable(source, "a web archive", "open it in a spreadsheet program and save it as .xlsx");
  if (!text.startsWith("<")) return "text";
  if (
    /urn:schemas-microsoft-com:office:spreadsheet/.test(text) &&
    /^<\?xml|<Workbook/.test(text) &&
    !/<html/i.test(text)
  )
    return "legacy";
  if (/^<(!doctype\s+html|html|head|body|meta|table|div|style|center)\b/i.test(text)) return "html";
  if (/<(html|table)\b/i.test(text)) return "html";
  if (/^<\?xml|^<!doctype/i.test(text))
    throw notATable(source, "an XML document", "export the table as .csv or .xlsx");
  return "text";
}

/** The beginning as text, near enough to find tags: UTF-16 without its NUL bytes, without byte order mark. */
function textOf(head: Buffer): string {
  return head
    .toString("latin1")
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
    .replaceAll("\0", "")
    .trimStart();
}

function startsWith(head: Buffer, start: string | Buffer): boolean {
  const bytes = typeof start === "string" ? Buffer.from(start, "latin1") : start;
  return head.subarray(0, bytes.length).equals(bytes);
}

function notATable(source: ByteSource, what: string, todo: string): MillraceError {
  return new MillraceError("LeadFile.Unsupported", `${source.name} is ${what}: ${todo}`);
}
