import { catalogSummaryOf } from "@millrace/core/catalog-enrichment";
import { MillraceError } from "@millrace/core/error";
import type { Flows } from "@millrace/core/flow";
import {
  exportLeads,
  forgetLead,
  type ImportDeps,
  previewUndo,
  summaryOf,
  undoRun,
} from "@millrace/core/lead-import";
import type { ModelCache } from "@millrace/core/model";
import { isCatalogRun, type Run } from "@millrace/core/run";
import { cancelRun, retryRun } from "@millrace/core/run-lifecycle";
import * as z from "zod";

const TenantId = z.string().regex(/^[a-z0-9-]{1,63}$/);
const RunId = z.string().min(1);

/** Runs of one list; each is summed up from its batches' records. */
const MOST_RUNS = 100;
/** Enough to see what is wrong with a run; all of them are in its records. */
const SHOWN_FAILURES = 20;

/** What an operator may ask for. Unknown fields are refused: a misspelt one would be left out in silence. */
export const Operation = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("list-runs"),
    tenantId: TenantId,
    limit: z.number().int().min(1).max(MOST_RUNS).default(20),
    /** The `next` of the list before. */
    before: z.string().optional(),
  }),
  z.strictObject({ action: z.literal("show-run"), runId: RunId }),
  z.strictObject({ action: z.literal("cancel"), runId: RunId }),
  z.strictObject({
    action: z.literal("retry"),
    runId: RunId,
    /** What the model may cost from now on, all tries together. */
    maxCostUsd: z.number().positive().optional(),
  }),
  z.strictObject({ action: z.literal("preview-undo"), runId: RunId }),
  z.strictObject({ action: z.literal("undo"), runId: RunId }),
  z.strictObject({ action: z.literal("forget"), tenantId: TenantId, email: z.email() }),
  z.strictObject({ action: z.literal("export"), tenantId: TenantId }),
]);
export type Operation = z.infer<typeof Operation>;

export type OperationDeps = ImportDeps & {
  flows: Flows;
  modelCache: ModelCache;
  /** The bucket's name, to say where an export is. */
  bucket: string;
};

/**
 * Does what an operator asks for, by the same functions as the commands of one machine.
 *
 * @throws Run.NotFound; Run.Conflict; Run.UndoExpired, each with a sentence that says why
 */
export async function perform(operation: Operation, deps: OperationDeps): Promise<object> {
  switch (operation.action) {
    case "list-runs":
      return listRuns(operation, deps);
    case "show-run":
      return showRun(operation, deps);
    case "cancel":
      await cancelRun(operation, deps);
      return showRun(operation, deps);
    case "retry": {
      const { runId, maxCostUsd } = operation;
      const { name, batches } = await retryRun(
        { runId, ...(maxCostUsd === undefined ? {} : { maxCostUsd }) },
        deps,
      );
      return { runId, execution: name, batches };
    }
    case "preview-undo":
      return { runId: operation.runId, ...(await previewUndo(operation, deps)) };
    case "undo":
      return { runId: operation.runId, execution: (await undoRun(operation, deps)).name };
    case "forget":
      return forgetLead(operation, deps);
    case "export": {
      const written = await exportLeads(operation, deps);
      return { ...written, fetch: `aws s3 cp s3://${deps.bucket}/${written.key} .` };
    }
  }
}

async function listRuns(
  input: { tenantId: string; limit: number; before?: string | undefined },
  deps: ImportDeps,
): Promise<object> {
  const { tenantId, limit, before } = input;
  const found = await deps.runs.list({ tenantId, limit, ...(before === undefined ? {} : { before }) });
  const runs = [];
  for (const run of found) runs.push(await report(run, deps));
  return { runs, next: found.length < limit ? null : (found.at(-1)?.order ?? null) };
}

/** @throws Run.NotFound */
async function showRun({ runId }: { runId: string }, deps: ImportDeps): Promise<object> {
  const run = await deps.runs.get({ runId });
  if (run === null) throw new MillraceError("Run.NotFound", `there is no run ${runId}`);
  const failed = await deps.runs.batches({ runId, status: "FAILED", limit: SHOWN_FAILURES });
  return {
    ...(await report(run, deps)),
    options: run.options,
    /** Why it waits, and why it failed. */
    halted: run.halted,
    error: run.error,
    failures: failed.map(({ batchId, error }) => ({ batchId, ...error })),
  };
}

async function report(run: Run, { runs, clock }: ImportDeps): Promise<object> {
  const totals = await runs.totals({ runId: run.runId });
  const now = clock.now();
  return {
    ...(isCatalogRun(run) ? catalogSummaryOf({ run, totals, now }) : summaryOf({ run, totals, now })),
    tenantId: run.tenantId,
    sourceFile: run.sourceFile,
    registeredAt: new Date(run.registeredAt).toISOString(),
  };
}
