import { createCipheriv } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FunctionBundles } from "../../scripts/synth/bundle-function.ts";
import { type App, lambdas } from "../equipment/stacks.ts";
import type { Deployed } from "./lambda.ts";

/**
 * Each function's bundle with its secrets beside it as SST writes them, and its environment.
 *
 * @param input.places - where what a URL names is here, by the beginning of such URLs: the SDK sends a request for a queue
 * where the queue's URL says
 * @param input.ids - only these functions; all, where it is not given
 */
export function functionsOf(input: {
  app: App;
  bundles: FunctionBundles;
  folder: string;
  places: Record<string, string>;
  ids?: readonly string[];
}): Map<string, Deployed> {
  const { app, bundles, folder, places, ids } = input;
  const here = (value: string) =>
    Object.entries(places).reduce((text, [there, place]) => text.replaceAll(there, place), value);
  const wanted = lambdas(app).filter(([name]) => ids?.includes(name.replace(/Function$/, "")) ?? true);
  const entries = wanted.map(([resource, fn]): [string, Deployed] => {
    const { name, environment, timeout, reservedConcurrentExecutions: reserved } = fn;
    const id = resource.replace(/Function$/, "");
    const { handler, links } = buildOf(app, resource);
    const bundle = bundles.get(handler);
    if (bundle === undefined) throw new Error(`${handler} has no bundle`);
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
        file: bundle.file,
        // Lambda starts a function in the folder of its code; threads share the folder of their process.
        environment: { ...variables, SST_KEY_FILE: secrets },
        timeoutSeconds: timeout,
        reserved: reserved === undefined || reserved < 0 ? null : reserved,
      },
    ];
  });
  return new Map(entries);
}

function buildOf(app: App, resource: string) {
  const id = resource.replace(/Function$/, "");
  const build = app.builds.find(({ functionID }) => functionID === id);
  if (build === undefined) throw new Error(`${id} has no code`);
  return build;
}

/** @throws Error where there is no such function */
export function functionOf(functions: ReadonlyMap<string, Deployed>, id: string): Deployed {
  const found = [...functions.values()].find((fn) => fn.id === id);
  if (found === undefined) throw new Error(`there is no function ${id}`);
  return found;
}
