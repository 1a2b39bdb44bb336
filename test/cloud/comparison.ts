import { LEAD_FIELDS } from "@millrace/core/lead";
import { type ImportDeps, summaryOf } from "@millrace/core/lead-import";
import { readText } from "@millrace/core/object";
import { runKeys } from "@millrace/core/run-file";

/**
 * All that two installations must agree on about a tenant: its leads with all their versions. Ids of runs and positions
 * come from the upload itself and differ.
 */
export async function tableOf(tenantId: string, { leads }: Pick<ImportDeps, "leads">) {
  const table = [];
  for (const { leadId, row, sourceFile, fields } of await leads.list({ tenantId, limit: 10_000 })) {
    const history = await leads.history({ tenantId, leadId });
    const versions = history.map((version) => ({
      batchId: version.batchId,
      row: version.row,
      sourceFile: version.sourceFile,
      fields: version.fields,
      by: version.by,
      issues: version.issues.toSorted(),
    }));
    table.push({ leadId, row, sourceFile, fields: inOrder(fields), versions });
  }
  return table.sort((a, b) => (a.leadId < b.leadId ? -1 : 1));
}

function inOrder(fields: Record<(typeof LEAD_FIELDS)[number], string>) {
  return LEAD_FIELDS.map((field) => [field, fields[field]]);
}

/** What each run of a tenant came to, oldest first: its counts, how its file was read, its rejects as the uploader gets them. */
export async function resultsOf(tenantId: string, { runs, objects }: Pick<ImportDeps, "runs" | "objects">) {
  const results = [];
  for (const run of (await runs.list({ tenantId, limit: 100 })).reverse()) {
    const totals = await runs.totals({ runId: run.runId });
    const { seconds: _, runId, model, ...counts } = summaryOf({ run, totals, now: 0 });
    // What tokens cost changes with the hour of the day.
    const { costUsd: __, ...usage } = model;
    const key = runKeys.rejects(runId);
    // A run that failed has none.
    const rejects = (await objects.size({ key })) === null ? null : await readText({ objects, key });
    results.push({ sourceFile: run.sourceFile, counts, usage, parse: run.parse, rejects, error: run.error });
  }
  return results;
}
