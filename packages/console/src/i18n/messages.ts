/** A text, or its forms by number: https://cldr.unicode.org/index/cldr-spec/plural-rules */
export type Message = string | PluralMessage;

/** Chosen by the parameter `count`. English and Spanish have these two for whole numbers (Spanish a third for whole millions, which reads as `other` here). */
export interface PluralMessage {
  readonly one: string;
  readonly other: string;
}

/** The same keys in another language, each of the same kind. */
export type Translated<Messages extends Readonly<Record<string, Message>>> = {
  readonly [Key in keyof Messages]: Messages[Key] extends string ? string : PluralMessage;
};

/** Values of a text's `{names}`. Numbers are written as the language does. */
export type Params = Readonly<Record<string, string | number>>;

/** The names in a text. */
export type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/** What a message needs: its names, and `count` where it has forms. */
export type ParamsOf<Entry> = Entry extends PluralMessage
  ? { count: number } & Record<Exclude<NamesIn<Entry["other"]>, "count">, string | number>
  : Record<NamesIn<Entry>, string | number>;

/** Fills in a message in a language. */
export function fill(input: { message: Message; params: Params; language: string }): string {
  const { message, params, language } = input;
  const number = new Intl.NumberFormat(language);
  const text = typeof message === "string" ? message : message[formOf(Number(params.count), language)];
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number.format(value) : value;
  });
}

function formOf(count: number, language: string): keyof PluralMessage {
  return new Intl.PluralRules(language).select(count) === "one" ? "one" : "other";
}
