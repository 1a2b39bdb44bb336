import { Command, CommanderError } from "commander";
import { cacheCommand } from "./cache.ts";
import { cancelCommand, forgetCommand, retryCommand, undoCommand } from "./change.ts";
import { EXIT } from "./context.ts";
import { enrichCommand } from "./enrich.ts";
import { importCommand } from "./import.ts";
import { keysCommand } from "./keys.ts";
import { leadCommand, leadsCommand } from "./leads.ts";
import { plain } from "./output.ts";
import { productsCommand } from "./products.ts";
import { refreshCommand } from "./refresh.ts";
import { batchesCommand, rejectsCommand, runsCommand } from "./runs.ts";
import { shopCommand } from "./shop.ts";
import { startCommand } from "./start.ts";
import { preloadCommand, statsCommand } from "./statistics.ts";

const EXIT_CODES = `
Exit codes: 0 done, 1 could not run, 2 wrong usage, 3 completed with failed batches or messages, 4 paused.

The language model is optional: set MILLRACE_MODEL_KEY (or DEEPSEEK_API_KEY), and MILLRACE_MODEL_URL and
MILLRACE_MODEL for any other service that speaks chat completions. Products of catalogs are looked up at Keepa, with the key in MILLRACE_KEEPA_KEY.`;

/** The `millrace` command. */
export function program(): Command {
  const groups = {
    "Leads:": [
      importCommand(),
      runsCommand(),
      batchesCommand(),
      rejectsCommand(),
      leadsCommand(),
      leadCommand(),
      retryCommand(),
      cancelCommand(),
      undoCommand(),
      forgetCommand(),
    ],
    "Products:": [enrichCommand(), productsCommand()],
    "Customers:": [shopCommand(), preloadCommand(), statsCommand(), refreshCommand(), cacheCommand()],
    "This machine:": [startCommand(), keysCommand()],
  };
  const millrace = new Command("millrace")
    .description(
      "Customer data in, clean data out: leads from files, products of catalogs, and customers with their statistics through a cache.",
    )
    .addHelpText("after", EXIT_CODES);
  for (const [group, commands] of Object.entries(groups))
    for (const command of commands) millrace.addCommand(command.helpGroup(group).exitOverride());
  return millrace.exitOverride();
}

/** Runs the command line; sets the process's exit code, and prints what went wrong as one sentence. */
export async function main(argv: string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has said what is wrong; help is no error.
      process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      return;
    }
    console.error(error instanceof Error ? `${error.name}: ${plain(error.message)}` : String(error));
    process.exitCode = EXIT.failed;
  }
}
