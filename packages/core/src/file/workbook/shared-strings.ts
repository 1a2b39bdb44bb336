import { MillraceError } from "../../error.ts";
import type { Limits } from "../limits.ts";
import { stringText } from "./cell-text.ts";
import { scanXml } from "./xml.ts";
import type { ZipPart } from "./zip.ts";

/** The texts a workbook keeps once and its cells name by number. */
export interface SharedStrings {
  /** The text, or undefined when the workbook has none of that number. */
  at(index: number): string | undefined;
}

/** For workbooks without a table of shared strings. */
export const NO_STRINGS: SharedStrings = { at: () => undefined };

const CHUNK_BYTES = 1024 * 1024;
// Memory of their own, whatever the file's: a million rows of two texts each that nobody shares take 60 MB.
const MAX_PACKED_BYTES = 256 * 1024 * 1024;
// Two numbers of 8 bytes in the index.
const INDEX_BYTES = 16;

/**
 * Loads the shared strings as packed UTF-8.
 *
 * As JavaScript strings they take two to three times the memory, and slices of the parser's text would keep all of that alive.
 * The runs of rich text are joined, phonetic ones (furigana) left out; a plain text makes runs beside it void.
 */
export async function loadSharedStrings({
  part,
  file,
  limits,
}: {
  part: ZipPart;
  file: string;
  limits: Limits;
}): Promise<SharedStrings> {
  const strings = packedStrings(file);
  let item = "";
  let inText = false;
  let preserve = false;
  let run = "";
  let phonetic = false;
  let inRun = false;
  let plain = false;
  await scanXml({
    pieces: part.read(),
    file,
    limits,
    handlers: {
      open(name, attributes) {
        if (name === "si") {
          item = "";
          plain = false;
        } else if (name === "r") inRun = true;
        else if (name === "rPh") phonetic = true;
        else if (name === "t" && !phonetic && !plain) {
          inText = true;
          run = "";
          preserve = attributes["xml:space"] === "preserve";
        }
      },
      text(text) {
        if (inText) run += text;
        if (item.length + run.length > limits.recordChars) throw tooLong({ file, limits });
      },
      close(name) {
        if (name === "t" && inText) {
          inText = false;
          plain = !inRun;
          item += stringText({ text: run, preserve });
        } else if (name === "rPh") phonetic = false;
        else if (name === "r") inRun = false;
        else if (name === "si") strings.add(item);
      },
    },
  });
  return strings;
}

function tooLong({ file, limits }: { file: string; limits: Limits }): MillraceError {
  return new MillraceError(
    "LeadFile.TooLarge",
    `${file} has a text of more than ${limits.recordChars} characters (recordChars): shorten it, or save the file as .csv`,
  );
}

function packedStrings(file: string): SharedStrings & { add(text: string): void } {
  const chunks: Buffer[] = [];
  // Where a text begins: chunk number * CHUNK_BYTES + offset. A text longer than a chunk has one to itself.
  const starts: number[] = [];
  const lengths: number[] = [];
  let chunk = Buffer.alloc(0);
  let used = 0;
  let packedBytes = 0;
  return {
    add(text) {
      const length = Buffer.byteLength(text);
      packedBytes += length + INDEX_BYTES;
      if (packedBytes > MAX_PACKED_BYTES) {
        throw new MillraceError(
          "LeadFile.TooLarge",
          `${file} has more than ${MAX_PACKED_BYTES} bytes of texts (shared strings): split it, or save it as .csv`,
        );
      }
      if (chunks.length === 0 || used + length > chunk.byteLength) {
        chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, length));
        chunks.push(chunk);
        used = 0;
      }
      starts.push((chunks.length - 1) * CHUNK_BYTES + used);
      lengths.push(length);
      used += chunk.write(text, used);
    },
    at(index) {
      const start = starts[index];
      const length = lengths[index];
      if (start === undefined || length === undefined) return undefined;
      const from = start % CHUNK_BYTES;
      return chunks[Math.floor(start / CHUNK_BYTES)]?.toString("utf8", from, from + length) ?? "";
    },
  };
}
