import { join } from "node:path";
import { Scope } from "@millrace/core/api-key";
import type { ImportOptions } from "@millrace/core/run";
import { runOfExecution } from "@millrace/core/run-lifecycle";
import { Command, Option } from "commander";
import type { App } from "../app.ts";
import { removingOldPreviews } from "../old-previews.ts";
import type { Server } from "../server/index.ts";
import { uuid } from "../system.ts";
import { CATALOGS_FOLDER, DROP_FOLDER, type Watch, watchFolder } from "../watch.ts";
import { type CommonOptions, EXIT, wholeNumber, withApp, withCommonOptions } from "./context.ts";
import { catalogOptions } from "./enrich.ts";
import { checkModel } from "./import.ts";
import { type ImportFlags, importOptions, withImportOptions } from "./options.ts";
import { printJson, remark } from "./output.ts";
import { watchRunAmongOthers } from "./progress.ts";
import { printNumbers, printRun } from "./report.ts";

/** The port of the seed's examples. */
const DEFAULT_PORT = 4004;

type Options = CommonOptions & ImportFlags & { port?: number };

export function startCommand(): Command {
  const command = new Command("start").description(
    "serve the HTTP API on this machine; watch the drop folder and import what is put there; drop/{tenant}/ is for other tenants, drop/catalogs/ for catalogs",
  );
  command.addOption(
    new Option(
      "--port <port>",
      `of the API; 0: any that is free (default: ${DEFAULT_PORT}, or else any)`,
    ).argParser(wholeNumber({ min: 0, max: 65_535 })),
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
  app.intake.imports = settings;
  const reports = reporting({ options, app, signal: stopping.signal });
  const server = await serveApi(options, app);
  const tidying = removingOldPreviews({ signal: stopping.signal }, app.deps);
  try {
    await watch({ options, settings, app, signal: stopping.signal });
    await Promise.all([...reports, tidying]);
    remark("ending; what is under way goes on at the next start");
    return EXIT.done;
  } finally {
    await server.close();
  }
}

/** Prints what becomes of every run that this process works on, whoever has begun it: a dropped file, the API, a process that died. */
function reporting(input: { options: Options; app: App; signal: AbortSignal }): Promise<void>[] {
  const { options, app, signal } = input;
  const reports: Promise<void>[] = [];
  const report = async (runId: string) => {
    const done = await watchRunAmongOthers({ runId, app, signal });
    if (done === null) return;
    if (options.json) printNumbers(done);
    else await printRun(done, app);
  };
  app.flows.onBegin(({ flow, name }) => {
    if (flow === "lead-import" || flow === "catalog-enrichment") reports.push(report(runOfExecution(name)));
  });
  return reports;
}

/** Puts the API on its port, and says where it is and with which key: of this process alone, so that several may serve one folder. */
async function serveApi(options: Options, app: App): Promise<Server> {
  const { port, tenant: tenantId } = options;
  const { api, issueKey, endStreams } = await app.customers();
  const { startServer } = await import("../server/index.ts");
  const { CONSOLE_DIST, consolePage } = await import("../server/console.ts");
  const page = consolePage({ folder: CONSOLE_DIST });
  const server = await startServer({
    ...{ api, page, clock: app.clock, uuid, onClose: endStreams },
    port: port ?? DEFAULT_PORT,
    orAnother: port === undefined,
  });
  const token = issueKey({ tenantId, name: "millrace start", scopes: Scope.options });
  if (options.json) printJson({ url: server.url, token });
  else {
    // Behind `#` the key stays in the browser, which takes it out of the address at once.
    if (page === null) remark("the console is not built: npm run build, and start again");
    else remark(`Console: ${server.url}/#key=${token}`);
    remark(
      `API: ${server.url}, for this machine alone; key of tenant ${tenantId} as long as this process runs:`,
    );
    console.log(token);
  }
  return server;
}

async function watch(input: {
  options: Options;
  settings: ImportOptions;
  app: App;
  signal: AbortSignal;
}): Promise<void> {
  const { options, settings, app, signal } = input;
  const resumed = await app.flows.resume();
  if (resumed > 0)
    remark(`going on with ${resumed} interrupted ${resumed === 1 ? "execution" : "executions"}`);
  const folder = join(app.dataDir, DROP_FOLDER);
  remark(`watching ${folder}: drop a file there; Ctrl-C ends`);
  const watched = {
    tenantId: options.tenant,
    app,
    signal,
    onProblem: remark,
  };
  const leads = watchFolder({
    ...watched,
    ...{ folder, reserved: [CATALOGS_FOLDER], claimed: "claimed", prefix: "uploads" },
    optionsOf: () => settings,
  });
  const catalogs = watchCatalogs({ ...watched, folder: join(folder, CATALOGS_FOLDER) });
  await Promise.all([leads, catalogs]);
}

/** Watches the folder of catalogs, where Keepa can be asked; files put there otherwise stay where they are. */
async function watchCatalogs(watched: Omit<Watch, "claimed" | "prefix" | "optionsOf">): Promise<void> {
  const { app, folder } = watched;
  const { keepa, keepaSetting } = app.deps;
  if (keepa === null) return remark(`${folder} is not watched: set ${keepaSetting}`);
  await watchFolder({
    ...watched,
    ...{ claimed: "claimed-catalogs", prefix: "catalogs" },
    optionsOf: ({ sourceFile }) => catalogOptions(sourceFile),
  });
}
