import type { RunSummary } from "@millrace/core/lead-import";
import { type ImportOptions, runIdOf } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import type { App } from "@millrace/local/app";
import type { Seen } from "@millrace/local/command/progress";
import { claim, upload } from "@millrace/local/intake";

/** The command's own defaults. */
export const RULES: ImportOptions = {
  country: null,
  mode: "rules",
  batchSize: 10,
  maxConcurrency: 5,
  columns: {},
  maxCostUsd: null,
};

/** The numbers of an import that was looked at as any run is. */
export function importSummary(seen: Seen): RunSummary {
  if (seen.kind !== "leads") throw new Error(`run ${seen.run.runId} is no import`);
  return seen.summary;
}

/** Starts the import of a file in this process, as the command does. The answer is its run's id. */
export async function startImport(input: {
  path: string;
  /** Its flows may be others than the app's own. */
  app: Pick<App, "deps" | "orders">;
  tenantId?: string;
  options?: Partial<ImportOptions>;
}): Promise<string> {
  const { path, app, tenantId = "default", options = {} } = input;
  const file = claim({ tenantId, path }, app);
  const uploaded = await upload(file, app.deps);
  const run = await registerUpload({ upload: uploaded, options: { ...RULES, ...options } }, app.deps);
  return run.runId;
}

/**
 * Imports a text and waits for the end of its run. The answer is the run's id.
 *
 * @param input.before - called when the id is known, and nothing has begun
 */
export async function importText(input: {
  text: string;
  app: Pick<App, "deps" | "flows" | "uploads">;
  tenantId: string;
  sourceFile?: string;
  options?: Partial<ImportOptions>;
  before?: (runId: string) => Promise<unknown>;
}): Promise<string> {
  const { text, app, tenantId, sourceFile = "people.csv", options = {}, before } = input;
  const uploaded = await app.uploads.submitText({ tenantId, sourceFile, text });
  await before?.(runIdOf(uploaded));
  const { runId } = await registerUpload({ upload: uploaded, options: { ...RULES, ...options } }, app.deps);
  await app.flows.idle();
  return runId;
}
