import type { Marketplace } from "../keepa/marketplace.ts";
import type { ProductSource, ProductStore } from "../product/index.ts";
import type { RunDeps } from "../run-lifecycle/deps.ts";
import type { TokenLedger } from "../token-ledger/index.ts";

/** What the steps of the catalog enrichment need from outside. */
export interface CatalogDeps extends RunDeps {
  products: ProductStore;
  /** Null where no provider is configured: runs wait for one. */
  keepa: ProductSource<Marketplace> | null;
  /** What is to be set where {@link keepa} is null: it differs from place to place. */
  keepaSetting: string;
  /** The tokens of the account that {@link keepa} spends. */
  keepaTokens: TokenLedger;
}
