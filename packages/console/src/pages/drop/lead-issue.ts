import type { PlainKey } from "../../i18n/i18n.ts";

/** Whether what was noticed of a row is about its phone, by its code. */
export function isAboutPhone(code: string): boolean {
  return code.startsWith("phone.");
}

/** What was noticed of a row, in words by its code; null where there are none. */
export function issueText(code: string): PlainKey | null {
  if (isAboutPhone(code)) return "drop.rows.issue.phone";
  return code.startsWith("email.") ? "drop.rows.issue.email" : null;
}
