import { createRoute } from "@hono/zod-openapi";
import { type CatalogProgress, catalogProgress, catalogRunOf } from "@millrace/core/catalog-enrichment";
import { type BatchRecord, BatchStatus, CatalogOptions, Failure, NO_PRODUCTS, Run } from "@millrace/core/run";
import { decodeCursor, PageQuery, pageOf } from "@millrace/core/shop";
import * as z from "zod";
import { found } from "../cached.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, json, pageSchema, secured } from "./common.ts";

/** What a run's id looks like, and some room. */
const RunParam = z.object({
  runId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .meta({ param: { name: "runId", in: "path" }, example: "3f2a9c01d4e5b6a7c8d9" }),
});

const Count = z.int();
const { catalogId, provider, marketplace, user } = CatalogOptions.shape;
const { runId, status, sourceFile, attempt, registeredAt, startedAt, finishedAt, halted, error } = Run.shape;

const Progress = z
  .object({
    ...{ runId, catalogId, status, provider, marketplace, sourceFile, attempt },
    user: user.meta({ description: "The id of the API key that began it; drop for a file" }),
    ...{ registeredAt, startedAt, finishedAt },
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
    halted: halted.meta({ description: "Why no more is asked" }),
    error,
  })
  .meta({ id: "CatalogRun" });

const BatchPage = pageSchema(
  z
    .object({
      ...{ batchId: z.string(), status: BatchStatus, products: Count },
      ...{ enriched: Count, noData: Count, rejected: Count, pending: Count, tokens: Count },
      error: Failure.nullable(),
      ...{ startedAt: z.number(), finishedAt: z.number() },
    })
    .meta({ id: "CatalogBatch" }),
).meta({ id: "CatalogBatchPage" });

const get = createRoute({
  method: "get",
  path: "/api/runs/{runId}",
  operationId: "getCatalogRun",
  summary: "A catalog's run: how far it is, and when it is expected to end",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: RunParam },
  responses: { 200: json(Progress, "The run"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

const batches = createRoute({
  method: "get",
  path: "/api/runs/{runId}/batches",
  operationId: "listCatalogBatches",
  summary: "Batches of a catalog's run that have been worked on, in the order of the file",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: RunParam, query: PageQuery.extend({ status: BatchStatus.optional() }) },
  responses: { 200: json(BatchPage, "A page"), ...COMMON_PROBLEMS, ...problemResponses(404, 422) },
});

export function runRoutes(api: Api, deps: RouteDeps): void {
  api.openapi(get, async (c) => {
    const { tenantId } = c.var.apiKey;
    return c.json(shown(found(await catalogProgress({ tenantId, ...c.req.valid("param") }, deps))), 200);
  });

  api.openapi(batches, async (c) => {
    const { tenantId } = c.var.apiKey;
    const run = found(await catalogRunOf({ tenantId, ...c.req.valid("param") }, deps));
    const { cursor, limit, status: only } = c.req.valid("query");
    const rows = await deps.runs.batches({
      ...{ runId: run.runId, limit: limit + 1 },
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor).id }),
      ...(only === undefined ? {} : { status: only }),
    });
    // The id alone says where a batch stands.
    const position = ({ batchId }: BatchRecord) => ({ at: 0, id: batchId });
    return c.json(pageOf({ rows, limit, item: shownBatch, position }), 200);
  });
}

function shown({ run, summary, tokens, expectedAt }: CatalogProgress): z.infer<typeof Progress> {
  const { rows, duplicates, products, enriched, noData, rejected, pending, batches, failedBatches } = summary;
  const counts = { rows, duplicates, products, enriched, noData, rejected, pending, batches, failedBatches };
  return {
    ...{ runId: run.runId, status: run.status, sourceFile: run.sourceFile, attempt: run.attempt },
    ...{ catalogId: run.options.catalogId, provider: run.options.provider },
    ...{ marketplace: run.options.marketplace, user: run.options.user },
    ...{ registeredAt: run.registeredAt, startedAt: run.startedAt, finishedAt: run.finishedAt },
    counts: run.parse === null ? null : counts,
    tokens: { spent: summary.tokensSpent, left: tokens.free, perMinute: tokens.rate },
    ...{ expectedAt, halted: run.halted, error: run.error },
  };
}

function shownBatch(batch: BatchRecord): z.infer<typeof BatchPage>["items"][number] {
  const { batchId, status, rows, error, startedAt, finishedAt } = batch;
  const { enriched, noData, rejected, tokens } = batch.products ?? NO_PRODUCTS;
  const pending = rows - enriched - noData - rejected;
  const counts = { products: rows, enriched, noData, rejected, pending, tokens };
  return { batchId, status, ...counts, error, startedAt, finishedAt };
}
