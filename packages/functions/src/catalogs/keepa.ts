import { systemClock } from "@millrace/aws/system";
import type { CatalogDeps } from "@millrace/core/catalog-enrichment";
import { KeepaError, keepaFromEnvironment } from "@millrace/core/keepa";
import { Resource } from "sst";
import { once } from "../deps.ts";
import { measure } from "../observe.ts";
import { valueOfSecret } from "../secret.ts";

type Keepa = NonNullable<CatalogDeps["keepa"]>;

/** Keepa, as this stage asks it; null where its key was not set. The key is a linked secret, the rest environment. */
export const keepaOfStage = once((): Keepa | null => {
  const key = valueOfSecret(Resource.KeepaKey);
  if (key === null) return null;
  return keepaFromEnvironment({ env: { ...process.env, MILLRACE_KEEPA_KEY: key }, clock: systemClock });
});

/** The source, which measures what its calls bring and cost. */
export function metered(keepa: Keepa): Keepa {
  return {
    price: (codes) => keepa.price(codes),
    async fetchProducts(input) {
      measure("KeepaCalls", 1);
      try {
        const answer = await keepa.fetchProducts(input);
        const found = [...answer.products.values()].filter(({ status }) => status === "found").length;
        measure("ProductsEnriched", found);
        measure("ProductsWithoutData", answer.products.size - found);
        measure("KeepaTokensSpent", answer.tokens?.consumed ?? 0);
        return answer;
      } catch (error) {
        const isRefused = error instanceof KeepaError && error.name === "Keepa.OutOfTokens";
        measure(isRefused ? "KeepaRefused" : "KeepaFailures", 1);
        measure("KeepaTokensSpent", error instanceof KeepaError ? (error.tokens?.consumed ?? 0) : 0);
        throw error;
      }
    },
  };
}
