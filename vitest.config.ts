import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/equipment/longest-first.ts";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/equipment/shared-servers.ts",
    // What hangs ends by these, and nothing that is slow on a busy machine: the whole app is bundled in 20 s on a quiet one.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    sequence: { sequencer: LongestFirst },
    // For two cores: a third of the time tests wait, for a browser, a server or a clock.
    maxWorkers: 3,
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary"],
      reportsDirectory: "coverage",
    },
  },
});
