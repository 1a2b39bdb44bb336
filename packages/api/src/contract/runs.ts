import { createRoute } from "@hono/zod-openapi";
import { BatchStatus, CatalogOptions, FLOWS_OF_RUNS, RunStatus } from "@millrace/core/run";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, pageSchema } from "../route/common.ts";
import { RunParam, reading, writing } from "./run-access.ts";
import { BatchView, MOST_GRID, RunGrid, RunView, Started, UndoPreview } from "./run-views.ts";

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
      flow: z.enum(FLOWS_OF_RUNS).optional(),
      status: RunStatus.optional(),
      catalogId: CatalogOptions.shape.catalogId.optional().meta({ description: "Only runs of this catalog" }),
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
