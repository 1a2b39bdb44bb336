import { isUtf8 } from "node:buffer";
import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import { bytesOf } from "../source.ts";
import type { ByteSource } from "../table.ts";

/** How the bytes of a text file are to be read. */
export interface TextEncoding {
  /** WHATWG name, as `TextDecoder` takes it. */
  name: string;
  /** Length of the byte order mark. */
  bomBytes: number;
  /** UTF-8 with bytes in it that are not: lines that have some are read as Windows-1252. */
  damaged: boolean;
}

const BYTE_ORDER_MARKS = [
  { name: "utf-8", bytes: Buffer.from([0xef, 0xbb, 0xbf]) },
  { name: "utf-16le", bytes: Buffer.from([0xff, 0xfe]) },
  { name: "utf-16be", bytes: Buffer.from([0xfe, 0xff]) },
];

// Enough to meet a hundred rows; what is decided here is clear within a few.
const SAMPLE_BYTES = 64 * 1024;

/**
 * Finds the encoding of a text file: its byte order mark; else UTF-16 if every second byte tends to be NUL; else
 * UTF-8 if the whole file is; else Windows-1252. Reads the whole file once, since the first byte that is not
 * UTF-8 may be its last.
 *
 * @param named - an encoding the user named, by any WHATWG label
 * @throws Input.Invalid when `named` is not an encoding
 */
export async function detectEncoding(source: ByteSource, named?: string): Promise<TextEncoding> {
  const sample = await bytesOf(source, { start: 0, end: Math.min(source.size, SAMPLE_BYTES) });
  const mark = BYTE_ORDER_MARKS.find(({ bytes }) => sample.subarray(0, bytes.length).equals(bytes));
  if (named !== undefined) {
    const name = encodingName(named);
    return { name, bomBytes: mark?.name === name ? mark.bytes.length : 0, damaged: false };
  }
  if (mark !== undefined) {
    const damaged = mark.name === "utf-8" && (await utf8Of(source)) !== "whole";
    return { name: mark.name, bomBytes: mark.bytes.length, damaged };
  }
  const utf16 = utf16Of(sample);
  if (utf16 !== undefined) return { name: utf16, bomBytes: 0, damaged: false };
  const utf8 = await utf8Of(source);
  if (utf8 === "no") return { name: "windows-1252", bomBytes: 0, damaged: false };
  return { name: "utf-8", bomBytes: 0, damaged: utf8 === "damaged" };
}

/**
 * The remark for the user on an encoding that was guessed, or undefined when there was nothing to guess.
 */
export function encodingNote({ name, bomBytes, damaged }: TextEncoding): string | undefined {
  if (damaged) return say("note.encoding.mixed");
  if (name === "windows-1252") return say("note.encoding.guessed");
  if (name.startsWith("utf-16") && bomBytes === 0)
    return say("note.encoding.utf16", { encoding: name.toUpperCase() });
  return undefined;
}

function encodingName(label: string): string {
  try {
    return new TextDecoder(label).encoding;
  } catch (cause) {
    throw new MillraceError("Input.Invalid", say("choice.encoding", { encoding: label }), { cause });
  }
}

/**
 * Text in UTF-16 without a mark: Latin letters, digits, delimiters and line ends have NUL as one of their two bytes,
 * always the same one. A tenth suffices for scripts of which only the latter are Latin. Line ends tell it from
 * other text with NUL characters.
 */
function utf16Of(sample: Buffer): "utf-16le" | "utf-16be" | undefined {
  const pairs = Math.floor(sample.length / 2);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (sample[at] === 0) even++;
    if (sample[at + 1] === 0) odd++;
  }
  const [many, few] = even > odd ? [even, odd] : [odd, even];
  if (pairs < 2 || many < pairs / 10 || few > many / 10) return undefined;
  const name = even > odd ? "utf-16be" : "utf-16le";
  const text = new TextDecoder(name).decode(sample.subarray(0, pairs * 2));
  return /[\r\n]/.test(text) || !/[\r\n]/.test(sample.toString("latin1")) ? name : undefined;
}

/**
 * Whether a source is UTF-8: whole, damaged (more characters beyond ASCII are right than wrong, or only the last one is
 * cut off) or not.
 */
async function utf8Of(source: ByteSource): Promise<"whole" | "damaged" | "no"> {
  if (await isWhollyUtf8(source)) return "whole";
  // Only a file that failed is counted, by a decoder that puts U+FFFD for what is wrong.
  const decoder = new TextDecoder("utf-8");
  let right = 0;
  let wrong = 0;
  const count = (text: string) => {
    for (const [char] of text.matchAll(/[^\0-\x7f]/gu)) {
      if (char === "\ufffd") wrong++;
      else right++;
    }
  };
  for await (const piece of source.stream()) count(decoder.decode(piece, { stream: true }));
  const last = decoder.decode();
  count(last);
  const onlyCutOff = wrong === 1 && last === "\ufffd" && right > 0;
  return onlyCutOff || right > wrong ? "damaged" : "no";
}

async function isWhollyUtf8(source: ByteSource): Promise<boolean> {
  let cut: Buffer = Buffer.alloc(0);
  for await (const piece of source.stream()) {
    const bytes: Buffer = cut.length === 0 ? piece : Buffer.concat([cut, piece]);
    const whole = bytes.length - cutCharacterBytes(bytes);
    if (!isUtf8(bytes.subarray(0, whole))) return false;
    cut = bytes.subarray(whole);
  }
  return cut.length === 0;
}

/** How many bytes at the end begin a character that goes on in the next piece: 0 to 3. */
function cutCharacterBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
