import { createRoute } from "@hono/zod-openapi";
import { RejectedRow } from "@millrace/core/run-file";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, csv, json, pageSchema } from "../route/common.ts";
import { RunParam, reading } from "./run-access.ts";
import { Told } from "./told.ts";

const Count = z.int();

/** Why a row was rejected; such a reason has its code always. */
const Rejection = { ...Told.shape, code: z.string() };

const RejectView = RejectedRow.extend(Rejection).meta({ id: "RejectedRow" });

export const RejectSummary = z
  .object({
    total: Count,
    reasons: z.array(z.object({ field: z.string(), ...Rejection, rows: Count })),
    header: z.array(z.string()),
  })
  .meta({ id: "RejectSummary" });

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
    200: json(pageSchema(RejectView).meta({ id: "RejectedRowPage" }), "A page"),
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
