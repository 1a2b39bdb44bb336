import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import { type Limits, MEGABYTE } from "../limits.ts";
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
// What the table may take in memory, whatever the file's other bounds: two million texts, as a million rows bring, take about 80 MB.
const MAX_PACKED_BYTES = 160 * 1024 * 1024;
const LENGTH_BYTES = 4;
const INDEX_ENTRIES = 64 * 1024;

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
  return new MillraceError("LeadFile.TooLarge", say("file.textChars", { file, most: limits.recordChars }));
}

/**
 * Chunks of memory with one text after another, each after its length, and an index of where each begins: chunk number * CHUNK_BYTES + offset.
 * A text longer than a chunk has one to itself. Nothing is ever copied to make room.
 */
function packedStrings(file: string): SharedStrings & { add(text: string): void } {
  const chunks: Buffer[] = [];
  const index: Uint32Array[] = [];
  let chunk = Buffer.alloc(0);
  let used = 0;
  let count = 0;
  let packedBytes = 0;
  return {
    add(text) {
      const needed = LENGTH_BYTES + Buffer.byteLength(text);
      packedBytes += needed + Uint32Array.BYTES_PER_ELEMENT;
      if (packedBytes > MAX_PACKED_BYTES) {
        throw new MillraceError(
          "LeadFile.TooLarge",
          say("file.texts", { file, megabytes: MAX_PACKED_BYTES / MEGABYTE }),
        );
      }
      if (used + needed > chunk.byteLength) {
        chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_BYTES, needed));
        chunks.push(chunk);
        used = 0;
      }
      if (count % INDEX_ENTRIES === 0) index.push(new Uint32Array(INDEX_ENTRIES));
      const entries = index.at(-1);
      if (entries !== undefined) entries[count % INDEX_ENTRIES] = (chunks.length - 1) * CHUNK_BYTES + used;
      count += 1;
      chunk.writeUInt32LE(needed - LENGTH_BYTES, used);
      chunk.write(text, used + LENGTH_BYTES);
      used += needed;
    },
    at(number) {
      if (number >= count) return undefined;
      const start = index[Math.floor(number / INDEX_ENTRIES)]?.[number % INDEX_ENTRIES];
      if (start === undefined) return undefined;
      const bytes = chunks[Math.floor(start / CHUNK_BYTES)];
      const from = (start % CHUNK_BYTES) + LENGTH_BYTES;
      return bytes?.toString("utf8", from, from + bytes.readUInt32LE(from - LENGTH_BYTES));
    },
  };
}
