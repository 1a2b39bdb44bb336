import type { CustomerDeps } from "@millrace/core/customers";
import { Command } from "commander";
import type { App } from "../app.ts";
import { uuid } from "../system.ts";
import { type CommonOptions, EXIT, wholeNumber, withApp, withCommonOptions } from "./context.ts";
import { printJson } from "./output.ts";

/** What a number is; core says how many it warms at once. */
const MAX_LIMIT = 1_000_000;

/** What is cached of a tenant's shop. */
export function cacheCommand(): Command {
  const command = new Command("cache").description("warm or empty a tenant's part of the cache");
  for (const each of [warmCommand(), forgetCommand()]) command.addCommand(each.exitOverride());
  return command;
}

function warmCommand(): Command {
  const command = new Command("warm")
    .description("load the customers that are used most")
    .option("--limit <n>", "how many", wholeNumber({ min: 1, max: MAX_LIMIT }), 100);
  return withCommonOptions(command, "millrace cache warm --tenant acme").action(
    (options: CommonOptions & { limit: number }) =>
      withApp(options, async (app) => {
        const { warmCustomers } = await import("@millrace/core/customers");
        const { tenant: tenantId, limit } = options;
        const warmed = await warmCustomers({ tenantId, limit }, await deps(app));
        if (options.json) printJson(warmed);
        else console.log(`most used customers: ${warmed.asked}; not cached and now loaded: ${warmed.loaded}`);
        return EXIT.done;
      }),
  );
}

function forgetCommand(): Command {
  const command = new Command("forget").description(
    "remove all that is cached of a tenant: after the shop was changed by another program",
  );
  return withCommonOptions(command, "millrace cache forget --tenant acme").action((options: CommonOptions) =>
    withApp(options, async (app) => {
      const { forgetCached } = await import("@millrace/core/customers");
      await forgetCached({ tenantId: options.tenant }, await deps(app));
      if (options.json) printJson({ tenantId: options.tenant, forgotten: true });
      else console.log(`nothing of ${options.tenant} is cached now`);
      return EXIT.done;
    }),
  );
}

async function deps(app: App): Promise<CustomerDeps> {
  return { ...(await app.customers()), clock: app.clock, uuid };
}
