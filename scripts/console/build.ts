import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = join(import.meta.dirname, "../../packages/console");

/** What `npm run build` writes. */
export const DIST = join(PACKAGE, "dist");

const SOURCES = ["src", "index.html", "vite.config.ts", "package.json"];

/** Builds the console's page where it is missing, or older than what it is made of. @returns whether it is there */
export async function buildWhereNeeded(): Promise<boolean> {
  const built = join(DIST, "index.html");
  if (existsSync(built) && statSync(built).mtimeMs >= newestSource()) return true;
  const vite = await import("vite").catch(() => null);
  if (vite === null) {
    console.error("The console's page was not built: vite is not installed; npm install --include=dev does.");
    return existsSync(built);
  }
  console.error("Building the console's page, some seconds.");
  await vite.build({ root: PACKAGE, configFile: join(PACKAGE, "vite.config.ts"), logLevel: "warn" });
  return true;
}

function newestSource(): number {
  const files = SOURCES.flatMap((name) => {
    const path = join(PACKAGE, name);
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path, { recursive: true, encoding: "utf8" }).map((each) => join(path, each));
  });
  return Math.max(...files.map((path) => statSync(path).mtimeMs));
}
