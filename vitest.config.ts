import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/test/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: "test/equipment/shared-servers.ts",
    testTimeout: 60_000,
    // A server that is started first takes 4 s on a machine that does nothing else.
    hookTimeout: 60_000,
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
