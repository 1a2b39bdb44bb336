import { reserveTokens } from "@millrace/core/catalog-enrichment";
import { catalogDeps } from "../deps.ts";
import { lambdaHandler } from "../handler.ts";
import { keepaOfStage } from "./keepa.ts";

export const handler = lambdaHandler("ReserveTokens", (event) =>
  reserveTokens(event, { ...catalogDeps(), keepa: keepaOfStage() }),
);
