import type { ObjectStore } from "./object-store.ts";

/** Text is handed to the store in pieces of about this many characters: few enough to hold, enough to be worth a write. */
const PIECE_LENGTH = 65_536;

/** One object being written bit by bit. */
export type ObjectWriter = {
  key: string;
  /** Bytes so far. */
  size: () => number;
  /** Appends text. Resolves when the store has room for more. */
  append: (text: string) => Promise<void>;
  /** Ends the object and resolves when it is stored. */
  close: () => Promise<void>;
};

/** Starts writing an object; a failure of the store is thrown by the next `append` or by `close`. */
export function openObject(options: { objects: ObjectStore; bucket: string; key: string }): ObjectWriter {
  const { objects, bucket, key } = options;
  let piece = "";
  let size = 0;
  let full: Uint8Array[] = [];
  let ended = false;
  let failure: { error: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeWriters: (() => void)[] = [];

  const releaseWriters = (): void => {
    const waiting = wakeWriters;
    wakeWriters = [];
    for (const wake of waiting) wake();
  };

  async function* body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const pieces = full;
      full = [];
      releaseWriters();
      yield* pieces;
      if (full.length > 0) continue;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
  }

  const flush = (): void => {
    if (piece === "") return;
    const bytes = Buffer.from(piece);
    size += bytes.length;
    full.push(bytes);
    piece = "";
    wakeReader();
  };

  const stored = objects.write({ bucket, key, body: body() }).then(
    () => {
      if (!ended) failure = { error: new Error(`the store stopped reading ${key} before its end`) };
      releaseWriters();
    },
    (error: unknown) => {
      failure = { error };
      releaseWriters();
    },
  );

  return {
    key,
    size: () => size + Buffer.byteLength(piece),
    append: async (text) => {
      if (failure) throw failure.error;
      piece += text;
      if (piece.length < PIECE_LENGTH) return;
      flush();
      while (full.length > 0 && !failure) {
        await new Promise<void>((resolve) => {
          wakeWriters.push(resolve);
        });
      }
    },
    close: async () => {
      flush();
      ended = true;
      wakeReader();
      await stored;
      if (failure) throw failure.error;
    },
  };
}
