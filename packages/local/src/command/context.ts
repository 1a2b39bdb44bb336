import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type App, openApp } from "../app.ts";

/** 0 done, 1 could not run, 2 usage, 3 completed with failed batches or messages, 4 paused. */
export const EXIT = { done: 0, failed: 1, usage: 2, withErrors: 3, paused: 4 } as const;

const TENANT = /^[a-z0-9-]{1,63}$/;

/** Options that every command has. */
export interface DataOptions {
  data: string;
  json?: true;
}

/** Those of a command that is about one tenant. */
export interface CommonOptions extends DataOptions {
  tenant: string;
}

function tenantId(text: string): string {
  if (!TENANT.test(text)) throw new InvalidArgumentError("1 to 63 of a-z, 0-9 and -");
  return text;
}

export function wholeNumber(range: { min: number; max: number }) {
  return (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= range.min && number <= range.max) return number;
    throw new InvalidArgumentError(`a whole number from ${range.min} to ${range.max}`);
  };
}

/** Adds the options that every command has, and an example to its help. */
export function withDataOptions(command: Command, example: string): Command {
  return command
    .addOption(
      new Option("--data <dir>", "folder that holds everything")
        .default("millrace-data")
        .env("MILLRACE_DATA"),
    )
    .option("--json", "print the result as JSON, one object as the last line")
    .addHelpText("after", `\nExample:\n  $ ${example}`);
}

/** The same, and the tenant, for commands that are about one. */
export function withCommonOptions(command: Command, example: string): Command {
  const tenant = new Option("--tenant <id>", "whose leads, customers or keys");
  return withDataOptions(command.addOption(tenant.default("default").argParser(tenantId)), example);
}

/** Opens the data folder for one command, and closes it whatever happens. The answer is the exit code. */
export async function withApp(options: DataOptions, work: (app: App) => Promise<number>): Promise<void> {
  const app = openApp({ dataDir: resolve(options.data), env: process.env });
  try {
    process.exitCode = await work(app);
  } finally {
    await app.close();
  }
}
