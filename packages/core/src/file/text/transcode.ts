import { isUtf8 } from "node:buffer";
import type { ByteSource } from "../table.ts";
import type { TextEncoding } from "./encoding.ts";

const LINE_FEED = 0x0a;

// A damaged file without line ends is decided upon in pieces of this size.
const LONGEST_LINE_BYTES = 1024 * 1024;

/**
 * A text file as UTF-8, without byte order mark and without NUL characters (which no lead has, and which hide an
 * address from every rule that looks for one).
 *
 * @returns pieces cut anywhere, also within a character
 */
export async function* utf8Pieces(source: ByteSource, encoding: TextEncoding): AsyncGenerator<Buffer> {
  for await (const piece of decoded(source, encoding)) yield piece.includes(0) ? withoutNul(piece) : piece;
}

async function* decoded(source: ByteSource, { name, bomBytes, damaged }: TextEncoding) {
  const bytes: AsyncIterable<Buffer> = source.stream({ start: bomBytes, end: source.size });
  if (damaged) {
    yield* repaired(bytes);
  } else if (name === "utf-8") {
    yield* bytes;
  } else {
    const decoder = new TextDecoder(name);
    for await (const piece of bytes) yield Buffer.from(decoder.decode(piece, { stream: true }));
    yield Buffer.from(decoder.decode());
  }
}

/** Line by line: an export put together from two programs has whole rows in one encoding or the other. */
async function* repaired(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    const text = Buffer.concat([rest, piece]);
    const end = text.length > LONGEST_LINE_BYTES ? text.length : text.lastIndexOf(LINE_FEED) + 1;
    yield repairedLines(text.subarray(0, end));
    rest = text.subarray(end);
  }
  yield repairedLines(rest);
}

function repairedLines(text: Buffer): Buffer {
  if (isUtf8(text)) return text;
  const lines: Buffer[] = [];
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf(LINE_FEED, start);
    const end = feed === -1 ? text.length : feed + 1;
    const line = text.subarray(start, end);
    lines.push(isUtf8(line) ? line : Buffer.from(new TextDecoder("windows-1252").decode(line)));
    start = end;
  }
  return Buffer.concat(lines);
}

function withoutNul(piece: Buffer): Buffer {
  return Buffer.from(piece.filter((byte) => byte !== 0));
}
