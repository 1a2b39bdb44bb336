import {
  closeSync,
  fstatSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import type { ByteRange, ObjectBody, ObjectStore } from "@millrace/core/object";
import { say } from "@millrace/core/sentence";
import { codeOf, isMissing } from "./file-error.ts";
import { pathOfKey } from "./object-key.ts";
import { listFolder } from "./object-list.ts";

/** Up to this size one synchronous call is faster than a trip through the thread pool (measured: three times). */
const SMALL_BYTES = 64 * 1024;

/** A write that takes longer than this was left behind by a process that ended. */
const STALE_MS = 24 * 60 * 60 * 1000;

/** Objects hold personal data: they are their owner's alone. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/**
 * Objects as files of a folder. A put writes a file beside the folder and then renames it into place, so no reader, and
 * no crash of this process, meets half an object. There is no fsync: as with the database, a power failure may take back
 * the last writes, or leave the last object empty.
 *
 * A key cannot be an object and the folder of other objects at once. Only the newest version of an object is kept.
 *
 * @param input.folder - holds the objects and nothing else
 * @param input.unfinished - holds what is being written; on the file system of `folder`
 */
export function folderObjects(input: {
  folder: string;
  unfinished: string;
  clock: Clock;
  uuid: () => string;
}): ObjectStore {
  const { folder, unfinished, clock, uuid } = input;
  for (const each of [folder, unfinished]) mkdirSync(each, { recursive: true, mode: FOLDER_MODE });
  removeStale({ unfinished, now: clock.now() });
  const fileOf = (key: string) => join(folder, pathOfKey(key));

  return {
    async put({ key, body, ifAbsent = false }) {
      const to = fileOf(key);
      const from = join(unfinished, uuid());
      try {
        await write({ file: from, body });
        if (!ifAbsent) return rename({ from, to });
        const placed = link({ from, to });
        unlinkSync(from);
        return placed;
      } catch (error) {
        rmSync(from, { force: true });
        throw error;
      }
    },

    async get({ key, range }) {
      const file = fileOf(key);
      try {
        const small = readSmall({ file, range });
        if (small !== null) return streamOf(small);
        const handle = await open(file);
        // A read stream's end is inclusive; what is not small is never empty.
        return handle.createReadStream(range === undefined ? {} : { start: range.start, end: range.end - 1 });
      } catch (error) {
        if (!isMissing(error)) throw error;
        throw new MillraceError("Object.NotFound", say("object.missing", { object: key }), { cause: error });
      }
    },

    async size({ key }) {
      const stat = statSync(fileOf(key), { throwIfNoEntry: false });
      return stat?.isFile() ? stat.size : null;
    },

    async list({ prefix, after = "", limit = Number.POSITIVE_INFINITY }) {
      return listFolder({ folder, prefix, after, limit });
    },

    async delete({ key }) {
      try {
        unlinkSync(fileOf(key));
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    },
  };
}

function removeStale(input: { unfinished: string; now: number }): void {
  for (const name of readdirSync(input.unfinished)) {
    const file = join(input.unfinished, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat !== undefined && stat.mtimeMs < input.now - STALE_MS) rmSync(file, { force: true });
  }
}

async function write({ file, body }: { file: string; body: ObjectBody }): Promise<void> {
  const options = { flag: "wx", mode: FILE_MODE };
  if ((typeof body === "string" || body instanceof Uint8Array) && body.length <= SMALL_BYTES) {
    writeFileSync(file, body, options);
  } else {
    await writeFile(file, body, options);
  }
}

function rename({ from, to }: { from: string; to: string }): true {
  inFolder(to, () => renameSync(from, to));
  return true;
}

/** A second name for the file, which unlike a rename fails where that name is taken. */
function link({ from, to }: { from: string; to: string }): boolean {
  try {
    inFolder(to, () => linkSync(from, to));
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Does `work`, and where the file's folder is not there yet makes it and does `work` again. */
function inFolder(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
    work();
  }
}

/** The bytes of a range, or null where they are too many to be read at once. */
function readSmall({ file, range }: { file: string; range: ByteRange | undefined }): Buffer | null {
  const descriptor = openSync(file, "r");
  try {
    const { size } = fstatSync(descriptor);
    const start = range?.start ?? 0;
    const length = Math.max(0, Math.min(range?.end ?? size, size) - start);
    if (length > SMALL_BYTES) return null;
    const buffer = Buffer.allocUnsafe(length);
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, start));
  } finally {
    closeSync(descriptor);
  }
}

function streamOf(buffer: Buffer): Readable {
  return new Readable({
    read() {
      this.push(buffer);
      this.push(null);
    },
  });
}
