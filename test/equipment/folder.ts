import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of all files under a folder; none where there is no such folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Looks every few milliseconds whether something has come true, at most for so many milliseconds. */
export async function until(ready: () => boolean, atMostMs = Number.POSITIVE_INFINITY): Promise<void> {
  const start = performance.now();
  while (!ready() && performance.now() - start < atMostMs)
    await new Promise((resolve) => setTimeout(resolve, 3));
}
