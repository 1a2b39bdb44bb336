import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportOptions } from "@millrace/core/run";
import { type App, openApp } from "@millrace/local/app";
import { watchFolder } from "@millrace/local/watch";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PATIENCE } from "../../../../test/equipment/patience.ts";

const CSV = "First name,E-mail\nAna,ana@example.com\n";

const OPTIONS: ImportOptions = {
  ...{ country: null, mode: "rules", batchSize: 10, maxConcurrency: 1, columns: {}, maxCostUsd: null },
};

describe("two that watch one folder", () => {
  let dataDir: string;
  let apps: App[];
  let runs: string[];
  let problems: string[];
  let stopping: AbortController;
  let watching: Promise<void>[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), "millrace-watch-"));
    apps = [openApp({ dataDir, env: {} }), openApp({ dataDir, env: {} })];
    [runs, problems, watching] = [[], [], []];
    stopping = new AbortController();
  });
  afterEach(async () => {
    stopping.abort();
    await Promise.all(watching);
    for (const app of apps) await app.close();
    rmSync(dataDir, { recursive: true });
  });

  const watch = () => {
    for (const app of apps) app.flows.onBegin(({ name }) => runs.push(name));
    watching = apps.map((app) =>
      watchFolder({
        ...{ app, folder: join(dataDir, "drop"), tenantId: "default", claimed: "claimed", prefix: "uploads" },
        ...{ optionsOf: () => OPTIONS, signal: stopping.signal },
        onProblem: (message) => problems.push(message),
      }),
    );
  };

  it("import each file once, and have nothing to say of the other", async () => {
    watch();
    await vi.waitUntil(() => existsSync(join(dataDir, "drop")), PATIENCE);
    const names = Array.from({ length: 20 }, (_, n) => `${n}.csv`);
    for (const name of names) writeFileSync(join(dataDir, "drop", name), CSV);
    await vi.waitUntil(() => runs.length >= names.length, PATIENCE);
    for (const app of apps) await app.flows.idle();
    expect([new Set(runs).size, runs.length, problems]).toEqual([20, 20, []]);
  });

  it("both begin with what was left between being claimed and being registered: one upload of each", async () => {
    for (let order = 1; order <= 20; order++) {
      const folder = join(dataDir, "claimed", "default", String(order));
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "a.csv"), CSV);
    }
    watch();
    await vi.waitUntil(() => new Set(runs).size === 20, PATIENCE);
    for (const app of apps) await app.flows.idle();
    expect(problems).toEqual([]);
    expect(await apps[0]?.deps.runs.list({ tenantId: "default", limit: 100 })).toHaveLength(20);
  });
});
