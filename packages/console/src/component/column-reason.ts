import type { PlainKey, Say } from "../i18n/i18n.ts";

/** Why a column was taken for what it was, as reports say it. */
const KNOWN = {
  name: "column.reason.name",
  "name, misspelt": "column.reason.misspelt",
  "name, beside a first name": "column.reason.lastName",
  "cells are e-mail addresses": "column.reason.emails",
  "cells are phone numbers": "column.reason.phones",
  "not a field of a lead": "column.reason.noField",
  "unknown name": "column.reason.unknown",
  "added by Millrace": "column.reason.ours",
  "Millrace's own column": "column.reason.ours",
  "as told": "column.reason.told",
  content: "column.reason.codes",
  "holds no product codes": "column.reason.noCodes",
} as const satisfies Record<string, PlainKey>;

/** Why a column was taken for what it was, in the page's language; what was recorded where there are no words for it. */
export function columnReason(reason: string, t: Say): string {
  return isKnown(reason) ? t(KNOWN[reason]) : reason;
}

function isKnown(reason: string): reason is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, reason);
}
