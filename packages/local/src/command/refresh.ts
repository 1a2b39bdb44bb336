import type { EventListener, ExecutionResult } from "@millrace/asl";
import { say } from "@millrace/core/sentence";
import { Command, Option } from "commander";
import * as z from "zod";
import type { App } from "../app.ts";
import { uuid } from "../system.ts";
import { type DataOptions, EXIT, withApp, withDataOptions } from "./context.ts";
import { printJson, printTable, remark } from "./output.ts";

/** What the flow gives; it has checked the statistics itself. */
const Output = z.object({
  status: z.enum(["refreshed", "notFound"]),
  attempts: z.number(),
  statistics: z.record(z.string(), z.number().nullable()).nullable(),
});

/** What `refresh --json` prints. */
type Refreshed = z.infer<typeof Output> | { status: "failed"; error: string; cause: string };

export function refreshCommand(): Command {
  const command = new Command("refresh")
    .description("count a customer's statistics anew, through the API, as the flow does on AWS")
    .argument("<phone>", "the customer's phone")
    .addOption(
      new Option("--environment <name>", "whose API; development is this machine, and the only one it knows")
        .choices(["development", "staging", "production"])
        .default("development"),
    )
    .addHelpText("after", "\nA phone that no customer has is an answer too: exit code 0.");
  return withDataOptions(command, "millrace refresh 3001234567").action(
    (phone: string, options: DataOptions & { environment: string }) =>
      withApp(options, (app) => refresh({ phone, ...options }, app)),
  );
}

async function refresh(
  { phone, environment, json }: { phone: string; environment: string; json?: true },
  app: App,
): Promise<number> {
  // A wrong setting is said at once, not by the flow.
  await app.customers();
  const name = `refresh-${uuid()}`;
  const result = await app.flows.execute({
    flow: "customer-refresh",
    name,
    input: { phone, environment },
    onEvent: tellingRetries(),
  });
  const refreshed = resultOf(result);
  const ms = result.stoppedAt - result.startedAt;
  if (refreshed.status === "failed") {
    app.deps.log.warn(say("log.customer"), { execution: name, ms, errorName: refreshed.error });
  } else {
    const { status, attempts } = refreshed;
    app.deps.log.info("customer refreshed", { execution: name, ms, attempts, action: status });
  }
  if (json) printJson(refreshed);
  else print(refreshed);
  return refreshed.status === "failed" ? EXIT.failed : EXIT.done;
}

/** Says of every further attempt why it is made: up to four minutes lie between two. */
function tellingRetries(): EventListener {
  let failure = "";
  let attempt = 0;
  return ({ type, details }) => {
    if (type === "TaskFailed") failure = String(details.error);
    if (type === "TaskScheduled" && ++attempt > 1) remark(`attempt ${attempt}, after ${failure}`);
  };
}

function resultOf(result: ExecutionResult): Refreshed {
  if (result.status === "SUCCEEDED") return Output.parse(result.output);
  return { status: "failed", error: result.error ?? result.status, cause: result.cause ?? "" };
}

function print(refreshed: Refreshed): void {
  if (refreshed.status === "failed") {
    remark(`${refreshed.error}: ${refreshed.cause}`);
    return;
  }
  const { status, attempts, statistics } = refreshed;
  const times = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  if (statistics === null) console.log(`no customer has this phone (${times})`);
  else {
    console.log(`${status} after ${times}`);
    printTable(Object.keys(statistics), [Object.values(statistics).map((value) => value ?? "")]);
  }
}
