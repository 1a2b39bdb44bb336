import { changedFields, type Lead, type LeadVersion } from "../lead/index.ts";
import { readText } from "../object/index.ts";
import { type BatchRecord, type LeadAction, NO_USAGE, type Outcomes, positionOf } from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { parseLines } from "../run-file/row.ts";
import { BatchInput, emptyRecord } from "../run-lifecycle/batch.ts";
import { step } from "../step/index.ts";
import { runOfBatch } from "./batch.ts";
import type { ImportDeps } from "./deps.ts";
import { StandardisedRow } from "./row.ts";

/** What a batch answers to the state machine: its counts, never a row. */
export type UpsertOutput = Outcomes & { batchId: string };

type Outcome = { outcome: keyof Outcomes; action: LeadAction | null };

/**
 * Writes the leads of one standardised batch: their versions, then each lead's current item if this row is newer.
 * What was there before decides the outcome, so a batch that is done again ends in the same table and the same counts.
 *
 * @throws Run.Cancelled when the run may no longer write; Store.Throttled
 */
export const upsertLeads = step(BatchInput, async (input, deps: ImportDeps): Promise<UpsertOutput> => {
  const { runId, batch } = input;
  const { objects, leads, runs, clock, log } = deps;
  const startedAt = clock.now();
  const run = await runOfBatch(input, deps);
  const done = await runs.getBatch({ runId, batchId: batch.batchId });
  if (done?.status === "COMPLETED") return outputOf(done);

  const text = await readText({ objects, key: runKeys.standardised(runId, batch.batchId) });
  const versions = parseLines(StandardisedRow, text).map(
    ({ row, leadId, fields, by, issues, modelKey }): LeadVersion => ({
      tenantId: run.tenantId,
      leadId,
      position: positionOf({ order: run.order, row }),
      runId,
      batchId: batch.batchId,
      row,
      sourceFile: run.sourceFile,
      fields,
      by,
      issues: issues.map(({ code }) => code),
      modelKey,
      at: startedAt,
    }),
  );
  await leads.putVersions({ versions });
  const detecting = clock.now();
  const before = await leads.advance({ versions, at: startedAt });
  const outcomes = await Promise.all(
    versions.map((version, index) => outcomeOf({ version, before: before[index] ?? null, deps })),
  );
  const count = (outcome: keyof Outcomes) => outcomes.filter((one) => one.outcome === outcome).length;
  const record: BatchRecord = {
    ...emptyRecord(input, startedAt),
    status: "COMPLETED",
    created: count("created"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    // Rows that were erased since are superseded too.
    superseded: count("superseded") + batch.rows - versions.length,
    model: done?.model ?? NO_USAGE,
    actions: outcomes.flatMap(({ action }) => (action === null ? [] : [action])),
    finishedAt: clock.now(),
    duplicateDetectionMs: clock.now() - detecting,
  };
  await runs.putBatch(record);
  for (const { leadId, action } of record.actions)
    log.info("lead changed", { runId, batchId: batch.batchId, leadId, action });
  return outputOf(record);
});

function outputOf({ batchId, created, updated, unchanged, superseded }: BatchRecord): UpsertOutput {
  return { batchId, created, updated, unchanged, superseded };
}

/** What a version did to its lead, read off the lead as it was before. */
async function outcomeOf(input: {
  version: LeadVersion;
  before: Lead | null;
  deps: ImportDeps;
}): Promise<Outcome> {
  const { version, before, deps } = input;
  if (before === null) return { outcome: "created", action: null };
  if (before.position > version.position) return { outcome: "superseded", action: null };
  if (before.position < version.position) return changeOf(version, before);
  // The position is our own: an earlier try got this far, and what it found is the newest version below.
  const { tenantId, leadId, position } = version;
  const below = await deps.leads.newest({ tenantId, leadId, below: position });
  return below === null ? { outcome: "created", action: null } : changeOf(version, below);
}

function changeOf(version: LeadVersion, previous: Pick<Lead, "fields" | "sourceFile">): Outcome {
  const fieldsChanged = changedFields(previous.fields, version.fields);
  if (fieldsChanged.length === 0) return { outcome: "unchanged", action: null };
  return {
    outcome: "updated",
    action: {
      leadId: version.leadId,
      row: version.row,
      action: "lead_updated",
      previousSourceFile: previous.sourceFile,
      newSourceFile: version.sourceFile,
      fieldsChanged,
    },
  };
}
