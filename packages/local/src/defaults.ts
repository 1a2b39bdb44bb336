import type { CatalogOptions, ImportOptions } from "@millrace/core/run";

/** What an import is told where nobody says otherwise. The seed's figures: batches of ten rows, five at once. */
export function importDefaults({ hasModel }: { hasModel: boolean }): ImportOptions {
  return {
    country: null,
    mode: hasModel ? "hybrid" : "rules",
    batchSize: 10,
    maxConcurrency: 5,
    columns: {},
    maxCostUsd: null,
  };
}

/** What a catalog's run is told where nobody says otherwise. The seed's figure: ten batches at once. */
export const CATALOG_DEFAULTS: Omit<CatalogOptions, "catalogId" | "user"> = {
  provider: "keepa",
  marketplace: "com",
  batchSize: null,
  maxConcurrency: 10,
  codeColumn: null,
  sample: false,
};
