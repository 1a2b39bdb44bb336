import { Readable } from "node:stream";
import type { ByteSource, Table } from "../file/index.ts";
import type { ByteRange } from "../object/index.ts";

/** A source that tells how far it has been read. */
export interface MeteredSource extends ByteSource {
  /** The share of the stream that was opened last, from 0 to 1. */
  shareRead(): number;
}

/** Meters a source. */
export function metered(source: ByteSource): MeteredSource {
  let last = { read: 0, length: 0 };
  return {
    name: source.name,
    size: source.size,
    stream(range?: ByteRange) {
      const { start, end } = range ?? { start: 0, end: source.size };
      const own = { read: 0, length: end - start };
      last = own;
      return Readable.from(
        (async function* () {
          for await (const piece of source.stream(range)) {
            own.read += Buffer.byteLength(piece);
            yield piece;
          }
        })(),
      );
    },
    shareRead: () => (last.length === 0 ? 1 : Math.min(1, last.read / last.length)),
  };
}

/** Rows of so small a file are counted: it takes a second at most, and what readers take ahead would be a large part of it. */
const COUNTED_BYTES = 2 * 1024 * 1024;

/**
 * How many rows the whole file has: counted, where it is small or is read whole, else by how much of it the first rows were. Readers take
 * pieces ahead, so that is a few in a hundred too few.
 *
 * @param input.rows - how many were read until the loop over them was left
 */
export async function estimateRows(input: {
  table: Table;
  source: MeteredSource;
  rows: number;
}): Promise<number> {
  const { table, source, rows } = input;
  const share = source.shareRead();
  if (source.size > COUNTED_BYTES && share > 0 && share < 1) return Math.round(rows / share);
  let all = 0;
  for await (const _ of table.rows()) all++;
  return all;
}
