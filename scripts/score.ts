import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { registerUpload } from "@millrace/core/run-lifecycle";
import { type App, openApp } from "@millrace/local/app";
import { printTable } from "@millrace/local/command/output";
import { claim, upload } from "@millrace/local/intake";
import * as z from "zod";
import { type Comparison, compare, readRecordings } from "../packages/asl/test/recorded/recorded.ts";
import { score as scoreCsv } from "../packages/core/scripts/score-csv.ts";
import { score as scoreEmails } from "../packages/core/scripts/score-emails.ts";
import { score as scoreHeaders } from "../packages/core/scripts/score-headers.ts";
import { score as scoreNames } from "../packages/core/scripts/score-names.ts";
import { score as scorePhones } from "../packages/core/scripts/score-phones.ts";
import { score as scoreWorkbooks } from "../packages/core/scripts/score-workbooks.ts";
import { CORPORA, type Scored, shareOf } from "../packages/core/scripts/scored.ts";

/** Measures Millrace on public test material, where that lies beside the checkout: `npm run score`. */
const SHOWN_MISSES = 10;
/** Longer ones are cut: a miss may quote a document. */
const MISS_CHARS = 240;

/** What the best other library scores on the same cases, as the material's own README has it. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["headers: fields found, F1", "0.51 a six-language regular expression"],
  ["names: first and last exact", "0.93 parse-full-name"],
  ["phones: every form of a number gives one key", "0.47 digits only"],
  ["e-mail addresses judged", "0.78 the HTML5 pattern"],
  ["workbooks: cells, F1 by sheet", "0.91 SheetJS"],
  ["state machines that need no service", "0.57 aws-local-stepfunctions"],
]);

if (existsSync(CORPORA)) await main();
else console.log(`Nothing is measured: the test material is not at ${CORPORA}`);

async function main(): Promise<void> {
  const measured = [
    ...(await scoreLeadFiles()),
    ...scoreHeaders(),
    ...scoreNames(),
    ...scorePhones(),
    ...scoreEmails(),
    ...(await scoreCsv()),
    ...(await scoreWorkbooks()),
    ...(await scoreStateMachines()),
  ];
  printTable(
    ["what", "cases", "score", "best other"],
    measured.map(({ what, cases, score }) => [what, cases, score.toFixed(4), OTHERS.get(what) ?? ""]),
  );
  for (const { what, misses } of measured) {
    if (misses.length === 0) continue;
    console.log(`\n${what}: ${misses.length} misses${misses.length > SHOWN_MISSES ? ", the worst ten" : ""}`);
    for (const miss of misses.slice(0, SHOWN_MISSES)) console.log(`  ${miss.slice(0, MISS_CHARS)}`);
  }
}

/** Every e-mail of a lead file arrives and no other: each file goes through the whole import, as a tenant of its own. */
async function scoreLeadFiles(): Promise<Scored[]> {
  const text = readFileSync(join(CORPORA, "leads/emails-by-file.json"), "utf8");
  const expected = z.record(z.string(), z.array(z.string())).parse(JSON.parse(text));
  const dataDir = mkdtempSync(join(tmpdir(), "millrace-score-"));
  const app = openApp({ dataDir, env: {} });
  const wrong: { by: number; miss: string }[] = [];
  const counts = { files: 0, wanted: 0, missing: 0, others: 0 };
  try {
    for (const [index, file] of readdirSync(join(CORPORA, "leads/files")).toSorted().entries()) {
      const wanted = new Set(expected[file] ?? []);
      const { emails, remarks, error } = await leadsOf({ file, tenantId: `file-${index}`, app });
      const missing = [...wanted].filter((email) => !emails.has(email));
      const others = [...emails].filter((email) => !wanted.has(email));
      counts.files++;
      counts.wanted += wanted.size;
      counts.missing += missing.length;
      counts.others += others.length;
      const by = missing.length + others.length;
      if (by > 0 || error !== null) {
        const kept = missing.filter((email) => remarks.includes(email)).length;
        const sets = `${missing.length} missing, ${kept} of them in remarks; ${others.length} others`;
        const some = [...missing, ...others].slice(0, SHOWN_MISSES).join(", ");
        wrong.push({ by, miss: `${file}: ${error === null ? `${sets}: ${some}` : `not read: ${error}`}` });
      }
    }
  } finally {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  const misses = wrong.toSorted((a, b) => b.by - a.by).map(({ miss }) => miss);
  return [
    {
      what: "lead files: all their e-mails and no other",
      cases: counts.files,
      score: shareOf({ cases: counts.files, wrong: misses.length }),
      misses,
    },
    {
      what: `lead files: e-mails that arrived (${counts.others} others did)`,
      cases: counts.wanted,
      score: shareOf({ cases: counts.wanted, wrong: counts.missing }),
      misses: [],
    },
  ];
}

async function leadsOf({ file, tenantId, app }: { file: string; tenantId: string; app: App }) {
  const path = join(CORPORA, "leads/files", file);
  const claimed = claim({ tenantId, path }, app);
  const options = {
    country: null,
    mode: "rules",
    batchSize: 10,
    maxConcurrency: 5,
    columns: {},
    maxCostUsd: null,
  } as const;
  const { runId } = await registerUpload({ upload: await upload(claimed, app.deps), options }, app.deps);
  await app.flows.idle();
  const run = await app.deps.runs.get({ runId });
  const error = run?.error === null || run === null ? null : `${run.error.name}: ${run.error.message}`;
  const emails = new Set<string>();
  const remarks: string[] = [];
  for (let after = ""; ; ) {
    const page = await app.deps.leads.list({ tenantId, after, limit: 500 });
    for (const { fields } of page) {
      if (fields.email !== "") emails.add(fields.email);
      remarks.push(fields.remarks.toLowerCase());
    }
    const last = page.at(-1);
    if (last === undefined) return { emails, remarks: remarks.join("\n"), error };
    after = last.leadId;
  }
}

/** Executions recorded on AWS, by what they need. */
async function scoreStateMachines(): Promise<Scored[]> {
  const names: Record<string, string> = {
    pure: "state machines that need no service",
    lambda: "state machines with functions",
    s3: "state machines with objects in S3",
    other: "state machines with other services",
  };
  const comparisons: Comparison[] = [];
  for (const recorded of readRecordings()) comparisons.push(await compare(recorded));
  const groups = Map.groupBy(comparisons, ({ recorded }) => recorded.env);
  return Object.entries(names).map(([env, what]) => {
    const group = groups.get(env) ?? [];
    const misses = group
      .filter(({ agrees }) => !agrees)
      .map(({ recorded, wanted, got }) => {
        const [aws, here] = [wanted, got].map((text) => text.slice(0, 90));
        return `${recorded.id.split("::").at(-1)}: AWS ${aws}, here ${here}`;
      });
    return {
      what,
      cases: group.length,
      score: shareOf({ cases: group.length, wrong: misses.length }),
      misses,
    };
  });
}
