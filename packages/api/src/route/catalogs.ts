import { latestRunsOf, submitCatalog } from "@millrace/core/catalog-enrichment";
import { productsAsCsv } from "@millrace/core/export";
import { type Product, productPages, listProducts as productsOf } from "@millrace/core/product";
import { exportsOf } from "@millrace/core/run-file";
import { say, told, toldByCode } from "@millrace/core/sentence";
import { found } from "../cached.ts";
import { downloadProducts, enrichCatalog, listCatalogs, listProducts } from "../contract/catalogs.ts";
import type { Api, RouteDeps } from "../deps.ts";
import { answerCsv } from "../download.ts";
import { type FieldError, Problem } from "../problem.ts";

const NO_FILE: FieldError = { in: "body", field: "key", ...told(say("field.noFile")) };

export function catalogRoutes(api: Api, deps: RouteDeps): void {
  const { products, runs, keepaTokens } = deps;

  api.openapi(listCatalogs, async (c) => {
    const { tenantId } = c.var.apiKey;
    const items = (await latestRunsOf({ runs, tenantId })).map(({ options, ...run }) => {
      const { runId, status, sourceFile, registeredAt } = run;
      return { catalogId: options.catalogId, lastRun: { runId, status, sourceFile, registeredAt } };
    });
    const { free, rate, waiting, readyAt } = await keepaTokens.forecast({ tokens: 0 });
    return c.json({ items, tokens: { left: free, perMinute: rate, waiting, readyAt } }, 200);
  });

  api.openapi(enrichCatalog, async (c) => {
    const { tenantId, id: user } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const submission = c.req.valid("json");
    const run = await submitCatalog({ tenantId, catalogId, user, submission }, deps);
    if (run === null) throw new Problem("invalid-request", { errors: [NO_FILE] });
    const { runId, parse } = run;
    c.header("Location", `/api/runs/${runId}`);
    const message = "The products are looked up as the provider's tokens allow";
    const total_products = parse === null ? null : parse.rows - parse.duplicates;
    const total_batches = parse?.batches ?? null;
    return c.json({ message, tracking_id: runId, total_products, total_batches }, 202);
  });

  api.openapi(listProducts, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const page = found(await productsOf({ products, tenantId, catalogId, ...c.req.valid("query") }));
    return c.json({ ...page, items: page.items.map(shown) }, 200);
  });

  api.openapi(downloadProducts, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { catalogId } = c.req.valid("param");
    const { status } = c.req.valid("query");
    found(await productsOf({ products, tenantId, catalogId, limit: 1 }));
    const only = status === undefined ? {} : { status };
    const texts = productsAsCsv(productPages({ products, tenantId, catalogId, ...only }));
    // Two that are asked for at once are two objects.
    const key = `${exportsOf(tenantId)}products-${deps.uuid()}.csv`;
    return answerCsv(c, { texts, key, fileName: `${catalogId}.csv` }, deps);
  });
}

function shown({ tenantId: _, claim: __, ...product }: Product) {
  return { ...product, why: product.reason === null ? null : toldByCode(product.reason) };
}
