import type { Issue, LeadField, LeadFields, StandardisedLead } from "../../lead/index.ts";
import { plain, showsContact } from "./mask.ts";
import { MODEL_FIELDS, type ModelField, RowChange } from "./prompt.ts";
import type { AskedRow } from "./question.ts";
import { consistsOf, vocabularyOf } from "./words.ts";

/** What stands between two remarks. */
const BETWEEN_REMARKS = "; ";

/** The accepted answer for a row: new values of open fields, e-mails and phones still hidden. */
export type Decision = Partial<Record<ModelField, string>>;

/**
 * Judges a model's answer for one row: only the fields a model may set, none too long, and no word, e-mail, phone or
 * placeholder that is not the row's own. Fields that were not asked about are left out.
 *
 * @returns the decision, or what is wrong with it in words that hold nothing of the row
 */
export function judge(row: AskedRow, set: unknown): { decision: Decision } | { problem: string } {
  const change = RowChange.safeParse(set);
  if (!change.success) {
    return { problem: `"set" may have only ${MODEL_FIELDS.join(", ")}: short texts or null` };
  }
  const decision: Decision = {};
  for (const field of row.question.check) {
    const given = change.data[field];
    if (given === undefined) continue;
    const text = plain(given ?? "");
    if (row.mask.restore(text) === null)
      return { problem: `${field} has a placeholder that is not the row's` };
    if (showsContact(text)) return { problem: `${field} has what looks like an e-mail or a phone` };
    if (!consistsOf(text, row.vocabulary)) {
      return { problem: `${field} has words that are not in the row as spelled there` };
    }
    if (text !== (row.question.now[field] ?? "")) decision[field] = text;
  }
  return { decision };
}

/**
 * The row with the decision carried out. Nothing is lost by it: where a word of a field's old text would be gone from
 * the lead, the old text is added to the remarks.
 */
export function carryOut(input: {
  row: AskedRow;
  rules: StandardisedLead;
  decision: Decision;
  modelId: string;
}): { fields: LeadFields; by: Partial<Record<LeadField, string>>; issues: Issue[] } {
  const { row, rules, decision } = input;
  const fields = { ...rules.fields };
  for (const field of MODEL_FIELDS) {
    const text = decision[field];
    if (text !== undefined) fields[field] = row.mask.restore(text) ?? rules.fields[field];
  }
  const kept = vocabularyOf([...MODEL_FIELDS.map((field) => fields[field]), fields.remarks]);
  const lost = MODEL_FIELDS.map((field) => rules.fields[field]).filter((text) => !consistsOf(text, kept));
  if (lost.length > 0) {
    fields.remarks = [rules.fields.remarks, ...lost].filter((text) => text !== "").join(BETWEEN_REMARKS);
  }
  const by = { ...rules.by };
  for (const field of [...MODEL_FIELDS, "remarks"] as const) {
    if (fields[field] === rules.fields[field]) continue;
    if (fields[field] === "") delete by[field];
    else by[field] = `model:${input.modelId}`;
  }
  return { fields, by, issues: rules.issues };
}
