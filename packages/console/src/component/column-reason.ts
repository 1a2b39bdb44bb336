import type { ColumnReason } from "@millrace/api/contract";
import type { PlainKey, Say } from "../i18n/i18n.ts";

/** Why a column was taken for what it was, as reports say it. */
const KNOWN = {
  name: "column.reason.name",
  "name, misspelt": "column.reason.misspelt",
  "name, beside a first name": "column.reason.lastName",
  "name, beside a last name": "column.reason.firstName",
  "name, beside a job title": "column.reason.besideTitle",
  "name, before another title": "column.reason.beforeTitle",
  "name; holds the other name column's cells": "column.reason.whole",
  "name and cells": "column.reason.both",
  "cells are e-mail addresses": "column.reason.emails",
  "cells are phone numbers": "column.reason.phones",
  "cells are forms of address": "column.reason.honorifics",
  "cells are companies": "column.reason.companies",
  "cells are job titles": "column.reason.titles",
  "cells are names": "column.reason.fullNames",
  "cells are single names": "column.reason.names",
  "not a field of a lead": "column.reason.noField",
  "unknown name": "column.reason.unknown",
  "added by Millrace": "column.reason.ours",
  "as told": "column.reason.told",
  "another column was told": "column.reason.other",
  content: "column.reason.codes",
  "holds no product codes": "column.reason.noCodes",
} as const satisfies Record<ColumnReason, PlainKey>;

/** Why a column was taken for what it was, in the page's language; what was recorded where there are no words for it. */
export function columnReason(reason: string, t: Say): string {
  return isKnown(reason) ? t(KNOWN[reason]) : reason;
}

function isKnown(reason: string): reason is ColumnReason {
  return Object.hasOwn(KNOWN, reason);
}
