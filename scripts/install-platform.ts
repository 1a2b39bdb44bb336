import { ensurePlatform } from "./synth/platform.ts";

/** Before `npm test`: what the tests of the stacks need. Without it they are skipped, by name. */
try {
  ensurePlatform();
} catch (error) {
  console.error(`SST's platform could not be installed: ${error instanceof Error ? error.message : error}`);
  if (process.env.CI === "true") process.exitCode = 1;
}
