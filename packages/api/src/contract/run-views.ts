import { BatchStatus, CatalogOptions, ImportOptions, ModelUsage, ParseReport, Run } from "@millrace/core/run";
import * as z from "zod";
import { Told, ToldFailure } from "./told.ts";

const Count = z.int();
const { runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt } = Run.shape;
const { catalogId, provider, marketplace, user } = CatalogOptions.shape;

const common = {
  ...{ runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt },
  halted: ToldFailure.nullable().meta({ description: "Why it goes no further by itself" }),
  error: ToldFailure.nullable(),
  seconds: z.number(),
  can: z
    .array(z.enum(["retry", "cancel", "undo"]))
    .meta({ description: "What may be asked of it as it stands; undo within 30 days" }),
  reading: ParseReport.pick({
    ...{ format: true, encoding: true, delimiter: true, sheet: true, headerRow: true, header: true },
    ...{ columns: true, skipped: true },
  })
    .extend({ notes: z.array(Told) })
    .nullable()
    .meta({ description: "How its file was read; null until it has been" }),
  batches: z
    .object({ all: Count, completed: Count, failed: Count, pending: Count })
    .meta({ description: "pending: recorded as waiting; the rest of all has no record yet" }),
};

export const LeadRunView = z
  .object({
    flow: z.literal("lead-import"),
    ...common,
    options: ImportOptions.extend({ country: z.string().nullable() }),
    counts: z
      .object({
        ...{ rows: Count, created: Count, updated: Count, unchanged: Count, superseded: Count },
        ...{ duplicates: Count, rejected: Count, failed: Count, pending: Count, skipped: Count },
      })
      .nullable()
      .meta({ description: "null until the file has been read; rows are the sum of the next eight" }),
    model: ModelUsage,
  })
  .meta({ id: "LeadRun" });

export const CatalogRunView = z
  .object({
    flow: z.literal("catalog-enrichment"),
    ...common,
    ...{ catalogId, provider, marketplace },
    user: user.meta({ description: "The id of the API key that began it; drop for a file" }),
    counts: z
      .object({
        ...{ rows: Count, duplicates: Count, products: Count },
        ...{ enriched: Count, noData: Count, rejected: Count, pending: Count },
        ...{ batches: Count, failedBatches: Count },
      })
      .nullable()
      .meta({ description: "null until the codes have been read; products are the sum of the next four" }),
    tokens: z.object({
      spent: Count.meta({ description: "By this run" }),
      left: z.number().nullable().meta({ description: "Of the account; null where not known yet" }),
      perMinute: z.number().nullable(),
    }),
    expectedAt: z.number().nullable().meta({
      description:
        "When the account's tokens will have been enough; null where not known, and once it has ended",
    }),
  })
  .meta({ id: "CatalogRun" });

export const RunView = z.discriminatedUnion("flow", [LeadRunView, CatalogRunView]);

const batchCommon = {
  batchId: z.string(),
  index: Count.meta({ description: "Its place in the grid, from 0" }),
  status: BatchStatus,
  error: ToldFailure.nullable(),
  startedAt: z.number(),
  finishedAt: z.number(),
};

export const BatchView = z.discriminatedUnion("flow", [
  z
    .object({
      flow: z.literal("lead-import"),
      ...batchCommon,
      ...{ rows: Count, created: Count, updated: Count, unchanged: Count, superseded: Count },
      costUsd: z.number(),
    })
    .meta({ id: "LeadBatch" }),
  z
    .object({
      flow: z.literal("catalog-enrichment"),
      ...batchCommon,
      ...{ products: Count, enriched: Count, noData: Count, rejected: Count, pending: Count, tokens: Count },
    })
    .meta({ id: "CatalogBatch" }),
]);

/** The most batches of one piece of a grid: a million rows in batches of ten. */
export const MOST_GRID = 100_000;

export const RunGrid = z
  .object({
    all: Count.meta({ description: "Batches of the run; 0 until its file has been read" }),
    from: Count,
    text: z.string().meta({
      description:
        "A letter a batch, in the order of the file: C completed, F failed, P waiting, . no record yet",
    }),
  })
  .meta({ id: "RunGrid" });

export const UndoPreview = z
  .object({
    deleted: Count.meta({ description: "Leads that only this run knows" }),
    restored: Count.meta({ description: "Leads that go back to what another run said" }),
    untouched: Count.meta({ description: "Leads that a later run has replaced since" }),
    complete: z.boolean().meta({
      description: "Whether these are all; else the counts are of its first leads, and say at least how many",
    }),
  })
  .meta({ id: "UndoPreview" });

export const Started = z
  .object({
    execution: z.string(),
    batches: Count.nullable().meta({ description: "That are done again; null: the whole file" }),
  })
  .meta({ id: "StartedExecution" });
