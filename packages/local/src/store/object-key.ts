import { MillraceError } from "@millrace/core/error";

/** What a file name can hold on every common file system: https://en.wikipedia.org/wiki/Comparison_of_file_systems */
const MAX_NAME_BYTES = 255;

/** Everything else is written as %XX; upper case too, since macOS and Windows take `A` and `a` for one file. */
const UNSAFE = /[^a-z0-9._-]/gu;

/** Names Windows keeps for devices, with any extension: https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/;

/**
 * The path, relative to the objects' folder, of the file that holds an object. Two keys never share a file, on any system.
 *
 * @throws Input.Invalid for a key that names no file under that folder: empty, absolute, with `.`, `..` or an empty part,
 *   with a broken surrogate pair, or with a part too long for a file name
 * @example
 * pathOfKey("uploads/acme/Leads 1.csv"); // "uploads/acme/%4Ceads%201.csv"
 */
export function pathOfKey(key: string): string {
  return key.split("/").map(nameOfPart).join("/");
}

/** The part of a key that a file or folder name stands for, or null for a name that no key has (`.DS_Store`). */
export function partOfName(name: string): string | null {
  let part: string;
  try {
    part = decodeURIComponent(name);
  } catch {
    return null;
  }
  return part !== "" && nameOfPart(part) === name ? part : null;
}

function nameOfPart(part: string): string {
  if (part === "" || part === "." || part === ".." || !part.isWellFormed()) {
    throw new MillraceError("Input.Invalid", "an object's key has a part that cannot be a file name");
  }
  const name = part
    .replace(UNSAFE, percent)
    .replace(DEVICE, (device) => percent(device.charAt(0)) + device.slice(1))
    // Windows drops a dot at the end.
    .replace(/\.$/, percent);
  if (name.length > MAX_NAME_BYTES) {
    throw new MillraceError("Input.Invalid", "an object's key has a part that is too long for a file name");
  }
  return name;
}

function percent(text: string): string {
  return Buffer.from(text).toString("hex").toUpperCase().replace(/../g, "%$&");
}
