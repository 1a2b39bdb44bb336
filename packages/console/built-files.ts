import { existsSync, readdirSync } from "node:fs";
import { extname, join, sep } from "node:path";

/** What the build makes of the page. Its own notes, such as its manifest, are nobody's to read. */
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Files whose names hold a hash of their content. */
const HASHED = "assets/";

/** A file of the built page. */
export interface BuiltFile {
  /** Its place in the page, such as `assets/index-1a2b3c4d.js`. */
  key: string;
  /** Where it is on this machine. */
  path: string;
  /** Its `Content-Type`. */
  type: string;
  /** Its name holds a hash of its content: it never changes. */
  isHashed: boolean;
}

/**
 * The files of the page that are to be served.
 *
 * @param input.folder - what `npm run build` has written
 * @returns none where the page was not built
 */
export function builtFiles({ folder }: { folder: string }): BuiltFile[] {
  if (!existsSync(join(folder, "index.html"))) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const type = TYPES[extname(name)];
    if (type === undefined) return [];
    const key = name.split(sep).join("/");
    return [{ key, path: join(folder, name), type, isHashed: key.startsWith(HASHED) }];
  });
}
