import type { RawLead, StandardisedLead } from "../../lead/index.ts";
import { createMask, type Mask } from "./mask.ts";
import { MODEL_FIELDS, type ModelField, type RowQuestion } from "./prompt.ts";
import { vocabularyOf } from "./words.ts";

/** A row made ready to be asked about. */
export interface AskedRow {
  question: RowQuestion;
  mask: Mask;
  /** The words an answer may be made of. */
  vocabulary: ReadonlySet<string>;
}

/**
 * What a model is asked about a row, with every e-mail and phone hidden.
 *
 * @param open - the fields the model is to decide
 */
export function askAbout(input: { raw: RawLead; rules: StandardisedLead; open: ModelField[] }): AskedRow {
  const mask = createMask();
  const cells = input.raw.flatMap((cell): [string, string][] => {
    // Other people's names must not become the lead's; the rules keep them in the remarks.
    if (cell.target === "otherPerson") return [];
    const hide =
      cell.target === "phone" ? mask.hidePhoneCell : cell.target === "email" ? mask.hideEmailCell : mask.hide;
    const text = hide(cell.text);
    return /^⟦[EP]\d+⟧$|^$/u.test(text) ? [] : [[mask.hide(cell.header), text]];
  });
  const now: RowQuestion["now"] = {};
  for (const field of MODEL_FIELDS) {
    const text = mask.hide(input.rules.fields[field]);
    if (text !== "") now[field] = text;
  }
  // An e-mail or phone may stay in a field the rules left it in, but none may come into one.
  const words = cells.map(([, text]) => text.replace(/⟦[EP]\d+⟧/gu, " "));
  const texts = [...words, ...Object.values(now)];
  return { question: { cells, now, check: input.open }, mask, vocabulary: vocabularyOf(texts) };
}
