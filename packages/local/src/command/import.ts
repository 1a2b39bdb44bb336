import { existsSync } from "node:fs";
import { MillraceError } from "@millrace/core/error";
import type { ImportOptions, RunStatus } from "@millrace/core/run";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { Command } from "commander";
import type { App } from "../app.ts";
import { giveUpRehearsal, rehearsal } from "../dry-run.ts";
import { claim, upload } from "../intake.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { type ImportFlags, importOptions, withImportOptions } from "./options.ts";
import { remark } from "./output.ts";
import { watchRun } from "./progress.ts";
import { exitCodeOf, printNumbers, printRun } from "./report.ts";

type Options = CommonOptions & ImportFlags & { dryRun?: true };

export function importCommand(): Command {
  const command = new Command("import")
    .description("import lead files: CSV, TSV, Excel, OpenDocument or HTML tables")
    .argument("<file...>", "files to import, in this order")
    .option("--dry-run", "say what would happen to every row, and change nothing");
  return withCommonOptions(withImportOptions(command), "millrace import leads.csv --country CO").action(
    (files: string[], options: Options) => withApp(options, (app) => importFiles({ files, options, app })),
  );
}

async function importFiles(input: { files: string[]; options: Options; app: App }): Promise<number> {
  const { files, options, app } = input;
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new MillraceError("Input.Invalid", `there is no file ${missing}`);
  const settings = importOptions({ flags: options, hasModel: app.deps.model !== null });
  checkModel(settings, app);
  await finishInterrupted(app);
  const codes: number[] = [];
  for (const path of files) codes.push(await importFile({ path, options, settings, app }));
  return Math.max(EXIT.done, ...codes);
}

/** @throws Input.Invalid when the mode needs a model and none is configured */
export function checkModel(settings: ImportOptions, app: App): void {
  if (settings.mode !== "rules" && app.deps.model === null) {
    const message = `mode ${settings.mode} needs a model: set MILLRACE_MODEL_KEY, or use --mode rules`;
    throw new MillraceError("Input.Invalid", message);
  }
}

/** Runs that an earlier process left behind are finished first: their uploads come before. */
export async function finishInterrupted(app: App): Promise<void> {
  // Catalogs may wait for tokens for hours: they go on with the next enrich, or start.
  const taken = await app.flows.resume((flow) => flow !== "catalog-enrichment");
  if (taken === 0) return;
  remark(`finishing ${taken} interrupted ${taken === 1 ? "execution" : "executions"} first`);
  await app.flows.idle();
}

async function importFile(input: {
  path: string;
  options: Options;
  settings: ImportOptions;
  app: App;
}): Promise<number> {
  const { path, options, settings, app } = input;
  const target = options.dryRun ? await rehearsal(app) : app;
  try {
    const file = claim({ tenantId: options.tenant, path }, app);
    const run = await registerUpload(
      { upload: await upload(file, target.deps), options: settings },
      target.deps,
    );
    const interrupted = options.dryRun && (() => giveUpRehearsal(target));
    const done = await watchRun({ runId: run.runId, app: target, interrupted });
    if (options.json) printNumbers(done, options.dryRun ? { dryRun: true } : {});
    else {
      await printRun(done, target);
      if (options.dryRun) console.log("  dry run: nothing was changed");
    }
    await target.flows.idle();
    return exitCodeOf(done.run.status satisfies RunStatus);
  } finally {
    if (target !== app) await target.close();
  }
}
