import { logNotifier } from "@millrace/core/notify";
import type { CustomerStatistics } from "@millrace/core/statistics";
import { Command } from "commander";
import type { App } from "../app.ts";
import { customerMessages } from "../customer-messages.ts";
import { random } from "../system.ts";
import { type DataOptions, EXIT, withApp, withDataOptions } from "./context.ts";
import { printJson, printTable, remark } from "./output.ts";

/** Enough to find the first of them; all of them would fill the screen. */
const MAX_FAILED_SHOWN = 10;

export function preloadCommand(): Command {
  const command = new Command("preload")
    .description("store the statistics of many customers in the cache, by one query for 500 phones")
    .argument("<file>", "an SQS event as JSON, or one phone a line");
  return withDataOptions(command, "millrace preload phones.txt").action(
    (file: string, options: DataOptions) => withApp(options, (app) => preload({ file, options, app })),
  );
}

async function preload(input: { file: string; options: DataOptions; app: App }): Promise<number> {
  const { file, options, app } = input;
  const { preloadStatistics } = await import("@millrace/core/statistics");
  const { sql, cache, statistics: settings } = await app.customers();
  const { clock } = app;
  const { log } = app.deps;
  const notifier = logNotifier({ log });
  const start = clock.now();
  const { summary, failedMessageIds, queryMs } = await preloadStatistics(
    { records: customerMessages(file) },
    { sql, cache, clock, random, settings, log, notifier },
  );
  if (options.json) printJson(summary);
  else {
    const { records, phones, queries, pipelines, cached, notFound, withoutPhone, failed } = summary;
    printTable(
      ["records", ""],
      [
        ["  read", records],
        ["  without a usable phone", withoutPhone],
        ["  failed", failed],
        ["phones", phones],
        ["  statistics stored", cached],
        ["  of no customer", notFound],
        ["queries", queries],
        ["writes", pipelines],
        ["seconds", `${seconds(clock.now() - start)}, of which in queries ${seconds(queryMs)}`],
      ],
    );
  }
  if (failedMessageIds.length > 0) {
    const more = failedMessageIds.length - MAX_FAILED_SHOWN;
    const shown = failedMessageIds.slice(0, MAX_FAILED_SHOWN).join(", ");
    remark(`failed: ${shown}${more > 0 ? ` and ${more} more` : ""}; millrace.log says why`);
  }
  return failedMessageIds.length === 0 ? EXIT.done : EXIT.withErrors;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

export function statsCommand(): Command {
  const command = new Command("stats")
    .description("what all businesses together know of the customer with a phone, through the cache")
    .argument("<phone>", "as people write it")
    .option("--fresh", "from the database, whatever the cache holds");
  return withDataOptions(command, "millrace stats '+57 300 123 4567'").action(
    (phone: string, options: DataOptions & { fresh?: true }) =>
      withApp(options, (app) => stats({ phone, options, app })),
  );
}

async function stats(input: {
  phone: string;
  options: DataOptions & { fresh?: true };
  app: App;
}): Promise<number> {
  const { options, app } = input;
  const { readStatistics } = await import("@millrace/core/statistics");
  const { sql, aside, statistics: settings } = await app.customers();
  const { phone, value, from } = await readStatistics(
    { phone: input.phone, fresh: options.fresh === true },
    { sql, aside, settings },
  );
  if (options.json) printJson({ phone, from, found: value !== null, ...value });
  else if (value !== null) printStatistics({ phone, value, from });
  if (value !== null) return EXIT.done;
  const since = from === "hit" ? ", or none had minutes ago: --fresh asks the database" : "";
  remark(`no customer has the phone ${phone}${since}`);
  return EXIT.failed;
}

/** Where statistics came from, for people. */
const SOURCES = {
  hit: "from the cache",
  miss: "from the database, now in the cache",
  stale: "from the cache, older than it should be",
  uncached: "from the database; the cache does not answer",
} as const;

function printStatistics(input: {
  phone: string;
  value: CustomerStatistics;
  from: keyof typeof SOURCES;
}): void {
  const { phone, value, from } = input;
  const { percentageReturn, eligible } = value;
  console.log(`${phone}, ${SOURCES[from]}\n`);
  printTable(
    ["orders", ""],
    [
      ["  all", value.cantOrders],
      ["  delivered", value.delivered],
      ["  returned", value.cantReturOrders],
      ["  canceled", value.canceled],
      [
        "returned of a hundred",
        percentageReturn === null ? "none to judge by" : `${percentageReturn} (of ${eligible})`,
      ],
      ["businesses that block it", value.blockedBy],
    ],
  );
}
