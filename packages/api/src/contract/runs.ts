import { createRoute } from "@hono/zod-openapi";
import {
  BatchStatus,
  CatalogOptions,
  Failure,
  ImportOptions,
  ModelUsage,
  ParseReport,
  Run,
  RunStatus,
} from "@millrace/core/run";
import { RejectedRow } from "@millrace/core/run-file";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import {
  BODY_PROBLEMS,
  COMMON_PROBLEMS,
  csv,
  json,
  jsonBody,
  pageSchema,
  SECURITY_SCHEME,
} from "../route/common.ts";

/** Runs of leads need `leads:…`, runs of catalogs `catalogs:…`: checked by the handler, which knows the run. */
const reading = {
  security: [{ [SECURITY_SCHEME]: ["leads:read"] }, { [SECURITY_SCHEME]: ["catalogs:read"] }],
};
const writing = {
  security: [{ [SECURITY_SCHEME]: ["leads:write"] }, { [SECURITY_SCHEME]: ["catalogs:write"] }],
};

/** What a run's id looks like, and some room. */
export const RunParam = z.object({
  runId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .meta({ param: { name: "runId", in: "path" }, example: "3f2a9c01d4e5b6a7c8d9" }),
});

export const FLOWS = ["lead-import", "catalog-enrichment"] as const;

const Count = z.int();
const { runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt, halted, error } =
  Run.shape;
const { catalogId, provider, marketplace, user } = CatalogOptions.shape;

