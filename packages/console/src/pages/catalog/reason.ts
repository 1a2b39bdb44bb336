import type { PlainKey, Say } from "../../i18n/i18n.ts";

const REASONS: Readonly<Record<string, PlainKey>> = {
  "code.missing": "catalog.reason.code.missing",
  "code.invalid": "catalog.reason.code.invalid",
  "code.checkDigit": "catalog.reason.code.checkDigit",
  "code.damaged": "catalog.reason.code.damaged",
  "product.notFound": "catalog.reason.product.notFound",
  "product.inaccessible": "catalog.reason.product.inaccessible",
  "product.invalid": "catalog.reason.product.invalid",
  "product.empty": "catalog.reason.product.empty",
};

/** Why a product is not enriched, in words; a code that is newer than this page as it is. */
export function reasonText(reason: string, t: Say): string {
  const key = REASONS[reason];
  return key === undefined ? reason : t(key);
}
