import * as z from "zod";
import { PARAM, SENTENCES, type SentenceCode } from "./say.ts";

/** What somebody is told: in English, and as the code and the parameters of the sentence that it is. */
export const Told = z.object({
  message: z.string().meta({ description: "In English" }),
  code: z.string().nullable().meta({ description: "What the message is; null for one of another program" }),
  params: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .meta({ description: "What the message has been filled with, by name" }),
});
export type Told = z.infer<typeof Told>;

/** Longer than any sentence with the names of a file and its columns: a text that somebody has made long is not searched for them. */
const LONGEST = 20_000;

/**
 * Finds the code and the parameters of a message by the table that it was said from.
 *
 * A message goes through flows, Lambda, queues, records and logs, all of which carry an error's name and text and nothing else; so what it
 * was made of is found again where it is shown, of old records too.
 *
 * @example
 * told("leads.xlsx is protected by a password: save it without one");
 * // { message: "leads.xlsx is …", code: "file.encrypted", params: { file: "leads.xlsx" } }
 */
export function told(message: string): Told {
  if (message.length > LONGEST) return { message, code: null, params: {} };
  for (const { code, pattern, numbers } of PATTERNS) {
    const found = pattern.exec(message);
    if (found === null) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, text]): [string, string | number] => [
      name,
      numbers.has(name) ? Number(text.replaceAll(",", "")) : text,
    ]);
    return { message, code, params: Object.fromEntries(params) };
  }
  return { message, code: null, params: {} };
}

/** What a code says whose sentence has no parameters; the code itself where there is none. */
export function toldByCode(code: string): Told {
  const sentence = Object.entries(SENTENCES).find(([each]) => each === code)?.[1];
  return typeof sentence === "string"
    ? { message: sentence, code, params: {} }
    : { message: code, code: null, params: {} };
}

interface Pattern {
  code: SentenceCode;
  pattern: RegExp;
  /** Names of the parameters that are numbers. */
  numbers: ReadonlySet<string>;
}

/** A sentence that says more itself comes before one that leaves it to its parameters. */
const PATTERNS: readonly Pattern[] = Object.entries(SENTENCES)
  .flatMap(([code, sentence]) => {
    const texts = typeof sentence === "string" ? [sentence] : Object.values(sentence);
    return texts.map((text) => ({ code: code as SentenceCode, text }));
  })
  .toSorted((a, b) => ownLength(b.text) - ownLength(a.text))
  .map(({ code, text }) => patternOf(code, text));

function ownLength(text: string): number {
  return text.replace(PARAM, "").length;
}

function patternOf(code: SentenceCode, text: string): Pattern {
  const params = [...text.matchAll(PARAM)].map(([, name = "", kind]) => ({
    name,
    isNumber: kind !== undefined,
  }));
  const groups = params.map(({ name, isNumber }) => `(?<${name}>${isNumber ? "-?[\\d.,]+" : ".*"})`);
  const source = text
    .split(/\{[^}]*\}/)
    .map((part, index) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + (groups[index] ?? ""))
    .join("");
  const numbers = new Set(params.filter(({ isNumber }) => isNumber).map(({ name }) => name));
  return { code, pattern: new RegExp(`^${source}$`, "s"), numbers };
}
