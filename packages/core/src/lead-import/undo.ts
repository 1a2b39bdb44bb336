import * as z from "zod";
import { MillraceError } from "../error.ts";
import type { Flows } from "../flow/index.ts";
import { readLines, readText } from "../object/index.ts";
import { isLeadRun, positionOf, type Run, type RunStatus } from "../run/index.ts";
import { runKeys } from "../run-file/keys.ts";
import { parseLine, parseLines } from "../run-file/row.ts";
import { BatchInput } from "../run-lifecycle/batch.ts";
import { undoName } from "../run-lifecycle/executions.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import type { ImportDeps } from "./deps.ts";
import { LeadRow } from "./row.ts";

/** How long an upload can be taken back; older versions may be gone by then. */
const UNDO_WINDOW_DAYS = 30;
const UNDO_WINDOW_MS = UNDO_WINDOW_DAYS * 24 * 60 * 60 * 1000;

/** Leads looked up in one go: some requests of a store far away at once. */
const LOOKED_UP = 500;

/** Leads whose earlier versions are asked for at once: somebody waits for the answer, and a store far away takes some milliseconds for each. */
const ASKED_AT_ONCE = 25;

const UNDOABLE: readonly RunStatus[] = [
  "PAUSED",
  "COMPLETED",
  "COMPLETED_WITH_ERRORS",
  "FAILED",
  "CANCELLED",
  "UNDOING",
];

/** What becomes of a lead by an undo. */
type Fate = "deleted" | "restored" | "untouched";

/** What an undo does to the leads its run spoke for. */
export interface UndoPreview extends Record<Fate, number> {
  /** Leads that only this run knows. */
  deleted: number;
  /** Leads that go back to what another run said. */
  restored: number;
  /** Leads that a later run has replaced since, or that this run never wrote. */
  untouched: number;
  /** Whether all of them were looked at: where not, the counts are of the first, and there will be more. */
  complete: boolean;
}

/** What an undo needs from outside: no model is asked. */
type UndoDeps = Omit<ImportDeps, "model">;

/** Whether {@link undoRun} would take a run back as it stands. */
export function isUndoable(input: { run: Run; now: number }): boolean {
  return refusalOf(input) === null;
}

function refusalOf({ run, now }: { run: Run; now: number }): MillraceError | null {
  const { runId, status, registeredAt } = run;
  if (!isLeadRun(run)) {
    return new MillraceError("Run.Conflict", say("run.catalog", { run: runId }));
  }
  if (!UNDOABLE.includes(status)) {
    return new MillraceError("Run.Conflict", say("run.notFinished", { run: runId }));
  }
  if (now - registeredAt <= UNDO_WINDOW_MS) return null;
  return new MillraceError("Run.UndoExpired", say("run.expired", { run: runId, days: UNDO_WINDOW_DAYS }));
}

/** @throws Run.NotFound; Run.Conflict when the run is under way or undone; Run.UndoExpired */
async function undoableRun({ runId }: { runId: string }, { runs, clock }: UndoDeps): Promise<Run> {
  const run = await runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
  const refusal = refusalOf({ run, now: clock.now() });
  if (refusal !== null) throw refusal;
  return run;
}

/**
 * Counts what an undo would do, and changes nothing. A lead costs a part of a request, and one more where the run spoke for it last.
 *
 * @param input.most - leads that are looked at; all, where not given
 * @throws as the undo itself
 */
export async function previewUndo(
  input: { runId: string; most?: number },
  deps: UndoDeps,
): Promise<UndoPreview> {
  const { most = Number.POSITIVE_INFINITY } = input;
  const run = await undoableRun(input, deps);
  const preview: UndoPreview = { deleted: 0, restored: 0, untouched: 0, complete: true };
  if (run.parse === null) return preview;
  let rows: RowOfLead[] = [];
  const count = async () => {
    for (const fate of await fatesOf({ run, rows }, deps)) preview[fate]++;
    rows = [];
  };
  let number = 0;
  for await (const line of readLines({ objects: deps.objects, key: runKeys.rows(run.runId) })) {
    if (number === most) {
      preview.complete = false;
      break;
    }
    const { leadId, row } = parseLine(LeadRow, line, ++number);
    rows.push({ leadId, row });
    if (rows.length === LOOKED_UP) await count();
  }
  await count();
  return preview;
}

type RowOfLead = Pick<LeadRow, "leadId" | "row">;

async function fatesOf(input: { run: Run; rows: RowOfLead[] }, { leads }: UndoDeps): Promise<Fate[]> {
  const { run, rows } = input;
  const { tenantId, order } = run;
  const known = await leads.getMany({ tenantId, leadIds: rows.map(({ leadId }) => leadId) });
  const fates: Fate[] = [];
  for (let at = 0; at < rows.length; at += ASKED_AT_ONCE) {
    const asked = rows.slice(at, at + ASKED_AT_ONCE).map(async ({ leadId, row }, index): Promise<Fate> => {
      const position = positionOf({ order, row });
      if (known[at + index]?.position !== position) return "untouched";
      const earlier = await leads.newest({ tenantId, leadId, below: position });
      return earlier === null ? "deleted" : "restored";
    });
    fates.push(...(await Promise.all(asked)));
  }
  return fates;
}

/**
 * Starts taking a run back. An undo that was interrupted goes on.
 *
 * @returns the name of the execution
 * @throws Run.NotFound; Run.Conflict; Run.UndoExpired
 */
export async function undoRun(
  input: { runId: string },
  deps: UndoDeps & { flows: Flows },
): Promise<{ name: string }> {
  const { runId } = await undoableRun(input, deps);
  for (let attempt = 1; ; attempt++) {
    const name = undoName(runId, attempt);
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
  if (marked === null) throw new MillraceError("Run.Conflict", say("run.meanwhile", { run: runId }));
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
  if (run === null) throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
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
