import { createRoute } from "@hono/zod-openapi";
import { CatalogSubmission } from "@millrace/core/catalog-enrichment";
import { Product, ProductStatus } from "@millrace/core/product";
import { CatalogOptions, RunStatus } from "@millrace/core/run";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, csv, json, jsonBody, pageSchema, secured } from "../route/common.ts";
import { Told } from "./told.ts";

const CatalogParam = z.object({
  catalogId: CatalogOptions.shape.catalogId.meta({
    param: { name: "catalogId", in: "path" },
    example: "spring",
  }),
});

/** A rejected row's text may be 100 characters of any kind: longer than any other list's position. */
const MAX_CURSOR = 1_500;
const Status = { status: ProductStatus.optional() };
const ProductsQuery = PageQuery.extend({ ...Status, cursor: z.string().max(MAX_CURSOR).optional() });

const Accepted = z
  .object({
    message: z.string(),
    tracking_id: z.string().meta({ description: "The run's id: GET /api/runs/{runId}" }),
    total_products: z.int().nullable().meta({ description: "null until the codes have been read" }),
    total_batches: z.int().nullable().meta({ description: "The same" }),
  })
  .meta({ id: "AcceptedCatalog" });

const ProductPage = pageSchema(
  Product.omit({ tenantId: true, claim: true })
    .extend({
      why: Told.nullable().meta({ description: "What the reason means; null for one without words" }),
    })
    .meta({
      id: "Product",
      description:
        "Prices are in the currency's smallest unit; `sampled` names the fields that are sample values",
    }),
).meta({ id: "ProductPage" });

export const enrichCatalog = createRoute({
  method: "post",
  path: "/api/catalogs/{catalogId}/enrich",
  operationId: "enrichCatalog",
  summary: "Look up products at a provider, as the account's tokens allow; answers at once",
  tags: ["catalogs"],
  ...secured("catalogs:write"),
  request: {
    params: CatalogParam,
    // Who calls it as the seed's API was called says it here.
    query: z.object({ provider: CatalogOptions.shape.provider.optional() }),
    body: jsonBody(CatalogSubmission.meta({ id: "CatalogSubmission" })),
  },
  responses: {
    202: json(Accepted, "It is begun; Location says where it is followed"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

export const listProducts = createRoute({
  method: "get",
  path: "/api/catalogs/{catalogId}/products",
  operationId: "listProducts",
  summary: "Products of a catalog in order of code; with a status a page may hold fewer than its limit",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: CatalogParam, query: ProductsQuery },
  responses: { 200: json(ProductPage, "A page"), ...COMMON_PROBLEMS, ...problemResponses(404, 422) },
});

export const downloadProducts = createRoute({
  method: "get",
  path: "/api/catalogs/{catalogId}/products.csv",
  operationId: "exportProducts",
  summary: "All products of a catalog as CSV that is safe to open in a spreadsheet",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: CatalogParam, query: z.object(Status) },
  responses: {
    200: csv("The products"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

const CatalogList = z
  .object({
    items: z.array(
      z.object({
        catalogId: CatalogOptions.shape.catalogId,
        lastRun: z.object({
          runId: z.string(),
          status: RunStatus,
          sourceFile: z.string(),
          registeredAt: z.number(),
        }),
      }),
    ),
    tokens: z
      .object({
        left: z.number().nullable().meta({ description: "null where not known yet" }),
        perMinute: z.number().nullable(),
        waiting: z.number().meta({ description: "Tokens that batches wait for" }),
        readyAt: z.number().nullable().meta({ description: "When all who wait will have been served" }),
      })
      .meta({ description: "Of the provider's account, shared by all" }),
  })
  .meta({ id: "CatalogList" });

export const listCatalogs = createRoute({
  method: "get",
  path: "/api/catalogs",
  operationId: "listCatalogs",
  summary: "Catalogs in order of their ids, and how the account's tokens stand",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  responses: { 200: json(CatalogList, "The catalogs"), ...COMMON_PROBLEMS },
});
