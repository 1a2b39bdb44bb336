import { parseCatalog } from "@millrace/core/catalog-enrichment";
import { catalogDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { measure } from "../observe.ts";

export const handler = lambdaHandler("ParseCatalog", async (event) => {
  const parsed = await parseCatalog(event, catalogDeps());
  if (parsed.isNew) measure("ProductsRejected", parsed.rejected);
  return parsed;
});
