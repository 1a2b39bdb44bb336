import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import * as z from "zod";

/** What a page loads before it is of use, in the browser's language. */
const FIRST = [
  "index.html",
  "src/pages/runs/runs-page.tsx",
  "src/i18n/en/index.ts",
  "../../node_modules/@cloudscape-design/components/i18n/messages/all.en.js",
];

/** Of the faces in the style sheet, those that text of the page is set in: a browser loads no others. */
const FACE = /@font-face\{[^}]*font-weight:(?:400|700);font-style:normal;src:url\(\/([^)]+)\)/g;

const Chunk = z.object({
  file: z.string(),
  css: z.array(z.string()).optional(),
  imports: z.array(z.string()).optional(),
});
const Manifest = z.record(z.string(), Chunk);

/** Bytes of the first load, as they travel: gzip, but fonts, which are compressed. */
export function firstLoad(input: { dist: string }): { name: string; bytes: number }[] {
  const { dist } = input;
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")));
  const files = new Set(["index.html"]);
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (chunk === undefined)
      throw new Error(`the build has no ${key}: its part of the first load is not known`);
    if (files.has(chunk.file)) return;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    for (const each of chunk.imports ?? []) visit(each);
  };
  for (const key of FIRST) visit(key);
  const styles = [...files].filter((file) => file.endsWith(".css"));
  for (const file of styles)
    for (const [, font] of readFileSync(join(dist, file), "utf8").matchAll(FACE))
      if (font !== undefined) files.add(font);
  return [...files].map((name) => {
    const data = readFileSync(join(dist, name));
    return { name, bytes: name.endsWith(".woff2") ? data.length : gzipSync(data).length };
  });
}
