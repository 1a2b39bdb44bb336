import { MillraceError } from "../error.ts";
import { say } from "../sentence/index.ts";
import { bytesOf } from "./source.ts";
import type { ByteSource } from "./table.ts";

/** Which reader a file is for. */
export type FileKind = "text" | "html" | "zip" | "legacy";

// Past the comments, namespaces and style sheets that stand before the first telling tag.
const HEAD_BYTES = 8 * 1024;

/** Which format it is, and what its user can do. */
type FormatSentence =
  | "file.pdf"
  | "file.image"
  | "file.compressed"
  | "file.richText"
  | "file.database"
  | "file.program"
  | "file.contactCards"
  | "file.json"
  | "file.webArchive"
  | "file.xml";

/** What is not read, by its first bytes. */
const UNSUPPORTED: readonly { code: FormatSentence; starts: readonly (string | Buffer)[] }[] = [
  {
    code: "file.pdf",
    starts: ["%PDF-"],
  },
  {
    code: "file.image",
    starts: [
      Buffer.from("89504e470d0a1a0a", "hex"),
      Buffer.from("ffd8ff", "hex"),
      "GIF87a",
      "GIF89a",
      "II*\0",
      "MM\0*",
      Buffer.from("00000100", "hex"),
    ],
  },
  {
    code: "file.compressed",
    starts: [
      Buffer.from("1f8b", "hex"),
      "BZh",
      Buffer.from("fd377a585a00", "hex"),
      Buffer.from("28b52ffd", "hex"),
      Buffer.from("377abcaf271c", "hex"),
      "Rar!\x1a\x07",
    ],
  },
  { code: "file.richText", starts: ["{\\rtf"] },
  { code: "file.database", starts: ["SQLite format 3\0", "PAR1"] },
  {
    code: "file.program",
    starts: ["\x7fELF", "MZ\x90\0"],
  },
  { code: "file.contactCards", starts: ["BEGIN:VCARD"] },
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
    throw new MillraceError("LeadFile.Empty", say("file.noBytes", { file: source.name }));
  const head = await bytesOf(source, { start: 0, end: Math.min(HEAD_BYTES, source.size) });
  if (ZIP.some((start) => startsWith(head, start))) return "zip";
  if (startsWith(head, COMPOUND_FILE)) return "legacy";
  if (BOF.some((start) => startsWith(head, start)) && BOF_LENGTHS.has(head[2]) && head[3] === 0)
    return "legacy";
  const unsupported = UNSUPPORTED.find(({ starts }) => starts.some((start) => startsWith(head, start)));
  if (unsupported !== undefined) throw notATable(source, unsupported.code);
  return markupKind(source, textOf(head));
}

function markupKind(source: ByteSource, text: string): FileKind {
  if (/^(\{\s*"|\[\s*[[{])/.test(text)) throw notATable(source, "file.json");
  if (/^MIME-Version:/i.test(text)) throw notATable(source, "file.webArchive");
  if (!text.startsWith("<")) return "text";
  if (
    /urn:schemas-microsoft-com:office:spreadsheet/.test(text) &&
    /^<\?xml|<Workbook/.test(text) &&
    !/<html/i.test(text)
  )
    return "legacy";
  if (/^<(!doctype\s+html|html|head|body|meta|table|div|style|center)\b/i.test(text)) return "html";
  if (/<(html|table)\b/i.test(text)) return "html";
  if (/^<\?xml|^<!doctype/i.test(text)) throw notATable(source, "file.xml");
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

function notATable(source: ByteSource, code: FormatSentence): MillraceError {
  return new MillraceError("LeadFile.Unsupported", say(code, { file: source.name }));
}
