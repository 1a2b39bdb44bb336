import { join, relative } from "node:path";
import { type BuildOptions, build, type Metafile } from "esbuild";
import { ROOT } from "./platform.ts";
import type { Build } from "./rpc.ts";

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

/** The bundles of an app's functions, by handler. */
export type FunctionBundles = ReadonlyMap<string, FunctionBundle>;

/**
 * Bundles an app's functions with the settings that SST gives esbuild for a Node function
 * (https://github.com/sst/sst/blob/v4.17.1/pkg/runtime/node/build.go). Those without splitting, each a file of its own, are made together:
 * they are the same as if each were bundled alone, and what they share is read once, which is most of the work.
 *
 * @param input.builds - as the stacks name them: handlers such as `packages/functions/src/leads/starter.handler`; with `splitting`, what is
 * imported on demand goes into files of its own
 * @param input.folder - where the bundles go
 */
export async function bundleFunctions(input: {
  builds: readonly Pick<Build, "handler" | "properties">[];
  folder: string;
}): Promise<FunctionBundles> {
  const { builds, folder } = input;
  const handlers = (splitting: boolean) =>
    builds.flatMap(({ handler, properties }) =>
      (properties.splitting ?? false) === splitting ? [handler] : [],
    );
  const groups = [
    { handlers: handlers(false), splitting: false },
    ...handlers(true).map((handler) => ({ handlers: [handler], splitting: true })),
  ];
  const bundles = new Map<string, FunctionBundle>();
  for (const [index, group] of groups.entries()) {
    const made = await bundleGroup({ ...group, folder: join(folder, String(index)) });
    for (const [handler, bundle] of made) bundles.set(handler, bundle);
  }
  return bundles;
}

async function bundleGroup(input: {
  handlers: readonly string[];
  splitting: boolean;
  folder: string;
}): Promise<[handler: string, FunctionBundle][]> {
  const { handlers, splitting, folder } = input;
  const entryPoints = Object.fromEntries(handlers.map((handler, index) => [index, sourceOf(handler)]));
  const { metafile } = await build({ ...AS_SST, entryPoints, outdir: folder, splitting, metafile: true });
  return handlers.map((handler, index) => {
    const file = join(folder, `${index}.mjs`);
    const bytes = (kinds: readonly string[]) =>
      bytesFrom({ outputs: metafile.outputs, first: relative(ROOT, file), kinds });
    return [
      handler,
      {
        file,
        startBytes: bytes(["import-statement"]),
        totalBytes: bytes(["import-statement", "dynamic-import"]),
      },
    ];
  });
}

/** The bytes of a file and of everything that is reached from it by imports of such kinds, as esbuild names them. */
function bytesFrom(input: { outputs: Metafile["outputs"]; first: string; kinds: readonly string[] }): number {
  const { outputs, first, kinds } = input;
  const reached = new Set([first]);
  // A set that grows while it is walked through visits what is added.
  for (const path of reached) {
    for (const { path: next, kind } of outputs[path]?.imports ?? []) {
      if (next in outputs && kinds.includes(kind)) reached.add(next);
    }
  }
  return [...reached].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
}
