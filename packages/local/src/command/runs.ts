import { MillraceError } from "@millrace/core/error";
import { type BatchRecord, type BatchStatus, isCatalogRun, NO_PRODUCTS, type Run } from "@millrace/core/run";
import { rejectedRows, runKeys } from "@millrace/core/run-file";
import { Command, Option } from "commander";
import type { App } from "../app.ts";
import { type CommonOptions, EXIT, wholeNumber, withApp, withCommonOptions } from "./context.ts";
import { isoTime, printJson, printTable } from "./output.ts";
import { type Seen, summarise } from "./progress.ts";
import { printRun } from "./report.ts";

/** The run of a tenant; another tenant's is not found. @throws Run.NotFound */
export async function runOf(input: { runId: string; tenant: string; app: App }): Promise<Run> {
  const run = await input.app.deps.runs.get({ runId: input.runId });
  if (run?.tenantId === input.tenant) return run;
  throw new MillraceError(
    "Run.NotFound",
    `there is no run ${input.runId} of tenant ${input.tenant}: see millrace runs`,
  );
}

export function runsCommand(): Command {
  const command = new Command("runs")
    .description("list runs, newest first; or one run with all its numbers")
    .argument("[run]", "a run's id")
    .addOption(
      new Option("--limit <count>", "how many").default(20).argParser(wholeNumber({ min: 1, max: 10_000 })),
    );
  return withCommonOptions(command, "millrace runs").action(
    (runId: string | undefined, options: CommonOptions & { limit: number }) =>
      withApp(options, (app) => (runId === undefined ? list(options, app) : show(runId, options, app))),
  );
}

async function list(options: CommonOptions & { limit: number }, app: App): Promise<number> {
  const runs = await app.deps.runs.list({ tenantId: options.tenant, limit: options.limit });
  const all = await Promise.all(runs.map(({ runId }) => summarise(runId, app)));
  if (options.json) for (const { summary } of all) printJson(summary);
  else if (all.length === 0) console.log("no runs yet: millrace import FILE, millrace enrich FILE");
  else {
    const leads = all.filter((seen) => seen.kind === "leads");
    const catalogs = all.filter((seen) => seen.kind === "catalog");
    if (catalogs.length > 0) printCatalogs(catalogs);
    if (leads.length === 0) return EXIT.done;
    printTable(
      ["run", "file", "registered", "status", "rows", "created", "updated", "rejected", "failed"],
      leads.map(({ run, summary: s }) => [
        run.runId,
        run.sourceFile,
        isoTime(run.registeredAt),
        run.status,
        s.rows,
        s.created,
        s.updated,
        s.rejected,
        s.failed,
      ]),
    );
  }
  return EXIT.done;
}

function printCatalogs(all: Extract<Seen, { kind: "catalog" }>[]): void {
  printTable(
    ["run", "catalog", "registered", "status", "products", "enriched", "no data", "rejected", "pending"],
    all.map(({ run, summary: s }) => [
      ...[run.runId, s.catalogId, isoTime(run.registeredAt), run.status],
      ...[s.products, s.enriched, s.noData, s.rejected, s.pending],
    ]),
  );
}

async function show(runId: string, options: CommonOptions, app: App): Promise<number> {
  await runOf({ runId, tenant: options.tenant, app });
  const found = await summarise(runId, app);
  if (options.json) printJson(found.summary);
  else await printRun(found, app);
  return EXIT.done;
}

/** Records read from the store at once. */
const PAGE = 500;

export function batchesCommand(): Command {
  const command = new Command("batches")
    .description("list the batches of a run")
    .argument("<run>", "a run's id")
    .addOption(new Option("--status <status>", "only these").choices(["COMPLETED", "FAILED", "PENDING"]));
  return withCommonOptions(command, "millrace batches 3f2a9c01d4e5b6a7c8d9 --status FAILED").action(
    (runId: string, options: CommonOptions & { status?: BatchStatus }) =>
      withApp(options, async (app) => {
        const run = await runOf({ runId, tenant: options.tenant, app });
        const rows: BatchRecord[] = [];
        for (let after = ""; ; after = rows.at(-1)?.batchId ?? "") {
          const { status } = options;
          const page = await app.deps.runs.batches({
            runId,
            after,
            limit: PAGE,
            ...(status ? { status } : {}),
          });
          if (page.length === 0) break;
          rows.push(...page);
        }
        if (options.json) for (const row of rows) printJson(row);
        else if (isCatalogRun(run)) {
          printTable(
            ["batch", "status", "products", "enriched", "no data", "rejected", "tokens", "why"],
            rows.map(({ batchId, status, rows: count, products: p = NO_PRODUCTS, error }) => [
              ...[batchId, status, count, p.enriched, p.noData, p.rejected, p.tokens],
              error === null ? "" : `${error.name}: ${error.message}`,
            ]),
          );
        } else {
          printTable(
            ["batch", "status", "rows", "created", "updated", "unchanged", "superseded", "why"],
            rows.map((b) => [
              b.batchId,
              b.status,
              b.rows,
              b.created,
              b.updated,
              b.unchanged,
              b.superseded,
              b.error === null ? "" : `${b.error.name}: ${b.error.message}`,
            ]),
          );
        }
        return EXIT.done;
      }),
  );
}

export function rejectsCommand(): Command {
  const command = new Command("rejects")
    .description("the rejected rows of a run, in your own columns: correct them and import them again")
    .argument("<run>", "a run's id");
  return withCommonOptions(command, "millrace rejects 3f2a9c01d4e5b6a7c8d9 > rejects.csv").action(
    (runId: string, options: CommonOptions) =>
      withApp(options, async (app) => {
        const run = await runOf({ runId, tenant: options.tenant, app });
        const { objects } = app.deps;
        if (options.json) {
          for await (const row of rejectedRows({ objects, runId: run.runId })) printJson(row);
          return EXIT.done;
        }
        for await (const chunk of await objects.get({ key: runKeys.rejects(run.runId) }))
          process.stdout.write(chunk);
        return EXIT.done;
      }),
  );
}
