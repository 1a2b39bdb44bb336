import type { SentenceCode, Told } from "@millrace/api/contract";
import type * as z from "zod";
import { fill, type Message } from "./messages.ts";

/** What the API may say, in one language. The API itself speaks English, which needs no table here. */
export type Sentences = Readonly<Record<SentenceCode, Message>>;

/** Something that the API says: in English, and what it is. */
export type ToldText = z.output<typeof Told>;

/** Says what the API has said in the page's language; in English where there are no words for it, such as those of another program. */
export function inLanguage(input: {
  told: ToldText;
  sentences: Readonly<Partial<Record<string, Message>>>;
  language: string;
}): string {
  const { told, sentences, language } = input;
  const { message, code, params } = told;
  const sentence = code === null ? undefined : sentences[code];
  const text = sentence === undefined ? message : fill({ message: sentence, params, language });
  // What was recorded by an older Millrace may lack something that the sentence says now.
  const isFilled = !/\{\w+\}/.test(text) || sentence === undefined;
  return capitalised(isFilled ? text : message, params);
}

/** With a capital letter first; a name that it begins with stays as it is. */
function capitalised(text: string, params: ToldText["params"]): string {
  const beginsWithName = Object.values(params).some((value) => text.startsWith(String(value)));
  return beginsWithName ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
