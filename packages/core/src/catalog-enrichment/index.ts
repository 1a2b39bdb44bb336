export { FRESH_MS } from "./batch.ts";
export { batchSizeFor } from "./batch-size.ts";
export type { CatalogDeps } from "./deps.ts";
export { type EnrichOutput, enrichProducts } from "./enrich-products.ts";
export { type ParseCatalogOutput, parseCatalog } from "./parse-catalog.ts";
export { recordCatalogFailure } from "./record-failure.ts";
export { type ReserveOutput, reserveTokens } from "./reserve-tokens.ts";
export { summarizeCatalog } from "./summarize-catalog.ts";
export { type CatalogSummary, catalogSummaryOf } from "./summary.ts";
