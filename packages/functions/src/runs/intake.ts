import { keepaPrice } from "@millrace/core/keepa";
import { modelTariff } from "@millrace/core/model";
import type { IntakeSettings } from "@millrace/core/preview";
import { catalogDefaults, importOptions, once } from "../deps.ts";

/** What runs are told where nobody chooses, and what they can ask: by the stack's settings, for the secrets are others' to read. */
export const intake = once((): IntakeSettings => {
  const imports = importOptions();
  return {
    imports,
    catalogs: catalogDefaults(),
    model: imports.mode === "rules" ? null : modelTariff({ env: process.env }),
    keepa: process.env.KEEPA_READY === "true" ? { price: (codes) => keepaPrice(codes) } : null,
  };
});
