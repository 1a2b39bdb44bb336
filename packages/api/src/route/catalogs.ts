import { createRoute } from "@hono/zod-openapi";
import { CatalogSubmission, submitCodes } from "@millrace/core/catalog-enrichment";
import { productsAsCsv } from "@millrace/core/export";
import { listProducts, Product, ProductStatus, productPages } from "@millrace/core/product";
import { CatalogOptions } from "@millrace/core/run";
import { PageQuery } from "@millrace/core/shop";
import * as z from "zod";
import { found } from "../cached.ts";
import type { Api, ApiDeps, CatalogPorts } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, json, jsonBody, pageSchema, secured } from "./common.ts";

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
  Product.omit({ tenantId: true, claim: true }).meta({
    id: "Product",
    description:
      "Prices are in the currency's smallest unit; `sampled` names the fields that are sample values",
  }),
).meta({ id: "ProductPage" });

const enrich = createRoute({
  method: "post",
  path: "/api/catalogs/{catalogId}/enrich",
  operationId: "enrichCatalog",
  summary: "Look up products at a provider, as the account's tokens allow; answers at once",
  tags: ["catalogs"],
  ...secured("catalogs:write"),
  request: { params: CatalogParam, body: jsonBody(CatalogSubmission.meta({ id: "CatalogSubmission" })) },
  responses: {
    202: json(Accepted, "It is begun; Location says where it is followed"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

const list = createRoute({
  method: "get",
  path: "/api/catalogs/{catalogId}/products",
  operationId: "listProducts",
  summary: "Products of a catalog in order of code; with a status a page may hold fewer than its limit",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: CatalogParam, query: ProductsQuery },
  responses: { 200: json(ProductPage, "A page"), ...COMMON_PROBLEMS, ...problemResponses(404, 422) },
});

const download = createRoute({
  method: "get",
  path: "/api/catalogs/{catalogId}/products.csv",
  operationId: "exportProducts",
  summary: "All products of a catalog as CSV that is safe to open in a spreadsheet",
  tags: ["catalogs"],
  ...secured("catalogs:read"),
  request: { params: CatalogParam, query: z.object(Status) },
  responses: {
    200: { description: "The products", content: { "text/csv": { schema: z.string() } } },
    ...COMMON_PROBLEMS,
    ...problemResponses(404, 422),
  },
});

export function catalogRoutes(api: Api, deps: ApiDeps & CatalogPorts): void {
  const { products } = deps;

  api.openapi(enrich, async (c) => {
    const { tenantId, id: user } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const { runId } = await submitCodes({ tenantId, catalogId, user, submission: c.req.valid("json") }, deps);
    c.header("Location", `/api/runs/${runId}`);
    const message = "The products are looked up as the provider's tokens allow";
    return c.json({ message, tracking_id: runId, total_products: null, total_batches: null }, 202);
  });

  api.openapi(list, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const page = found(await listProducts({ products, tenantId, catalogId, ...c.req.valid("query") }));
    return c.json({ ...page, items: page.items.map(shown) }, 200);
  });

  api.openapi(download, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const { status } = c.req.valid("query");
    found(await listProducts({ products, tenantId, catalogId, limit: 1 }));
    const only = status === undefined ? {} : { status };
    const texts = productsAsCsv(productPages({ products, tenantId, catalogId, ...only }));
    return c.body(streamOf(texts), 200, {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${catalogId}.csv"`,
    });
  });
}

function shown({ tenantId: _, claim: __, ...product }: Product) {
  return product;
}

/** Texts as a body, read as fast as they are sent. A failure on the way breaks the answer off: half a file is not taken for a whole one. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
