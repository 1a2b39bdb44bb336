import { join } from "node:path";
import { Command } from "commander";
import type { App } from "../app.ts";
import { watchFolder } from "../watch.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { checkModel } from "./import.ts";
import { type ImportFlags, importOptions, withImportOptions } from "./options.ts";
import { printJson, remark } from "./output.ts";
import { watchRunAmongOthers } from "./progress.ts";
import { printRun } from "./report.ts";

type Options = CommonOptions & ImportFlags;

export function startCommand(): Command {
  const command = new Command("start").description(
    "watch the drop folder and import what is put there; drop/{tenant}/ is for other tenants",
  );
  return withCommonOptions(withImportOptions(command), "millrace start --country CO").action(
    (options: Options) => withApp(options, (app) => serve(options, app)),
  );
}

async function serve(options: Options, app: App): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  const settings = importOptions({ flags: options, hasModel: app.deps.model !== null });
  checkModel(settings, app);
  const reports: Promise<void>[] = [];
  const report = async (runId: string) => {
    const done = await watchRunAmongOthers({ runId, app, signal: stopping.signal });
    if (done === null) return;
    if (options.json) printJson(done.summary);
    else await printRun(done, app);
  };
  const resumed = await app.flows.resume();
  if (resumed > 0)
    remark(`going on with ${resumed} interrupted ${resumed === 1 ? "execution" : "executions"}`);
  const folder = join(app.dataDir, "drop");
  remark(`watching ${folder}: drop a file there; Ctrl-C ends`);
  await watchFolder({
    folder,
    tenantId: options.tenant,
    options: settings,
    app,
    signal: stopping.signal,
    onRun: ({ runId }) => reports.push(report(runId)),
    onProblem: remark,
  });
  await Promise.all(reports);
  remark("ending; what is under way goes on at the next start");
  return EXIT.done;
}
