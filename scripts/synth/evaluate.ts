import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { BuildOptions, Plugin } from "esbuild";
import type { BuiltFile } from "../../packages/console/built-files.ts";
import type { StageSettings } from "../../stacks/stage.ts";
import { PLATFORM, ROOT } from "./platform.ts";
import type { Resource } from "./recorder.ts";
import { type Build, serveSst } from "./rpc.ts";

const OUT = join(ROOT, ".sst/synth");

/** Stands for what `npm run build` makes of the console. */
const PAGE: BuiltFile[] = [
  { key: "index.html", path: "index.html", type: "text/html; charset=utf-8", isHashed: false },
  {
    key: "assets/index-0a1b2c3d.js",
    path: "index-0a1b2c3d.js",
    type: "text/javascript; charset=utf-8",
    isHashed: true,
  },
];

/** The app as it would be deployed to a stage. */
export interface Synthesis {
  resources: Resource[];
  builds: Build[];
}

/** What an app is evaluated for. */
export interface SynthesisInput {
  stage: string;
  /** `dev`: as `sst dev` deploys it, with functions that run on the developer's machine */
  mode?: "deploy" | "dev";
  /** As `sst secret set` would have set them. */
  secrets?: Record<string, string>;
  /** In place of some that `stacks/stage.ts` gives the stage. */
  settings?: Partial<StageSettings>;
}

/**
 * Evaluates `sst.config.ts` with SST's own components under mocks of AWS. The answer is kept beside the platform until
 * anything that leads to it changes.
 */
export async function synthesise(input: SynthesisInput): Promise<Synthesis> {
  const { stage, mode = "deploy", secrets = {}, settings = {} } = input;
  const program = await bundle({ app: await appOf(stage), mode, settings });
  const key = createHash("sha256")
    .update(JSON.stringify([program, secrets]))
    .digest("hex")
    .slice(0, 16);
  const cached = join(OUT, `${stage}-${mode}-${key}.json`);
  if (!existsSync(cached)) {
    // Different inputs may come to the same program.
    const running = underWay.get(cached) ?? keep({ program, key, secrets, cached });
    underWay.set(cached, running);
    await running.finally(() => underWay.delete(cached));
  }
  return JSON.parse(readFileSync(cached, "utf8"));
}

const underWay = new Map<string, Promise<void>>();

async function keep(input: Parameters<typeof run>[0] & { cached: string }): Promise<void> {
  const synthesis = JSON.stringify(await run(input));
  // Whole or not at all: other processes look for it too.
  const own = `${input.cached}.${process.pid}`;
  writeFileSync(own, synthesis);
  renameSync(own, input.cached);
}

/** What `sst.config.ts` says of the app before anything runs. */
async function appOf(stage: string): Promise<object> {
  Object.assign(globalThis, { $config: (config: object) => config });
  const { default: config } = await import(pathToFileURL(join(ROOT, "sst.config.ts")).href);
  return { ...(await config.app({ stage })), stage, providers: { aws: {} } };
}

