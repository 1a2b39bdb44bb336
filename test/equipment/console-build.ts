import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the page as it stands in the sources, where `millrace start` looks for it. */
export async function buildConsole(): Promise<void> {
  await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
}
