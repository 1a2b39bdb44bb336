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

/** A file of the console's page, as the bucket keeps it. */
export interface PageFile {
  key: string;
  path: string;
  type: string;
  /** Its name holds a hash of its content: it never changes. */
  isHashed: boolean;
}

/**
 * The files of the console's page.
 *
 * @param input.folder - what `npm run build` has written
 * @throws Error where the page was not built
 */
export function pageFiles({ folder }: { folder: string }): PageFile[] {
  if (!existsSync(join(folder, "index.html"))) {
    throw new Error(`the console's page is not in ${folder}: npm run build makes it`);
  }
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const type = TYPES[extname(name)];
    if (type === undefined) return [];
    const key = name.split(sep).join("/");
    return [{ key, path: join(folder, name), type, isHashed: key.startsWith("assets/") }];
  });
}
