import * as z from "zod";
import { MillraceError } from "../error.ts";
import { isCatalogRun } from "../run/index.ts";
import { writeRejects } from "../run-file/rejects.ts";
import { recordMissing, statusOf } from "../run-lifecycle/batches.ts";
import { say } from "../sentence/index.ts";
import { step } from "../step/index.ts";
import type { CatalogDeps } from "./deps.ts";
import { type CatalogSummary, catalogSummaryOf } from "./summary.ts";

export const SummarizeCatalogInput = z.object({ runId: z.string() });

/** Closes a catalog's run: every batch has a record, every product is counted, the rejected rows can be downloaded. */
export const summarizeCatalog = step(
  SummarizeCatalogInput,
  async ({ runId }, deps: CatalogDeps): Promise<CatalogSummary> => {
    const { runs, clock, log } = deps;
    const run = await runs.get({ runId });
    if (run === null || !isCatalogRun(run))
      throw new MillraceError("Run.NotFound", say("run.missing", { run: runId }));
    await recordMissing(run, deps);
    await writeRejects(run, deps);
    const totals = await runs.totals({ runId });
    const set = { status: statusOf(totals), finishedAt: clock.now() };
    const closed = await runs.update({ runId, from: ["RUNNING"], set });
    const last = closed !== null && isCatalogRun(closed) ? closed : run;
    const summary = catalogSummaryOf({ run: last, totals, now: clock.now() });
    const { rows, duplicates, enriched, noData, rejected, pending, tokensSpent, seconds } = summary;
    log.info("catalog run finished", {
      ...{ runId, tenantId: run.tenantId, rows, duplicates, enriched, noData, rejected, pending },
      ...{ tokens: tokensSpent, ms: seconds * 1000 },
    });
    return summary;
  },
);
