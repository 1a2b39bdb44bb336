import { type BuiltFile, builtFiles } from "../packages/console/built-files.ts";

/**
 * The files of the console's page.
 *
 * @param input.folder - what `npm run build` has written
 * @throws Error where the page was not built
 */
export function pageFiles({ folder }: { folder: string }): BuiltFile[] {
  const files = builtFiles({ folder });
  if (files.length === 0) throw new Error(`the console's page is not in ${folder}: npm run build makes it`);
  return files;
}
