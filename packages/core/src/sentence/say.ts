import { ALARM_SENTENCES } from "./table/alarms.ts";
import { FILE_SENTENCES } from "./table/files.ts";
import { REQUEST_SENTENCES } from "./table/requests.ts";
import { ROW_SENTENCES } from "./table/rows.ts";
import { RUN_SENTENCES } from "./table/runs.ts";
import { SERVICE_SENTENCES } from "./table/services.ts";

/**
 * Every sentence that reaches somebody from here, in English, by its code. `{file}` is a text and `{row, number}` a number that is put in;
 * where there are two forms `count` chooses. A code stays what it is: callers and translations go by it.
 */
export const SENTENCES = {
  ...{ ...FILE_SENTENCES, ...ROW_SENTENCES, ...RUN_SENTENCES },
  ...{ ...SERVICE_SENTENCES, ...REQUEST_SENTENCES, ...ALARM_SENTENCES },
} as const;

export type SentenceCode = keyof typeof SENTENCES;

/** What is put into a text. */
type ParamsIn<Text> = Text extends `${string}{${infer Param}}${infer Rest}`
  ? ParamOf<Param> & ParamsIn<Rest>
  : unknown;
type ParamOf<Param extends string> = Param extends `${infer Name}, number`
  ? Record<Name, number>
  : Record<Param, string>;

/** What is put into a sentence. */
export type ParamsOf<Code extends SentenceCode> = ParamsIn<
  (typeof SENTENCES)[Code] extends { other: infer Text } ? Text : (typeof SENTENCES)[Code]
>;

/** A `{file}` or `{row, number}` in a text. */
export const PARAM = /\{(\w+)(, number)?\}/g;

/** Rates and dollars have some digits after the point. */
export const NUMBERS = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

/**
 * A sentence in English.
 *
 * @example
 * say("file.encrypted", { file: "leads.xlsx" }); // "leads.xlsx is protected by a password: save it without one"
 */
export function say<Code extends SentenceCode>(
  code: Code,
  ...[params]: unknown extends ParamsOf<Code> ? [] : [ParamsOf<Code>]
): string {
  const values = new Map(Object.entries<unknown>(params ?? {}));
  const sentence = SENTENCES[code];
  const text =
    typeof sentence === "string" ? sentence : values.get("count") === 1 ? sentence.one : sentence.other;
  return text.replace(PARAM, (_, name: string) => {
    const value = values.get(name);
    return typeof value === "number" ? NUMBERS.format(value) : String(value);
  });
}
