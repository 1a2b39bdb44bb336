import { createCipheriv } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFunction, bundleFunctions } from "../../scripts/synth/bundle-function.ts";
import { type App, lambdas } from "../equipment/stacks.ts";
import type { Deployed } from "./lambda.ts";

/**
 * Each function's bundle, its secrets beside it as SST writes them, and its environment.
 *
 * @param input.places - where what a URL names is here, by the beginning of such URLs: the SDK sends a request for a queue
 * where the queue's URL says
 * @param input.ids - only these functions; all, where it is not given
 */
export async function functionsOf(input: {
  app: App;
  folder: string;
  places: Record<string, string>;
  ids?: readonly string[];
}): Promise<Map<string, Deployed>> {
  const { app, folder, places, ids } = input;
  const here = (value: string) =>
    Object.entries(places).reduce((text, [there, place]) => text.replaceAll(there, place), value);
  const wanted = lambdas(app).filter(([name]) => ids?.includes(name.replace(/Function$/, "")) ?? true);
  const builds = wanted.map(([resource]) => buildOf(app, resource));
  await bundleTogether(builds.flatMap(({ handler, properties }) => (properties.splitting ? [] : [handler])));
  const entries = wanted.map(async ([resource, fn]): Promise<[string, Deployed]> => {
    const { name, environment, timeout, reservedConcurrentExecutions: reserved } = fn;
    const id = resource.replace(/Function$/, "");
    const { handler, links, properties } = buildOf(app, resource);
    const splitting = properties.splitting ?? false;
    const file = await bundleOf({ handler, splitting });
    const key = Buffer.from(environment.variables.SST_KEY ?? "", "base64");
    const cipher = createCipheriv("aes-256-gcm", key, Buffer.alloc(12));
    const text = Buffer.concat([cipher.update(here(JSON.stringify(links))), cipher.final()]);
    const variables = Object.fromEntries(
      Object.entries(environment.variables).map(([variable, value]) => [variable, here(value)]),
    );
    const secrets = join(folder, `${id}.enc`);
    writeFileSync(secrets, Buffer.concat([text, cipher.getAuthTag()]));
    return [
      name,
      {
        id,
        file,
        // Lambda starts a function in the folder of its code; threads share the folder of their process.
        environment: { ...variables, SST_KEY_FILE: secrets },
        timeoutSeconds: timeout,
        reserved: reserved === undefined || reserved < 0 ? null : reserved,
      },
    ];
  });
  return new Map(await Promise.all(entries));
}

function buildOf(app: App, resource: string) {
  const id = resource.replace(/Function$/, "");
  const build = app.builds.find(({ functionID }) => functionID === id);
  if (build === undefined) throw new Error(`${id} has no code`);
  return build;
}

const bundles = new Map<string, Promise<string>>();
let bundleFolder: string | undefined;

function folderOfBundles(): string {
  bundleFolder ??= mkdtempSync(join(tmpdir(), "bundles-"));
  return join(bundleFolder, String(bundles.size));
}

/** Bundles those handlers that no cloud of this process has needed yet. */
async function bundleTogether(handlers: readonly string[]): Promise<void> {
  const missing = handlers.filter((handler) => !bundles.has(`${handler} false`));
  if (missing.length === 0) return;
  const made = await bundleFunctions({ handlers: missing, folder: folderOfBundles() });
  for (const [handler, file] of made) bundles.set(`${handler} false`, Promise.resolve(file));
}

/** A handler's bundle; each is made once for all clouds of a process. */
function bundleOf({ handler, splitting }: { handler: string; splitting: boolean }): Promise<string> {
  const key = `${handler} ${splitting}`;
  const make = () => bundleFunction({ handler, splitting, folder: folderOfBundles() });
  const bundle = bundles.get(key) ?? make().then(({ file }) => file);
  bundles.set(key, bundle);
  return bundle;
}

/** @throws Error where there is no such function */
export function functionOf(functions: ReadonlyMap<string, Deployed>, id: string): Deployed {
  const found = [...functions.values()].find((fn) => fn.id === id);
  if (found === undefined) throw new Error(`there is no function ${id}`);
  return found;
}
