import { registerHooks } from "node:module";

/** Loaded before a program (`--import`): at its end the last line of stderr is the npm packages it has loaded, as JSON. */
const packages = new Set<string>();
registerHooks({
  load(url, context, next) {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
    if (name !== undefined) packages.add(name);
    return next(url, context);
  },
});
process.on("exit", () => console.error(JSON.stringify([...packages])));
