import { enrichProducts } from "@millrace/core/catalog-enrichment";
import { catalogDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { keepaOfStage, metered } from "./keepa.ts";

export const handler = lambdaHandler("EnrichProducts", (event) => {
  const keepa = keepaOfStage();
  return enrichProducts(event, { ...catalogDeps(), keepa: keepa === null ? null : metered(keepa) });
});
