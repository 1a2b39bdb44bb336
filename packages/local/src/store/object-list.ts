import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { isMissing } from "./file-error.ts";
import { partOfName, pathOfKey } from "./object-key.ts";

/**
 * Keys as strings of bytes (one character a byte), which JavaScript compares as S3 does: byte by byte of the UTF-8 text.
 */
interface Wanted {
  folder: string;
  prefix: string;
  after: string;
}

/**
 * The keys of a folder's objects, in byte order.
 *
 * @param input.after - only keys after this one
 */
export function listFolder(input: {
  folder: string;
  prefix: string;
  after: string;
  limit: number;
}): string[] {
  const { folder, limit } = input;
  const wanted = { folder, prefix: toBytes(input.prefix), after: toBytes(input.after) };
  // Nothing outside the last folder named by the prefix can match it.
  const parent = input.prefix.slice(0, input.prefix.lastIndexOf("/") + 1);
  const keys: string[] = [];
  for (const key of walk(wanted, toBytes(parent))) {
    if (keys.length >= limit) break;
    keys.push(fromBytes(key));
  }
  return keys;
}

/** @param parent - the folder to walk: "" or a path that ends in a slash */
function* walk(wanted: Wanted, parent: string): Generator<string> {
  for (const path of entries(wanted.folder, parent)) {
    if (!path.endsWith("/")) {
      if (path.startsWith(wanted.prefix) && path > wanted.after) yield path;
      continue;
    }
    const matches = path.startsWith(wanted.prefix) || wanted.prefix.startsWith(path);
    const passed = path < wanted.after && !wanted.after.startsWith(path);
    if (matches && !passed) yield* walk(wanted, path);
  }
}

/** What is in a folder, folders with a slash at the end, so that sorting them sorts the keys below them. */
function entries(folder: string, parent: string): string[] {
  const paths: string[] = [];
  for (const entry of read(join(folder, ...pathParts(parent)))) {
    const part = partOfName(entry.name);
    if (part !== null) paths.push(parent + toBytes(part) + (entry.isDirectory() ? "/" : ""));
  }
  return paths.sort();
}

function pathParts(parent: string): string[] {
  return parent === "" ? [] : [pathOfKey(fromBytes(parent.slice(0, -1)))];
}

function read(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
    return [];
  }
}

function toBytes(text: string): string {
  return Buffer.from(text).toString("latin1");
}

function fromBytes(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString();
}
