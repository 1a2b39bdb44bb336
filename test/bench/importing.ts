import type { RunSummary } from "@millrace/core/lead-import";
import type { ImportOptions } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { type App, openApp } from "@millrace/local/app";
import { watchRun } from "@millrace/local/command/progress";
import { claim, upload } from "@millrace/local/intake";
import { importSummary } from "../equipment/importing.ts";
import { type Measured, secondsSince } from "./figures.ts";

/** The command's own defaults, and a country for phone numbers. */
const OPTIONS: ImportOptions = {
  country: "CO",
  mode: "rules",
  batchSize: 10,
  maxConcurrency: 5,
  columns: {},
  maxCostUsd: null,
};
const TENANT = "bench";

/** Imports a file into a new data folder, as the command does: upload, parse, standardise, upsert, close the run. */
export async function measureImport({ path, folder }: { path: string; folder: string }): Promise<Measured> {
  const start = performance.now();
  const app = openApp({ dataDir: folder, env: {} });
  const summary = importSummary(await watchRun({ runId: await startImport(path, app), app }));
  await app.flows.idle();
  await app.close();
  const seconds = secondsSince(start);
  return { count: summary.rows, seconds, note: noteOf(summary) };
}

/** Starts the import of a file. The answer is its run's id. */
export async function startImport(path: string, app: App): Promise<string> {
  const file = claim({ tenantId: TENANT, path }, app);
  const run = await registerUpload({ upload: await upload(file, app.deps), options: OPTIONS }, app.deps);
  return run.runId;
}

/** What became of the rows. @throws Error when the run did not end well, or a row is missing */
export function noteOf(summary: RunSummary): string {
  const { status, rows, created, updated, unchanged, superseded, duplicates, rejected, failed, pending } =
    summary;
  const sum = created + updated + unchanged + superseded + duplicates + rejected + failed + pending;
  if (status !== "COMPLETED" || sum !== rows) throw new Error(`${status}: ${sum} of ${rows} rows`);
  return `${created} created, ${duplicates} duplicates`;
}
