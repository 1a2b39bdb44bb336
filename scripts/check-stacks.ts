import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { hasPlatform, ROOT } from "./synth/platform.ts";

/** Part of `npm run check`: SST's types come with its platform, which `npm run synth` downloads. */
if (hasPlatform()) {
  const { status } = spawnSync("npx", ["tsc", "-p", join(ROOT, "stacks/tsconfig.json")], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  console.log("The stacks were not type-checked: npm run synth installs the types and does it.");
}
