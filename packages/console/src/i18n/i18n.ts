import { createContext, use, useCallback, useMemo } from "react";
import type { en } from "./en/index.ts";
import { type Formats, formatsOf } from "./format.ts";
import { fill, type Message, type Params, type ParamsOf } from "./messages.ts";
import { inLanguage, type Sentences, type ToldText } from "./sentences.ts";

export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

export function isLanguage(value: string): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** Every message of the page, by its key. The English ones say which there are. */
export type Messages = typeof en;
export type MessageKey = keyof Messages;

/** Keys of messages without parameters: for tables of labels. */
export type PlainKey = {
  [Key in MessageKey]: Messages[Key] extends string
    ? [keyof ParamsOf<Messages[Key]>] extends [never]
      ? Key
      : never
    : never;
}[MessageKey];

/** Says a message. Parameters are those of its English text. */
export type Say = <Key extends MessageKey>(
  key: Key,
  ...params: [keyof ParamsOf<Messages[Key]>] extends [never] ? [] : [ParamsOf<Messages[Key]>]
) => string;

export interface I18n {
  language: Language;
  /** How numbers and dates are written: the language as the browser's own country has it. */
  locale: string;
  messages: Readonly<Record<MessageKey, Message>>;
  /** What the API says; none in the language that it says it in. */
  sentences: Partial<Sentences>;
  choose: (language: Language) => void;
}

export const I18nContext = createContext<I18n | null>(null);

export function useI18n(): I18n {
  const i18n = use(I18nContext);
  if (i18n === null) throw new Error("texts are said inside of I18nContext");
  return i18n;
}

/** @returns what says messages in the chosen language */
export function useText(): Say {
  const { locale: language, messages } = useI18n();
  return useMemo(() => {
    const say = (key: MessageKey, params: Params = {}) => fill({ message: messages[key], params, language });
    return say;
  }, [language, messages]);
}

/** Says what the API has said. */
export type Tell = (told: ToldText) => string;

/** @returns what says in the chosen language what the API has said */
export function useTell(): Tell {
  const { locale: language, sentences } = useI18n();
  return useCallback((told) => inLanguage({ told, sentences, language }), [language, sentences]);
}

/** @returns what writes numbers, sizes, durations and times in the chosen language */
export function useFormat(): Formats {
  const { locale } = useI18n();
  return useMemo(() => formatsOf(locale), [locale]);
}
