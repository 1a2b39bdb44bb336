import * as z from "zod";
import { MillraceError } from "../error.ts";
import type { Flows } from "../flow/index.ts";
import { readLines, readText } from "../object/index.ts";
import { isLeadRun, positionOf, type Run, type RunStatus } from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { parseLine, parseLines } from "../run-file/row.ts";
import { BatchInput } from "../run-lifecycle/batch.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";
import { LeadRow } from "./row.ts";

/** How long an upload can be taken back; older versions may be gone by then. */
const UNDO_WINDOW_MS = 30 * 24 * 60 * 60 * 1000;

const UNDOABLE: readonly RunStatus[] = [
  "PAUSED",
  "COMPLETED",
  "COMPLETED_WITH_ERRORS",
  "FAILED",
  "CANCELLED",
  "UNDOING",
];

/** What an undo does to the leads its run spoke for. */
export interface UndoPreview {
  /** Leads that only this run knows. */
  deleted: number;
  /** Leads that go back to what another run said. */
  restored: number;
  /** Leads that a later run has replaced since, or that this run never wrote. */
  untouched: number;
}

/** @throws Run.NotFound; Run.Conflict when the run is under way or undone; Run.UndoExpired */
async function undoableRun({ runId }: { runId: string }, { runs, clock }: ImportDeps): Promise<Run> {
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
  if (!isLeadRun(run)) {
    throw new MillraceError(
      "Run.Conflict",
      `run ${runId} is of a catalog: products keep what is known, and are not undone`,
    );
  }
  if (!UNDOABLE.includes(run.status)) {
    throw new MillraceError(
      "Run.Conflict",
      `run ${runId} is ${run.status}: only a finished run can be undone`,
    );
  }
  if (clock.now() - run.registeredAt > UNDO_WINDOW_MS) {
    throw new MillraceError(
      "Run.UndoExpired",
      `run ${runId} is older than 30 days: it can no longer be undone`,
    );
  }
  return run;
}

/** Counts what an undo would do, and changes nothing. @throws as the undo itself */
export async function previewUndo(input: { runId: string }, deps: ImportDeps): Promise<UndoPreview> {
  const run = await undoableRun(input, deps);
  const preview: UndoPreview = { deleted: 0, restored: 0, untouched: 0 };
  if (run.parse === null) return preview;
  let number = 0;
  for await (const line of readLines({ objects: deps.objects, key: runKeys.rows(run.runId) })) {
    const { leadId, row } = parseLine(LeadRow, line, ++number);
    const position = positionOf({ order: run.order, row });
    const lead = await deps.leads.get({ tenantId: run.tenantId, leadId });
    if (lead?.position !== position) preview.untouched++;
    else if ((await deps.leads.newest({ tenantId: run.tenantId, leadId, below: position })) === null)
      preview.deleted++;
    else preview.restored++;
  }
  return preview;
}

/**
 * Starts taking a run back. An undo that was interrupted goes on.
 *
 * @returns the name of the execution
 * @throws Run.NotFound; Run.Conflict; Run.UndoExpired
 */
export async function undoRun(
  input: { runId: string },
  deps: ImportDeps & { flows: Flows },
): Promise<{ name: string }> {
  const { runId } = await undoableRun(input, deps);
  for (let attempt = 1; ; attempt++) {
    const name = `${runId}-undo${attempt}`;
    const known = await deps.flows.describe({ flow: "lead-undo", name });
    if (known === null) await deps.flows.start({ flow: "lead-undo", name, input: { runId } });
    if (known === null || known === "RUNNING") return { name };
  }
}

export const BeginUndoInput = z.object({ runId: z.string() });

/** Marks the run, so that none of its batches writes any more, and says which batches there are. */
export const beginUndo = step(BeginUndoInput, async ({ runId }, deps: ImportDeps) => {
  const run = await undoableRun({ runId }, deps);
  const marked = await deps.runs.update({ runId, from: UNDOABLE, set: { status: "UNDOING" } });
  if (marked === null) throw new MillraceError("Run.Conflict", `run ${runId} has gone on meanwhile`);
  return {
    runId,
    batches: run.parse?.batches ?? 0,
    manifest: runKeys.batches(runId),
    maxConcurrency: run.options.maxConcurrency,
  };
});

/** Deletes the versions of one batch and makes each of its leads equal the newest version left. */
export const undoBatch = step(BatchInput, async ({ runId, batch }, deps: ImportDeps) => {
  const { objects, runs, leads } = deps;
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
  const range = { start: batch.offset, end: batch.offset + batch.bytes };
  const rows = parseLines(LeadRow, await readText({ objects, key: runKeys.rows(runId), range }));
  for (const { leadId, row } of rows) {
    const lead = { tenantId: run.tenantId, leadId };
    await leads.deleteVersion({ ...lead, position: positionOf({ order: run.order, row }) });
    await settle(lead, deps);
  }
  return { batchId: batch.batchId, rows: rows.length };
});

/** Makes a lead equal its newest version, again and again until nobody has changed either meanwhile. */
async function settle(
  lead: { tenantId: string; leadId: string },
  { leads, clock }: ImportDeps,
): Promise<void> {
  for (;;) {
    const current = await leads.get(lead);
    const version = await leads.newest(lead);
    if (current?.position === version?.position) return;
    await leads.restore({ ...lead, expected: current?.position ?? null, version, at: clock.now() });
  }
}

export const FinishUndoInput = z.object({ runId: z.string() });

/** Closes an undo: the table is as if the run had never been. */
export const finishUndo = step(FinishUndoInput, async ({ runId }, { runs, clock, log }: ImportDeps) => {
  await runs.update({ runId, from: ["UNDOING"], set: { status: "UNDONE", finishedAt: clock.now() } });
  log.info("run undone", { runId });
  return { runId, status: "UNDONE" };
});
