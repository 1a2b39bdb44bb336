import { createInterface } from "node:readline/promises";
import { MillraceError } from "@millrace/core/error";
import { forgetLead, previewUndo, undoRun } from "@millrace/core/lead-import";
import { isCatalogRun, UNDER_WAY } from "@millrace/core/run";
import { cancelRun, retryRun } from "@millrace/core/run-lifecycle";
import { Command } from "commander";
import type { App } from "../app.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { checkKeepa, resumeCatalogs } from "./enrich.ts";
import { finishInterrupted } from "./import.ts";
import { maxCostOption } from "./options.ts";
import { printJson } from "./output.ts";
import { summarise, watchRun } from "./progress.ts";
import { exitCodeOf, printNumbers, printRun } from "./report.ts";
import { runOf } from "./runs.ts";

export function retryCommand(): Command {
  const command = new Command("retry")
    .description("try again what failed or waits in a run")
    .argument("<run>", "a run's id")
    .addOption(maxCostOption());
  return withCommonOptions(command, "millrace retry 3f2a9c01d4e5b6a7c8d9 --max-cost 2").action(
    (runId: string, options: CommonOptions & { maxCost?: number }) =>
      withApp(options, async (app) => {
        const run = await runOf({ runId, tenant: options.tenant, app });
        let taken = 0;
        if (isCatalogRun(run)) {
          checkKeepa(app);
          taken = await resumeCatalogs(app);
        } else await finishInterrupted(app);
        const { maxCost: maxCostUsd } = options;
        // A catalog that was interrupted goes on already.
        if (taken === 0 || !UNDER_WAY.includes(run.status))
          await retryRun({ runId, ...(maxCostUsd === undefined ? {} : { maxCostUsd }) }, app.deps);
        const done = await watchRun({ runId, app });
        if (done.kind === "leads") await app.flows.idle();
        if (options.json) printNumbers(done);
        else await printRun(done, app);
        return exitCodeOf(done.run.status);
      }),
  );
}

export function cancelCommand(): Command {
  const command = new Command("cancel")
    .description("stop a run; what it has written stays until you undo it")
    .argument("<run>", "a run's id");
  return withCommonOptions(command, "millrace cancel 3f2a9c01d4e5b6a7c8d9").action(
    (runId: string, options: CommonOptions) =>
      withApp(options, async (app) => {
        await runOf({ runId, tenant: options.tenant, app });
        await cancelRun({ runId }, app.deps);
        const done = await summarise(runId, app);
        if (options.json) printJson(done.summary);
        else await printRun(done, app);
        return EXIT.done;
      }),
  );
}

/** Asks on the terminal; without one the answer is no. */
async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new MillraceError("Input.Invalid", "there is no terminal to ask on: say --yes");
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^(y|yes)$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

export function undoCommand(): Command {
  const command = new Command("undo")
    .description("take a run back, as if its file had never been imported")
    .argument("<run>", "a run's id")
    .option("--yes", "do not ask");
  return withCommonOptions(command, "millrace undo 3f2a9c01d4e5b6a7c8d9").action(
    (runId: string, options: CommonOptions & { yes?: true }) =>
      withApp(options, (app) => undo(runId, options, app)),
  );
}

async function undo(runId: string, options: CommonOptions & { yes?: true }, app: App): Promise<number> {
  await runOf({ runId, tenant: options.tenant, app });
  await finishInterrupted(app);
  const preview = await previewUndo({ runId }, app.deps);
  const { deleted, restored, untouched } = preview;
  if (options.json) printJson({ runId, ...preview });
  else console.log(`undo ${runId}: ${deleted} leads deleted, ${restored} restored, ${untouched} untouched`);
  if (!options.yes && !(await confirmed("Go on?"))) return EXIT.failed;
  await undoRun({ runId }, app.deps);
  await app.flows.idle();
  const { run } = await summarise(runId, app);
  if (options.json) printJson({ runId, status: run.status, ...preview });
  else console.log(`run ${runId} is ${run.status}`);
  return run.status === "UNDONE" ? EXIT.done : EXIT.failed;
}

export function forgetCommand(): Command {
  const command = new Command("forget")
    .description("erase a person: the lead, its versions, and its rows in stored runs")
    .argument("<email>", "the person's e-mail address")
    .option("--yes", "do not ask");
  return withCommonOptions(command, "millrace forget jane@example.com").action(
    (address: string, options: CommonOptions & { yes?: true }) =>
      withApp(options, async (app) => {
        if (!options.yes && !(await confirmed("This cannot be undone. Go on?"))) return EXIT.failed;
        const erasure = await forgetLead({ tenantId: options.tenant, email: address }, app.deps);
        if (options.json) printJson(erasure);
        else {
          console.log(
            erasure.lead || erasure.versions > 0 || erasure.runs > 0
              ? `erased: the lead, ${erasure.versions} versions, and its rows in ${erasure.runs} runs`
              : "nothing is stored about this address",
          );
        }
        return EXIT.done;
      }),
  );
}
