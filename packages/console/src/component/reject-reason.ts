import type { summarizeRejects } from "@millrace/api/contract";
import type { AnswerOf } from "../api/route-types.ts";
import type { Say } from "../i18n/i18n.ts";

/** A field and what is wrong with it. */
export type Reason = Omit<AnswerOf<typeof summarizeRejects>["reasons"][number], "rows">;

/** The column that it is about; some reasons are about the whole row. */
export function fieldText(field: string, t: Say): string {
  return field === "" ? t("rejects.field.row") : field;
}

export function isSameReason(a: Reason | null, b: Reason): boolean {
  return a !== null && a.code === b.code && a.field === b.field;
}
