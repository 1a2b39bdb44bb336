import { recordCatalogFailure } from "@millrace/core/catalog-enrichment";
import { catalogDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("RecordCatalogFailure", (event) =>
  recordCatalogFailure(event, catalogDeps()),
);