const common = {
  ...{ runId, status, sourceFile, bytes, attempt, registeredAt, startedAt, finishedAt },
  halted: halted.meta({ description: "Why it goes no further by itself" }),
  error,
  seconds: z.number(),
  can: z
    .array(z.enum(["retry", "cancel", "undo"]))
    .meta({ description: "What may be asked of it as it stands; undo within 30 days" }),
  reading: ParseReport.pick({
    ...{ format: true, encoding: true, delimiter: true, sheet: true, headerRow: true, header: true },
    ...{ columns: true, notes: true, skipped: true },
  })
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
  error: Failure.nullable(),
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

export const RejectSummary = z
  .object({
    total: Count,
    reasons: z.array(z.object({ field: z.string(), code: z.string(), message: z.string(), rows: Count })),
    header: z.array(z.string()),
  })
  .meta({ id: "RejectSummary" });

export const UndoPreview = z
  .object({
    deleted: Count.meta({ description: "Leads that only this run knows" }),
    restored: Count.meta({ description: "Leads that go back to what another run said" }),
    untouched: Count.meta({ description: "Leads that a later run has replaced since" }),
  })
  .meta({ id: "UndoPreview" });

export const Started = z
  .object({
    execution: z.string(),
    batches: Count.nullable().meta({ description: "That are done again; null: the whole file" }),
  })
  .meta({ id: "StartedExecution" });

/** A POST is JSON, here too: a page of another site can post a form or plain text without asking first, but no JSON. */
const nothing = jsonBody(z.strictObject({}).meta({ id: "Nothing" }));

export const listRuns = createRoute({
  method: "get",
  path: "/api/runs",
  operationId: "listRuns",
  summary:
    "Runs, newest first, of the kinds the key may read; with a filter a page may hold fewer than its limit",
  tags: ["runs"],
  ...reading,
  request: {
    query: PageQuery.extend({
      flow: z.enum(FLOWS).optional(),
      status: RunStatus.optional(),
      catalogId: catalogId.optional().meta({ description: "Only runs of this catalog" }),
      user: z
        .string()
        .max(80)
        .optional()
        .meta({ description: "Only runs of catalogs that this API key began, by its id; drop: of files" }),
    }),
  },
  responses: {
    200: json(pageSchema(RunView).meta({ id: "RunPage" }), "A page"),
    ...COMMON_PROBLEMS,
    ...problemResponses(422),
  },
});

export const getRun = createRoute({
  method: "get",
  path: "/api/runs/{runId}",
  operationId: "getRun",
  summary: "A run: how far it is, and what became of its rows",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: { 200: json(RunView, "The run"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

export const listBatches = createRoute({
  method: "get",
  path: "/api/runs/{runId}/batches",
  operationId: "listBatches",
  summary: "Batches of a run that have been worked on, in the order of the file",
  tags: ["runs"],
  ...reading,
  request: {
    params: RunParam,
    query: PageQuery.extend({
      status: BatchStatus.optional(),
      from: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .meta({ description: "Begins at this place in the grid" }),
    }),
  },
  responses: {
    200: json(pageSchema(BatchView).meta({ id: "BatchPage" }), "A page"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export const getGrid = createRoute({
  method: "get",
  path: "/api/runs/{runId}/grid",
  operationId: "getGrid",
  summary: "The status of every batch, a letter each",
  tags: ["runs"],
  ...reading,
  request: {
    params: RunParam,
    query: z.object({ from: z.coerce.number().int().min(0).default(0) }),
  },
  responses: {
    200: json(RunGrid, `At most ${MOST_GRID} of them`),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export const summarizeRejects = createRoute({
  method: "get",
  path: "/api/runs/{runId}/rejects/summary",
  operationId: "summarizeRejects",
  summary: "Why rows were rejected: by field and reason, most frequent first",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: { 200: json(RejectSummary, "The reasons"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

export const listRejects = createRoute({
  method: "get",
  path: "/api/runs/{runId}/rejects",
  operationId: "listRejects",
  summary:
    "Rejected rows with their cells as they stand in the file; with a filter a page may hold fewer than its limit",
  tags: ["runs"],
  ...reading,
  request: {
    params: RunParam,
    query: PageQuery.extend({ code: z.string().max(100).optional(), field: z.string().max(100).optional() }),
  },
  responses: {
    200: json(pageSchema(RejectedRow.meta({ id: "RejectedRow" })).meta({ id: "RejectedRowPage" }), "A page"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export const downloadRejects = createRoute({
  method: "get",
  path: "/api/runs/{runId}/rejects.csv",
  operationId: "downloadRejects",
  summary: "Rejected rows in the uploader's own columns, to be corrected and dropped again",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: {
    200: csv("The rows"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});

export const retryRun = createRoute({
  method: "post",
  path: "/api/runs/{runId}/retry",
  operationId: "retryRun",
  summary: "Does the batches that failed or wait again; the whole file where it could not be read",
  tags: ["runs"],
  ...writing,
  request: {
    params: RunParam,
    body: jsonBody(
      z
        .strictObject({
          maxCostUsd: z.number().positive().optional().meta({
            description: "What the model may cost from now on, all tries together",
          }),
        })
        .meta({ id: "Retry" }),
    ),
  },
  responses: {
    202: json(Started, "It is begun"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404, 409),
  },
});

export const cancelRun = createRoute({
  method: "post",
  path: "/api/runs/{runId}/cancel",
  operationId: "cancelRun",
  summary: "Stops a run; what it has written stays",
  tags: ["runs"],
  ...writing,
  request: { params: RunParam, body: nothing },
  responses: {
    200: json(RunView, "The run"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404, 409),
  },
});

export const previewUndo = createRoute({
  method: "get",
  path: "/api/runs/{runId}/undo",
  operationId: "previewUndo",
  summary: "What taking a run back would do; changes nothing",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: {
    200: json(UndoPreview, "What it would do"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 409),
  },
});

export const undoRun = createRoute({
  method: "post",
  path: "/api/runs/{runId}/undo",
  operationId: "undoRun",
  summary: "Takes a run back: the leads will be as if it had never been",
  tags: ["runs"],
  ...writing,
  request: { params: RunParam, body: nothing },
  responses: {
    202: json(z.object({ execution: z.string() }), "It is begun"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404, 409),
  },
});
