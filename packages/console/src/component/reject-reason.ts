import type { summarizeRejects } from "@millrace/api/contract";
import type { AnswerOf } from "../api/route-types.ts";
import type { PlainKey, Say } from "../i18n/i18n.ts";

/** A field and what is wrong with it. */
export type Reason = Pick<AnswerOf<typeof summarizeRejects>["reasons"][number], "field" | "code" | "message">;

const KNOWN = {
  "row.unidentified": "reject.row.unidentified",
  "row.tooLarge": "reject.row.tooLarge",
  "code.missing": "reject.code.missing",
  "code.damaged": "reject.code.damaged",
  "code.checkDigit": "reject.code.checkDigit",
  "code.invalid": "reject.code.invalid",
} as const satisfies Record<string, PlainKey>;

/** What is wrong with a row, in plain words; where there are none for the code, what was recorded. */
export function reasonText({ code, message }: { code: string; message: string }, t: Say): string {
  return isKnown(code) ? t(KNOWN[code]) : message;
}

/** The column that it is about; some reasons are about the whole row. */
export function fieldText(field: string, t: Say): string {
  return field === "" ? t("rejects.field.row") : field;
}

export function isSameReason(a: Reason | null, b: Reason): boolean {
  return a !== null && a.code === b.code && a.field === b.field;
}

function isKnown(code: string): code is keyof typeof KNOWN {
  return Object.hasOwn(KNOWN, code);
}
