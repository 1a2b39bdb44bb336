import { join } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { ROOT } from "./platform.ts";

/** SST's own first lines: CommonJS packages inside an ES module ask for these. */
const BANNER = [
  'import { createRequire as topLevelCreateRequire } from "module";',
  "const require = topLevelCreateRequire(import.meta.url);",
  'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "url"',
  "const __filename = topLevelFileUrlToPath(import.meta.url)",
  'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url))',
].join("\n");

const AS_SST = {
  absWorkingDir: ROOT,
  outExtension: { ".js": ".mjs" },
  platform: "node",
  format: "esm",
  target: "es2024",
  mainFields: ["module", "main"],
  bundle: true,
  minify: true,
  keepNames: true,
  external: ["sharp", "pg-native"],
  banner: { js: BANNER },
  logLevel: "error",
} as const satisfies BuildOptions;

const sourceOf = (handler: string) => join(ROOT, handler.replace(/\.[^./]+$/, ".ts"));

/** A handler's code as Lambda gets it. */
export interface FunctionBundle {
  /** The file to import; its `handler` is the function. */
  file: string;
  /** What a cold start loads, in bytes: the file and what it imports statically. */
  startBytes: number;
  /** With what is imported on demand: the tables of old encodings, the model's client. */
  totalBytes: number;
}

/**
 * Bundles a handler with the settings that SST gives esbuild for a Node function
 * (https://github.com/sst/sst/blob/v4.17.1/pkg/runtime/node/build.go).
 *
 * @param input.handler - as the stack names it, such as `packages/functions/src/leads/starter.handler`
 * @param input.splitting - as the stack sets it: what is imported on demand goes into files of its own
 * @param input.folder - where the bundle goes
 */
export async function bundleFunction(input: {
  handler: string;
  splitting: boolean;
  folder: string;
}): Promise<FunctionBundle> {
  const { metafile } = await build({
    ...AS_SST,
    entryPoints: { index: sourceOf(input.handler) },
    outdir: input.folder,
    splitting: input.splitting,
    metafile: true,
  });
  const { outputs } = metafile;
  const start = Object.keys(outputs).filter((path) => path.endsWith("/index.mjs"));
  const loaded = new Set(start);
  // A set that grows while it is walked through visits what is added.
  for (const path of loaded) {
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && next in outputs) loaded.add(next);
    }
  }
  const bytes = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  return {
    file: join(input.folder, "index.mjs"),
    startBytes: bytes(loaded),
    totalBytes: bytes(Object.keys(outputs)),
  };
}

/**
 * Bundles several handlers without splitting, each into a file of its own that is the same as if it were bundled alone. What they share
 * is read once: that is most of the work.
 *
 * @returns the file to import, by the handler
 */
export async function bundleFunctions(input: {
  handlers: readonly string[];
  folder: string;
}): Promise<Map<string, string>> {
  const { handlers, folder } = input;
  const entryPoints = Object.fromEntries(handlers.map((handler, index) => [index, sourceOf(handler)]));
  await build({ ...AS_SST, entryPoints, outdir: folder });
  return new Map(handlers.map((handler, index) => [handler, join(folder, `${index}.mjs`)]));
}
