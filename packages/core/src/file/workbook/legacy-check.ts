import * as XLSX from "xlsx";
import { MillraceError } from "../../error.ts";
import type { Limits } from "../limits.ts";
import type { ByteSource } from "../table.ts";
import { openZip } from "./zip.ts";

/** The compound file that .xls, but also .doc, .msg and encrypted workbooks are kept in. */
const COMPOUND_FILE = Buffer.from("d0cf11e0a1b11ae1", "hex");
// Sheets of Excel 2, 3 and 4 are bare records, the first of which is a BOF ([MS-XLS] 2.4.21 and its forerunners).
const BOF_RECORD = 0x09;
const BOF_VERSIONS: ReadonlySet<number | undefined> = new Set([0x00, 0x02, 0x04, 0x08]);
const EXCEL_2003_XML = /urn:schemas-microsoft-com:office:spreadsheet/;
// The names and the document type of an XML file stand well before this.
const HEAD_BYTES = 64 * 1024;
// The library holds an archive's parts as strings, several times: what they may come to, as a multiple of the file that is allowed.
const INFLATED_PER_WHOLE_FILE = 8;

/**
 * Refuses what the library would take long over, misread, or fail on without a reason.
 *
 * @throws LeadFile.Encrypted, LeadFile.Unsupported, LeadFile.Malformed, LeadFile.TooLarge
 */
export async function checkLegacyBytes({
  source,
  bytes,
  limits,
  format,
}: {
  source: ByteSource;
  bytes: Buffer;
  limits: Limits;
  format: "xls" | "xlsb" | "ods";
}): Promise<void> {
  if (format === "xls") checkSingleFile({ file: source.name, bytes });
  else await checkArchive({ source, limits });
}

function checkSingleFile({ file, bytes }: { file: string; bytes: Buffer }): void {
  if (bytes.subarray(0, COMPOUND_FILE.byteLength).equals(COMPOUND_FILE)) {
    const streams = compoundStreams({ file, bytes });
    if (streams.has("encryptedpackage")) throw encrypted(file);
    if (!streams.has("workbook") && !streams.has("book")) {
      throw new MillraceError(
        "LeadFile.Unsupported",
        `${file} is a document of another program, not a workbook: save the sheet as .xlsx or .csv`,
      );
    }
    return;
  }
  if (bytes[0] === BOF_RECORD && BOF_VERSIONS.has(bytes[1])) return;
  const head = bytes.subarray(0, HEAD_BYTES).toString("latin1");
  // UTF-16 has a NUL beside every letter.
  const text = head.replaceAll("\0", "");
  if (/<!DOCTYPE/i.test(text)) {
    throw new MillraceError("LeadFile.Malformed", `${file} declares a DOCTYPE: save it again as .xlsx`);
  }
  if (!EXCEL_2003_XML.test(text)) {
    throw new MillraceError(
      "LeadFile.Unsupported",
      `${file} is no workbook: save the sheet as .xlsx or .csv`,
    );
  }
}

/** Names of the streams in a compound file, in lower case. */
function compoundStreams({ file, bytes }: { file: string; bytes: Buffer }): ReadonlySet<string> {
  try {
    const paths: string[] = XLSX.CFB.read(bytes, { type: "buffer" }).FullPaths;
    return new Set(paths.map((path) => path.slice(path.lastIndexOf("/") + 1).toLowerCase()));
  } catch {
    throw new MillraceError(
      "LeadFile.Malformed",
      `${file} is damaged: open it in a spreadsheet program and save it as .xlsx`,
    );
  }
}

/** Reads every part once, counting: the library trusts the sizes an archive declares. */
async function checkArchive({ source, limits }: { source: ByteSource; limits: Limits }): Promise<void> {
  const inflatedBytes = Math.min(limits.inflatedBytes, INFLATED_PER_WHOLE_FILE * limits.wholeFileBytes);
  const parts = await openZip({ source, limits: { ...limits, inflatedBytes } });
  for (const part of parts.values()) {
    let manifest = "";
    for await (const piece of part.read()) {
      if (part.name === "META-INF/manifest.xml" && manifest.length < HEAD_BYTES)
        manifest += piece.toString("latin1");
    }
    if (/<(\w+:)?encryption-data/.test(manifest)) throw encrypted(source.name);
  }
}

function encrypted(file: string): MillraceError {
  return new MillraceError("LeadFile.Encrypted", `${file} is protected by a password: save it without one`);
}
