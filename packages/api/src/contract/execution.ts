import { createRoute } from "@hono/zod-openapi";
import { ExecutionDetail, FlowEvent } from "@millrace/core/flow";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, json } from "../route/common.ts";
import { RunParam, reading } from "./run-access.ts";
import { RunGrid, RunView } from "./run-views.ts";

export const listExecutions = createRoute({
  method: "get",
  path: "/api/runs/{runId}/executions",
  operationId: "listExecutions",
  summary: "Executions of a run, newest first: its first, its retries, its undo",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: {
    200: json(z.object({ items: z.array(ExecutionDetail.meta({ id: "Execution" })) }), "The executions"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});

/** The most events of one page: of a run there are some dozens, whatever its size. */
const MOST_EVENTS = 1_000;

export const listEvents = createRoute({
  method: "get",
  path: "/api/runs/{runId}/executions/{name}/events",
  operationId: "listEvents",
  summary: "Events of one execution with inputs and outputs, oldest first",
  tags: ["runs"],
  ...reading,
  request: {
    params: RunParam.extend({
      name: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,80}$/)
        .meta({ param: { name: "name", in: "path" } }),
    }),
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(MOST_EVENTS).default(100),
    }),
  },
  responses: {
    200: json(
      z.object({ items: z.array(FlowEvent.meta({ id: "FlowEvent" })), nextAfter: z.int().nullable() }),
      "A page",
    ),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

const EVENT_STREAM = { content: { "text/event-stream": { schema: z.string() } } };

export const followRun = createRoute({
  method: "get",
  path: "/api/runs/{runId}/live",
  operationId: "followRun",
  summary:
    "Server-sent events of a run, on one machine only: run, grid and execution, whenever one has changed",
  tags: ["runs"],
  ...reading,
  request: { params: RunParam },
  responses: {
    200: { description: "The events", ...EVENT_STREAM },
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});

export const followRuns = createRoute({
  method: "get",
  path: "/api/live",
  operationId: "followRuns",
  summary:
    "Server-sent events of the newest runs, on one machine only: runs, whenever one of them has changed",
  tags: ["runs"],
  ...reading,
  responses: { 200: { description: "The events", ...EVENT_STREAM }, ...COMMON_PROBLEMS },
});

/**
 * What `GET /api/runs/{runId}/live` sends, by the name of its event: the run, pieces of its grid and its newest
 * execution, each whenever it has changed and once at the beginning. It ends a while after the run has.
 */
export const LIVE_RUN_EVENTS = { run: RunView, grid: RunGrid, execution: ExecutionDetail } as const;

/** What `GET /api/live` sends: the newest runs, whenever one of them has changed and once at the beginning. */
export const LIVE_EVENTS = { runs: z.object({ items: z.array(RunView) }) } as const;
