import { PassThrough, type Readable } from "node:stream";
import { MillraceError } from "../error.ts";

export type { Downloads } from "./downloads.ts";

/** A part of an object in bytes; `end` is exclusive. */
export interface ByteRange {
  start: number;
  end: number;
}

export type ObjectBody = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Objects in one bucket (S3) or one folder. Keys use `/`, are the caller's to make safe, and
 * no key is also the folder of others.
 * A put is all or nothing: a reader sees the whole old object, the whole new one, or none.
 */
export interface ObjectStore {
  /** Stores `body`. With `ifAbsent` an object that is there stays, and the answer is false. */
  put(input: { key: string; body: ObjectBody; ifAbsent?: boolean }): Promise<boolean>;
  /**
   * Opens an object, or a range of it; of a range past its end, what there is.
   *
   * @param input.version - the exact version to read, where the store keeps several (S3)
   * @throws Object.NotFound
   */
  get(input: { key: string; range?: ByteRange; version?: string }): Promise<Readable>;
  /** Size in bytes, or null where there is no such object. */
  size(input: { key: string; version?: string }): Promise<number | null>;
  /** Keys under a prefix, in byte order, from just after `after` on. */
  list(input: { prefix: string; after?: string; limit?: number }): Promise<string[]>;
  /** Deletes one object, with all its versions; an object that is not there is no error. */
  delete(input: { key: string }): Promise<void>;
}

/** Reads a whole object (or a range of it) as UTF-8 text. @throws Object.NotFound */
export async function readText(input: {
  objects: ObjectStore;
  key: string;
  range?: ByteRange;
}): Promise<string> {
  const { objects, ...what } = input;
  const chunks: Buffer[] = [];
  for await (const chunk of await objects.get(what)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * Reads the lines of an object, or of a range of it, one by one, without their line ends; blank lines are left out.
 *
 * @throws Object.NotFound
 */
export async function* readLines(input: {
  objects: ObjectStore;
  key: string;
  range?: ByteRange;
}): AsyncGenerator<string> {
  const { objects, ...what } = input;
  const stream = await objects.get(what);
  stream.setEncoding("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line !== "") yield line;
  }
  if (rest !== "") yield rest;
}

/** An object being written piece by piece; it appears, whole, when it is closed. */
export interface ObjectWriter {
  write(text: string): Promise<void>;
  /** Completes the object. @throws what the store threw */
  close(): Promise<void>;
  /** Gives up: no object appears. */
  abort(): Promise<void>;
}

/** Opens a writer on a store, so that several objects can be written from one pass over a source. */
export function objectWriter(input: { objects: ObjectStore; key: string }): ObjectWriter {
  const stream = new PassThrough({ highWaterMark: 256 * 1024 });
  let failure: unknown;
  // Given up before the store has begun to read, the stream's error has no other listener and would end the process.
  stream.on("error", () => {});
  const stored = input.objects.put({ key: input.key, body: stream }).catch((error: unknown) => {
    failure = error;
    stream.destroy();
  });
  const check = () => {
    if (failure !== undefined) throw failure;
  };
  return {
    async write(text) {
      check();
      if (!stream.write(text)) {
        await new Promise<void>((resolve) => {
          const done = () => {
            stream.off("drain", done).off("close", done);
            resolve();
          };
          stream.on("drain", done).on("close", done);
        });
        check();
      }
    },
    async close() {
      stream.end();
      await stored;
      check();
    },
    async abort() {
      stream.destroy(new MillraceError("Object.NotFound", "writing was given up"));
      await stored;
    },
  };
}
