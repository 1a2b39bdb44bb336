import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "../..");
/** SST's components and providers, as `sst install` unpacks them. */
export const PLATFORM = join(ROOT, ".sst/platform");

/** Whether the app can be synthesised without downloading anything. */
export function hasPlatform(): boolean {
  return existsSync(join(PLATFORM, "node_modules/@pulumi/aws"));
}

/** Downloads SST's platform, from npm alone, where it is not there: a minute, once. */
export function ensurePlatform(): void {
  if (!hasPlatform()) {
    console.log("Installing SST's platform into .sst (once, about a minute) …");
    execFileSync("npx", ["sst", "install", "--stage", "test"], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        // Without these it downloads Pulumi's engine and bun from GitHub; a synthesis needs neither.
        SST_SKIP_DEPENDENCY_CHECK: "1",
        SST_NO_BUN: "1",
        SST_TELEMETRY_DISABLED: "1",
      },
    });
  }
  // SST's own types name it; a deployment writes it.
  const generated = join(ROOT, ".sst/types.generated.ts");
  if (!existsSync(generated)) writeFileSync(generated, "");
}
