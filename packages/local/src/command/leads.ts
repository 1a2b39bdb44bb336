import { MillraceError } from "@millrace/core/error";
import { leadsAsCsv } from "@millrace/core/export";
import {
  changedFields,
  LEAD_FIELDS,
  type Lead,
  type LeadVersion,
  leadIdOf,
  leadPages,
  normaliseEmail,
} from "@millrace/core/lead";
import { Command, Option } from "commander";
import type { App } from "../app.ts";
import { exportedXlsx } from "../export.ts";
import { type CommonOptions, EXIT, withApp, withCommonOptions } from "./context.ts";
import { isoTime, plain, printJson, printTable, send } from "./output.ts";

type Format = "table" | "jsonl" | "csv" | "xlsx";

/** A lead as it is exported. */
function exported({ leadId, tenantId, fields, sourceFile, createdAt, updatedAt }: Lead) {
  const { email, firstName, lastName, title, company, phone, remarks } = fields;
  return {
    ...{ leadId, tenantId, email, firstName, lastName, title, company, phone, remarks, sourceFile },
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

async function* pages(input: { tenantId: string; email?: string; app: App }): AsyncGenerator<Lead[]> {
  const { tenantId, email, app } = input;
  const { leads } = app.deps;
  if (email !== undefined) {
    const lead = await leads.get({ tenantId, leadId: leadIdByEmail(tenantId, email) });
    if (lead !== null) yield [lead];
    return;
  }
  yield* leadPages({ leads, tenantId });
}

function leadIdByEmail(tenantId: string, email: string): string {
  return leadIdOf({ tenantId, identity: { kind: "email", value: normaliseEmail(email) } });
}

export function leadsCommand(): Command {
  const command = new Command("leads")
    .description("list or export leads; CSV and Excel exports can be imported again")
    .option("--email <address>", "only this one")
    .addOption(
      new Option("--format <format>", "how").choices(["table", "jsonl", "csv", "xlsx"]).default("table"),
    );
  return withCommonOptions(command, "millrace leads --format csv > leads.csv").action(
    (options: CommonOptions & { email?: string; format: Format }) =>
      withApp(options, async (app) => {
        const format = options.json ? "jsonl" : options.format;
        const { tenant: tenantId, email } = options;
        await PRINTERS[format](pages({ tenantId, app, ...(email === undefined ? {} : { email }) }));
        return EXIT.done;
      }),
  );
}

const PRINTERS: Record<Format, (leads: AsyncIterable<Lead[]>) => Promise<void>> = {
  async jsonl(leads) {
    for await (const page of leads)
      await send(page.map((lead) => `${JSON.stringify(exported(lead))}\n`).join(""));
  },
  async csv(leads) {
    for await (const text of leadsAsCsv(leads)) await send(text);
  },
  async xlsx(leads) {
    await send(await exportedXlsx(leads));
  },
  async table(leads) {
    const shown: Lead[] = [];
    for await (const page of leads) shown.push(...page);
    if (shown.length === 0) console.log("no leads");
    else {
      printTable(
        ["email", "first name", "last name", "title", "company", "phone", "source"],
        shown.map(({ fields: f, sourceFile }) => [
          ...[f.email, f.firstName, f.lastName, f.title, f.company, f.phone],
          sourceFile,
        ]),
      );
    }
  },
};

const LEAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function leadCommand(): Command {
  const command = new Command("lead")
    .description("one lead and its history: which file, row and rule or model gave each field")
    .argument("<email-or-id>", "an e-mail address or a leadId");
  return withCommonOptions(command, "millrace lead jane@example.com").action(
    (who: string, options: CommonOptions) => withApp(options, (app) => showLead(who, options, app)),
  );
}

async function showLead(who: string, options: CommonOptions, app: App): Promise<number> {
  const { tenant: tenantId } = options;
  const leadId = LEAD_ID.test(who) ? who : leadIdByEmail(tenantId, who);
  const lead = await app.deps.leads.get({ tenantId, leadId });
  if (lead === null) throw new MillraceError("Input.Invalid", `tenant ${tenantId} has no such lead`);
  const history = await app.deps.leads.history({ tenantId, leadId });
  if (options.json) printJson({ ...exported(lead), history: history.map(historyEntry) });
  else printLead(lead, history);
  return EXIT.done;
}

function historyEntry(version: LeadVersion, index: number, all: LeadVersion[]) {
  const { runId, row, sourceFile, fields, by, issues, at } = version;
  const before = all[index - 1];
  const fieldsChanged = before === undefined ? [] : changedFields(before.fields, fields);
  return { at: isoTime(at), sourceFile, row, runId, fieldsChanged, fields, by, issues };
}

function printLead(lead: Lead, history: LeadVersion[]): void {
  console.log(`lead ${lead.leadId}`);
  console.log(`created ${isoTime(lead.createdAt)}, updated ${isoTime(lead.updatedAt)}\n`);
  for (const [index, version] of history.entries()) {
    const entry = historyEntry(version, index, history);
    console.log(`${entry.at}  ${plain(entry.sourceFile)}, row ${entry.row}  (run ${entry.runId})`);
    const changed = new Set<string>(entry.fieldsChanged);
    const rows = LEAD_FIELDS.filter((field) => entry.fields[field] !== "" || changed.has(field)).map(
      (field) => [
        `  ${field}`,
        entry.fields[field],
        entry.by[field] ?? "",
        changed.has(field) ? "changed" : "",
      ],
    );
    printTable(["  field", "value", "given by", ""], rows);
    if (entry.issues.length > 0) console.log(`  issues: ${entry.issues.join(", ")}`);
    console.log("");
  }
}
