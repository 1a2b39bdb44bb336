import { summarizeCatalog } from "@millrace/core/catalog-enrichment";
import { catalogDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";

export const handler = lambdaHandler("SummarizeCatalog", (event) => summarizeCatalog(event, catalogDeps()));
