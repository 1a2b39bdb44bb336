import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { synthesise } from "./synth/evaluate.ts";
import { ensurePlatform, ROOT } from "./synth/platform.ts";

/**
 * `npm run synth [-- stage]`: what `npx sst deploy` would make, and `npx sst dev`, found out without an account.
 */
const stage = process.argv[2] ?? "production";

ensurePlatform();
execFileSync("npx", ["tsc", "-p", join(ROOT, "stacks/tsconfig.json")], { cwd: ROOT, stdio: "inherit" });
console.log("The stacks hold to SST's types.");

for (const mode of ["deploy", "dev"] as const) {
  const { resources, builds } = await synthesise({ stage, mode });
  const made = resources.filter(({ type }) => type.startsWith("aws:"));
  console.log(`\n${mode} to ${stage}: ${made.length} AWS resources, ${builds.length} functions`);
  if (mode === "deploy")
    for (const { type, name } of made) console.log(`  ${type.split(":").at(-1)} ${name}`);
}
