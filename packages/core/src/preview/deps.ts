import type { Flows } from "../flow/index.ts";
import type { LeadStore } from "../lead/index.ts";
import type { ModelTariff } from "../model/index.ts";
import type { ProductSource, ProductStore } from "../product/index.ts";
import type { CatalogOptions, ImportOptions } from "../run/index.ts";
import type { RunDeps } from "../run-lifecycle/index.ts";
import type { TokenLedger } from "../token-ledger/index.ts";
import type { Uploads } from "./uploads.ts";

/** What runs are told where their uploader chooses nothing, and what they can ask. */
export interface IntakeSettings {
  imports: ImportOptions;
  catalogs: Omit<CatalogOptions, "catalogId" | "user">;
  /** Null: rules alone decide. */
  model: ModelTariff | null;
  /** The provider of products' data; null where it cannot be asked. */
  keepa: Pick<ProductSource, "price"> | null;
}

/** What previews need from outside. */
export interface PreviewDeps extends RunDeps {
  leads: Pick<LeadStore, "getMany">;
  products: Pick<ProductStore, "get">;
  keepaTokens: Pick<TokenLedger, "forecast">;
  flows: Flows;
  uploads: Uploads;
  intake: () => IntakeSettings;
}
