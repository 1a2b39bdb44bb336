import { pipeline, type Readable } from "node:stream";
import { crc32, createInflateRaw } from "node:zlib";
import yauzl from "yauzl";
import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import { type Limits, MEGABYTE } from "../limits.ts";
import { bytesOf } from "../source.ts";
import type { ByteSource } from "../table.ts";

/** A file inside an archive. */
export interface ZipPart {
  readonly name: string;
  /**
   * Its bytes, inflated as they are read. The checksum is compared at the end.
   *
   * @param maxBytes - a bound below the archive's own, for parts that are held in memory
   * @throws LeadFile.TooLarge when a bound is met, LeadFile.Malformed when the bytes are damaged
   */
  read(options?: { maxBytes?: number }): AsyncGenerator<Buffer>;
}

/** The parts of an archive by their names in lower case: names of parts differ by more than case (ECMA-376 part 2, 6.2.2.3). */
export type ZipParts = ReadonlyMap<string, ZipPart>;

// Of the central directory, the end of the archive and the local headers, at most this much is fetched at once.
const BLOCK_BYTES = 64 * 1024;
// All rows of a piece are made at once: larger ones gain no speed, and hold more of them.
const PIECE_BYTES = 16 * 1024;
const STORED = 0;
const DEFLATED = 8;

/**
 * Lists the parts of a ZIP archive, reading only its directory: over a remote source these are one or two requests, and two more for
 * every part that is read.
 *
 * @throws LeadFile.Malformed when it is damaged or names files outside itself; LeadFile.TooLarge; LeadFile.Encrypted
 */
export async function openZip({ source, limits }: { source: ByteSource; limits: Limits }): Promise<ZipParts> {
  const reader = new SourceReader(source);
  const parts = new Map<string, ZipPart>();
  const total = { bytes: 0 };
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, source.size, { autoClose: false });
    if (zip.entryCount > limits.entries) {
      throw new MillraceError(
        "LeadFile.TooLarge",
        say("file.parts", { file: source.name, parts: zip.entryCount, most: limits.entries }),
      );
    }
    for await (const entry of zip.eachEntry()) {
      const counted = { bytes: 0 };
      parts.set(entry.fileName.toLowerCase(), {
        name: entry.fileName,
        read: ({ maxBytes = limits.inflatedBytes } = {}) =>
          inflate({ zip, entry, reader, source, limits, total, counted, maxBytes }),
      });
    }
    return parts;
  } catch (error) {
    throw named({ error, reader, source });
  }
}

interface InflateInput {
  zip: yauzl.ZipFile;
  entry: yauzl.Entry;
  reader: SourceReader;
  source: ByteSource;
  limits: Limits;
  /** Inflated of the whole archive… */
  total: { bytes: number };
  /** …and of this part, so that reading it again does not count twice. */
  counted: { bytes: number };
  maxBytes: number;
}

async function* inflate(input: InflateInput): AsyncGenerator<Buffer> {
  const { zip, entry, reader, source, total, counted } = input;
  if (entry.isEncrypted()) {
    throw new MillraceError("LeadFile.Encrypted", say("file.encrypted", { file: source.name }));
  }
  if (entry.compressionMethod !== DEFLATED && entry.compressionMethod !== STORED) {
    throw new MillraceError(
      "LeadFile.Unsupported",
      say("file.compression", { file: source.name, method: String(entry.compressionMethod) }),
    );
  }
  checkRatio(input);
  let bytes = 0;
  let checksum = 0;
  try {
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const raw = source.stream({ start, end: start + entry.compressedSize });
    for await (const chunk of entry.compressionMethod === DEFLATED ? inflated(raw) : raw) {
      const piece: Buffer = chunk;
      bytes += piece.byteLength;
      total.bytes += Math.max(0, bytes - counted.bytes);
      counted.bytes = Math.max(counted.bytes, bytes);
      checkBounds({ ...input, bytes });
      checksum = crc32(piece, checksum);
      yield piece;
    }
  } catch (error) {
    throw named({ error, reader, source });
  }
  if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) {
    throw damaged(source);
  }
}

function inflated(raw: Readable): Readable {
  // The callback is where pipeline puts the error it also raises on the stream that is read here.
  return pipeline(raw, createInflateRaw({ chunkSize: PIECE_BYTES }), () => {});
}

/** By the sizes the archive names: one that inflates to more than it says is refused where it does. */
function checkRatio({ entry, source, limits }: InflateInput): void {
  const { compressedSize, uncompressedSize } = entry;
  if (
    uncompressedSize > limits.inflationRatioFrom &&
    uncompressedSize > limits.inflationRatio * Math.max(compressedSize, 1)
  ) {
    throw new MillraceError(
      "LeadFile.TooLarge",
      say("file.inflationRatio", { file: source.name, most: limits.inflationRatio }),
    );
  }
}

function checkBounds({
  entry,
  source,
  limits,
  total,
  maxBytes,
  bytes,
}: InflateInput & { bytes: number }): void {
  if (bytes > entry.uncompressedSize) throw damaged(source);
  if (total.bytes > limits.inflatedBytes || bytes > maxBytes) {
    const megabytes = Math.min(maxBytes, limits.inflatedBytes) / MEGABYTE;
    throw new MillraceError("LeadFile.TooLarge", say("file.inflated", { file: source.name, megabytes }));
  }
}

function damaged(source: ByteSource): MillraceError {
  return new MillraceError("LeadFile.Malformed", say("file.damaged", { file: source.name }));
}

/** Errors of the archive get our names; errors of the source (a network, a disk) stay what they are. */
function named({
  error,
  reader,
  source,
}: {
  error: unknown;
  reader: SourceReader;
  source: ByteSource;
}): unknown {
  if (error instanceof MillraceError) return error;
  if (reader.failure !== undefined) return reader.failure;
  // yauzl's own errors have no code; zlib's begin with Z_.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return code === "" || code.startsWith("Z_") ? damaged(source) : error;
}

/**
 * Serves yauzl's many small reads (two for every entry of the directory) from blocks, so that a remote source is asked seldom.
 */
class SourceReader extends yauzl.RandomAccessReader {
  readonly source: ByteSource;
  failure: unknown;
  private block: { start: number; bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) };

  constructor(source: ByteSource) {
    super();
    this.source = source;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.fetch({ position, length }).then(
      (bytes) => {
        bytes.copy(buffer, offset);
        callback(bytes.byteLength === length ? null : new Error("unexpected end of file"));
      },
      (error: unknown) => {
        this.failure = error;
        callback(error instanceof Error ? error : new Error("the source cannot be read", { cause: error }));
      },
    );
  }

  private async fetch({ position, length }: { position: number; length: number }): Promise<Buffer> {
    const { start, bytes } = this.block;
    if (position < start || position + length > start + bytes.byteLength) {
      const end = Math.min(this.source.size, position + Math.max(length, BLOCK_BYTES));
      // The end of the archive is asked for first, and the directory stands right before it.
      const from =
        end === this.source.size ? Math.max(0, Math.min(position, end - 2 * BLOCK_BYTES)) : position;
      this.block = {
        start: from,
        bytes: from < end ? await bytesOf(this.source, { start: from, end }) : Buffer.alloc(0),
      };
    }
    const at = position - this.block.start;
    return this.block.bytes.subarray(at, at + length);
  }
}
