import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import type { ByteSource } from "../table.ts";
import { compoundStreams, isCompoundFile } from "./compound-file.ts";
import { odsCellCounter } from "./ods-cells.ts";
import { openZip, type ZipPart } from "./zip.ts";

/** Formats that are read as a whole; `xls` includes the XML of Excel 2003. */
export type LegacyFormat = "xls" | "xlsb" | "ods";

// Sheets of Excel 2, 3 and 4 are bare records, the first of which is a BOF ([MS-XLS] 2.4.21 and its forerunners).
const BOF_RECORD = 0x09;
const BOF_VERSIONS: ReadonlySet<number | undefined> = new Set([0x00, 0x02, 0x04, 0x08]);
const EXCEL_2003_XML = /urn:schemas-microsoft-com:office:spreadsheet/;
// The names and the document type of an XML file stand well before this.
const HEAD_BYTES = 64 * 1024;
// The library holds an archive's parts as strings, several times: what they may come to, as a multiple of the file that is allowed.
const INFLATED_PER_WHOLE_FILE = 8;

/**
 * The bytes the library is to read: of .xls only the stream of the workbook, of others the whole file. Refuses what it would take long
 * over, misread, or fail on without a reason.
 *
 * @throws LeadFile.Encrypted, LeadFile.Unsupported, LeadFile.Malformed, LeadFile.TooLarge
 */
export async function legacyBytes({
  source,
  bytes,
  limits,
  format,
}: {
  source: ByteSource;
  bytes: Buffer;
  limits: Limits;
  format: LegacyFormat;
}): Promise<Buffer> {
  if (format !== "xls") {
    await checkArchive({ source, limits });
    return bytes;
  }
  if (isCompoundFile(bytes)) return workbookStream({ file: source.name, bytes });
  checkSingleFile({ file: source.name, bytes });
  return bytes;
}

function workbookStream({ file, bytes }: { file: string; bytes: Buffer }): Buffer {
  let workbook: Buffer | undefined;
  try {
    const streams = compoundStreams(bytes);
    if (streams.has("encryptedpackage")) throw encrypted(file);
    // Excel 95 called it Book; a file for both has both.
    workbook = (streams.get("workbook") ?? streams.get("book"))?.();
  } catch (error) {
    if (error instanceof MillraceError) throw error;
    throw damaged(file);
  }
  if (workbook === undefined) {
    throw new MillraceError("LeadFile.Unsupported", say("file.otherProgram", { file }));
  }
  // The library takes what does not begin as a workbook for text.
  if (workbook[0] !== BOF_RECORD) throw damaged(file);
  return workbook;
}

function checkSingleFile({ file, bytes }: { file: string; bytes: Buffer }): void {
  if (bytes[0] === BOF_RECORD && BOF_VERSIONS.has(bytes[1])) return;
  const head = bytes.subarray(0, HEAD_BYTES).toString("latin1");
  // UTF-16 has a NUL beside every letter.
  const text = head.replaceAll("\0", "");
  if (/<!DOCTYPE/i.test(text)) {
    throw new MillraceError("LeadFile.Malformed", say("file.doctype", { file }));
  }
  if (!EXCEL_2003_XML.test(text)) {
    throw new MillraceError("LeadFile.Unsupported", say("file.noWorkbook", { file }));
  }
}

/** Reads every part once, counting: the library trusts the sizes an archive declares. */
async function checkArchive({ source, limits }: { source: ByteSource; limits: Limits }): Promise<void> {
  const inflatedBytes = Math.min(limits.inflatedBytes, INFLATED_PER_WHOLE_FILE * limits.wholeFileBytes);
  const parts = await openZip({ source, limits: { ...limits, inflatedBytes } });
  const manifest = parts.get("meta-inf/manifest.xml");
  if (manifest !== undefined && (await isEncrypted(manifest))) throw encrypted(source.name);
  for (const part of parts.values()) {
    const cells = part.name === "content.xml" ? odsCellCounter({ file: source.name, limits }) : undefined;
    for await (const piece of part.read()) cells?.write(piece);
    cells?.end();
  }
}

/** Whether an OpenDocument manifest says how its parts are to be decrypted. */
async function isEncrypted(manifest: ZipPart): Promise<boolean> {
  let head = "";
  for await (const piece of manifest.read()) if (head.length < HEAD_BYTES) head += piece.toString("latin1");
  return /<(\w+:)?encryption-data/.test(head);
}

function encrypted(file: string): MillraceError {
  return new MillraceError("LeadFile.Encrypted", say("file.encrypted", { file }));
}

function damaged(file: string): MillraceError {
  return new MillraceError("LeadFile.Malformed", say("file.damaged", { file }));
}
