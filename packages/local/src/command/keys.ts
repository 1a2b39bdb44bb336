import { createKey, Scope, shownKey } from "@millrace/core/api-key";
import { MillraceError } from "@millrace/core/error";
import { Command, InvalidArgumentError, Option } from "commander";
import type { App } from "../app.ts";
import { randomBytes } from "../system.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { isoTime, printJson, printTable, remark } from "./output.ts";

/** What a key may do where nobody says: look. */
const DEFAULT_SCOPES: Scope[] = Scope.options.filter(
  // How the whole of Millrace stands is for those who operate it, not for one tenant's till.
  (scope) => scope.endsWith(":read") && !scope.startsWith("operations:"),
);

/** Room for what people write; a table of keys stays readable. */
const MAX_NAME = 100;

function scopes(text: string): Scope[] {
  const names = [...new Set(text.split(",").map((name) => name.trim()))];
  return names.map((name) => {
    const scope = Scope.safeParse(name);
    if (scope.success) return scope.data;
    throw new InvalidArgumentError(`some of ${Scope.options.join(", ")}, with commas`);
  });
}

function name(text: string): string {
  if (text.length <= MAX_NAME) return text;
  throw new InvalidArgumentError(`at most ${MAX_NAME} characters`);
}

/** Who may use the HTTP API. */
export function keysCommand(): Command {
  const command = new Command("keys").description("make, list and revoke keys for the HTTP API");
  for (const each of [createCommand(), listCommand(), revokeCommand()])
    command.addCommand(each.exitOverride());
  return command;
}

interface CreateOptions extends CommonOptions {
  name: string;
  scopes: Scope[];
}

function createCommand(): Command {
  const command = new Command("create")
    .description("make a key and print it: it is shown this once")
    .addOption(new Option("--name <name>", "for people: who holds it").default("", "none").argParser(name))
    .addOption(
      new Option("--scopes <list>", `what its holder may do, with commas: ${Scope.options.join(", ")}`)
        .default(DEFAULT_SCOPES, "all that read")
        .argParser(scopes),
    );
  return withCommonOptions(
    command,
    "millrace keys create --name till --scopes customers:read,customers:write",
  ).action((options: CreateOptions) => withApp(options, (app) => create(options, app)));
}

async function create(options: CreateOptions, app: App): Promise<number> {
  const { tenant: tenantId, name, scopes } = options;
  const { key, record } = createKey({ tenantId, name, scopes, createdAt: app.clock.now(), randomBytes });
  await app.apiKeys.add(record);
  if (options.json) printJson({ key, ...shownKey(record) });
  else {
    remark(`key ${record.id} of tenant ${tenantId} for ${scopes.join(", ")}; it is not shown again:`);
    console.log(key);
  }
  return EXIT.done;
}

interface ListOptions extends CommonOptions {
  all?: true;
}

function listCommand(): Command {
  const command = new Command("list")
    .description("list a tenant's keys, newest first")
    .option("--all", "also those that are revoked");
  return withCommonOptions(command, "millrace keys list --all").action((options: ListOptions) =>
    withApp(options, (app) => list(options, app)),
  );
}

async function list(options: ListOptions, app: App): Promise<number> {
  const all = await app.apiKeys.list({ tenantId: options.tenant });
  const keys = all.filter(({ revokedAt }) => options.all === true || revokedAt === null);
  if (options.json) for (const key of keys) printJson(shownKey(key));
  else if (keys.length === 0) console.log("no keys: millrace keys create");
  else {
    printTable(
      ["id", "name", "created", "revoked", "scopes"],
      keys.map((key) => [
        key.id,
        key.name,
        isoTime(key.createdAt),
        isoTime(key.revokedAt),
        key.scopes.join(", "),
      ]),
    );
  }
  return EXIT.done;
}

function revokeCommand(): Command {
  const command = new Command("revoke")
    .description("revoke a key: the next request with it is refused")
    .argument("<id>", "the key's id: its part between mr_ and the next _");
  return withCommonOptions(command, "millrace keys revoke 0a1b2c3d4e5f").action(
    (id: string, options: CommonOptions) => withApp(options, (app) => revoke(id, options, app)),
  );
}

async function revoke(id: string, options: CommonOptions, app: App): Promise<number> {
  const { tenant: tenantId } = options;
  if (!(await app.apiKeys.revoke({ tenantId, id, at: app.clock.now() }))) {
    throw new MillraceError("Input.Invalid", `tenant ${tenantId} has no such key: see millrace keys list`);
  }
  if (options.json) printJson({ id, revoked: true });
  else console.log(`key ${id} is revoked`);
  return EXIT.done;
}