/** As SST bundles a config: its globals come first in every file that is not its own. */
async function bundle(input: {
  app: object;
  mode: "deploy" | "dev";
  settings: Partial<StageSettings>;
}): Promise<string> {
  const { app, mode, settings } = input;
  const paths = { home: ROOT, root: ROOT, work: join(ROOT, ".sst"), platform: PLATFORM };
  const globals = [
    'import * as aws from "@pulumi/aws";',
    `import * as sst from ${JSON.stringify(join(PLATFORM, "src/components"))};`,
    "",
  ].join("\n");
  const withGlobals: Plugin = {
    name: "globals",
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const ours = path === join(ROOT, "sst.config.ts") || path.startsWith(join(ROOT, "stacks/"));
        return ours ? { contents: globals + readFileSync(path, "utf8"), loader: "ts" } : undefined;
      });
    },
  };
  const withSettings: Plugin = {
    name: "settings",
    setup(build) {
      build.onResolve({ filter: /stacks\/stage\.ts$/ }, ({ kind }) =>
        // Types of it are gone by now: what asks for it is the config's own import.
        kind === "dynamic-import" ? { path: "stage", namespace: "settings" } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: "settings" }, () => ({
        contents: `
          import { stageSettings as settings } from ${JSON.stringify(join(ROOT, "stacks/stage.ts"))};
          export const stageSettings = (stage) => ({ ...settings(stage), ...${JSON.stringify(settings)} });`,
        resolveDir: ROOT,
      }));
    },
  };
  const withPage: Plugin = {
    name: "page",
    setup(build) {
      // What the deployment does with the console's page does not depend on what was built of it, or whether.
      build.onLoad({ filter: /stacks\/console-files\.ts$/ }, () => ({
        contents: `export const pageFiles = () => ${JSON.stringify(PAGE)};`,
      }));
    },
  };
  const options: BuildOptions = {
    stdin: {
      contents: `
        import * as pulumi from "@pulumi/pulumi";
        import { run } from ${JSON.stringify(join(PLATFORM, "src/auto/run.ts"))};
        import config from ${JSON.stringify(join(ROOT, "sst.config.ts"))};
        import { record } from ${JSON.stringify(join(ROOT, "scripts/synth/recorder.ts"))};
        await record({ pulumi, program: () => run(config.run), app: $app, file: process.argv[2] });
        process.exit(0);`,
      resolveDir: PLATFORM,
      sourcefile: "synth.ts",
      loader: "ts",
    },
    write: false,
    bundle: true,
    logLevel: "error",
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    nodePaths: [join(PLATFORM, "node_modules")],
    external: [
      ...["@pulumi/*", "undici", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*"],
      ...["esbuild", "archiver", "glob", "vite"],
    ],
    define: {
      $app: JSON.stringify(app),
      $cli: JSON.stringify({ command: mode, dev: mode === "dev", paths, state: { version: {} } }),
      $dev: String(mode === "dev"),
    },
    inject: [join(PLATFORM, "src/shim/run.js")],
    banner: {
      js: [
        'import { createRequire as topLevelCreateRequire } from "node:module";',
        "const require = topLevelCreateRequire(import.meta.url);",
        'import { fileURLToPath as topLevelFileUrlToPath, URL as topLevelURL } from "node:url";',
        "const __filename = topLevelFileUrlToPath(import.meta.url);",
        'const __dirname = topLevelFileUrlToPath(new topLevelURL(".", import.meta.url));',
      ].join("\n"),
    },
    plugins: [withSettings, withPage, withGlobals],
  };
  // SST's own version, whose quirks its sources are written for.
  const esbuild: typeof import("esbuild") = createRequire(`${PLATFORM}/package.json`)("esbuild");
  const { outputFiles = [] } = await esbuild.build(options);
  return outputFiles.map(({ text }) => text).join("");
}

async function run(input: {
  program: string;
  key: string;
  secrets: Record<string, string>;
}): Promise<Synthesis> {
  const code = join(OUT, "code");
  mkdirSync(code, { recursive: true });
  writeFileSync(join(code, "index.mjs"), "export const handler = () => {};\n");
  // Beside the platform, whose packages it imports.
  const file = join(PLATFORM, `synth-${input.key}-${process.pid}.mjs`);
  const result = join(OUT, `${input.key}-${process.pid}.resources.json`);
  writeFileSync(file, input.program);
  const sst = await serveSst({ bundle: code });
  const secrets = Object.fromEntries(
    Object.entries(input.secrets).map(([name, value]) => [`SST_SECRET_${name}`, value]),
  );
  try {
    await promisify(execFile)(process.execPath, [file, result], {
      cwd: ROOT,
      env: { ...process.env, ...secrets, SST_SERVER: sst.url, SST_AWS_REGION: "us-east-1" },
      maxBuffer: 64 * 1024 * 1024,
    });
    return { resources: JSON.parse(readFileSync(result, "utf8")), builds: sst.builds };
  } finally {
    sst.close();
    rmSync(file);
    rmSync(result, { force: true });
  }
}
