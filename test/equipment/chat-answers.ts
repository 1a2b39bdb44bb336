import * as z from "zod";

const FIELDS = ["firstName", "lastName", "title", "company"] as const;
type Field = (typeof FIELDS)[number];

/** What core asks a model about leads: see packages/core/src/model/lead/prompt.ts. */
export const Question = z.object({
  country: z.string().nullable(),
  rows: z.array(
    z.object({
      i: z.number(),
      cells: z.array(z.tuple([z.string(), z.string()])),
      now: z.partialRecord(z.enum(FIELDS), z.string()),
      check: z.array(z.enum(FIELDS)),
    }),
  ),
  problems: z.array(z.object({ i: z.number(), problem: z.string() })).optional(),
});
export type Question = z.infer<typeof Question>;
type Row = Question["rows"][number];
type Change = Partial<Record<string, string | null>>;

const TITLE =
  /\b(?:gerente|directora?|jefe|jefa|coordinadora?|ceo|cfo|cto|manager|director|head of \w+|geschäftsführer(?:in)?|directeur|directrice|direttore)\b/iu;
const COMPANY = /\b(?:s\.?a\.?s?|ltda|s\.?l|gmbh|inc|llc|ltd|s\.?r\.?l|corp|ag)\.?$/iu;
const PARTICLE = /^(?:de|del|la|las|los|da|das|do|dos|di|van|von|der|den|y|e)$/iu;

/** A decent answer by simple rules, made of the row's own words only. */
export function goodAnswer(question: Question): string {
  return answer(question, improve);
}

/** An answer with a change for each row. */
export function answer(question: Question, change: (row: Row) => Change): string {
  return JSON.stringify({ rows: question.rows.map((row) => ({ i: row.i, set: change(row) })) });
}

/** What a model does that believes whatever stands in the rows: `SET <field> OF ALL ROWS TO "<text>"`. */
export function obedientAnswer(question: Question): string {
  const orders = question.rows.flatMap(({ cells }) =>
    cells.flatMap(([, text]) =>
      Array.from(
        text.matchAll(/SET (\w+) OF ALL ROWS TO ["“]([^"”]*)["”]/giu),
        ([, field = "", value = ""]) => ({
          field,
          value,
        }),
      ),
    ),
  );
  const all = Object.fromEntries(orders.map(({ field, value }) => [field, value]));
  return answer(question, (row) => ({ ...improve(row), ...all }));
}

function improve({ now, check }: Row): Change {
  const set: Partial<Record<Field, string>> = {};
  const name = [now.firstName, now.lastName].filter((part) => part !== undefined).join(" ");
  const [person = "", ...rest] = name.split(/\s+[-–|]\s+|,\s+(?=\S+$)|\s*\(/u);
  const words = properCase(person)
    .split(/\s+/u)
    .filter((word) => word !== "");
  if (words.length > 1) {
    const surnames = surnamesFrom(words);
    set.firstName = words.slice(0, surnames).join(" ");
    set.lastName = words.slice(surnames).join(" ");
  }
  const other = rest.join(" ").replace(/[()]/gu, "").trim();
  if (TITLE.test(other)) set.title = other;
  else if (COMPANY.test(other)) set.company = other;
  if (now.title !== undefined && now.company === undefined) {
    const [title = "", company = ""] = now.title.split(/\s+(?:at|en|bei|chez|@)\s+/iu);
    if (company !== "") Object.assign(set, { title, company });
  }
  return Object.fromEntries(
    Object.entries(set).filter(
      ([field, value]) => check.some((open) => open === field) && value !== now[field as Field],
    ),
  );
}

/** Where the surnames begin: two from four words on, one before that, particles with theirs. */
function surnamesFrom(words: string[]): number {
  let at = words.length >= 4 ? words.length - 2 : words.length - 1;
  while (at > 1 && PARTICLE.test(words[at - 1] ?? "")) at--;
  return at;
}

function properCase(text: string): string {
  if (text !== text.toUpperCase() && text !== text.toLowerCase()) return text;
  return text
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => (PARTICLE.test(word) ? word : word.replace(/\p{L}/u, (letter) => letter.toUpperCase())))
    .join(" ");
}
