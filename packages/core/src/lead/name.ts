import { isGivenName } from "./name/split.ts";
import {
  dropNicknames,
  fold,
  type NameWord,
  takeCivilHonorifics,
  takeHonorifics,
  takeSuffixes,
  textOf,
  tidyName,
  toWords,
} from "./name/tokens.ts";
import { type NameParts, splitByCommas, splitNatural } from "./name/whole.ts";
import { COMPANY_OPENERS, COMPANY_WORDS, JOB_WORDS } from "./name/words.ts";
import { isPlaceholder } from "./placeholder.ts";
import { caseName, isShouting } from "./text.ts";

/** What a row says about a person's name: one column, or several. */
export interface NameInput {
  full?: string;
  first?: string;
  last?: string;
  middle?: string;
  honorific?: string;
  /** The source writes surnames first without a comma. */
  surnameFirst?: boolean;
}

export interface PersonName {
  /** Given names, middle names among them. */
  firstName: string;
  /** Surname or surnames with their particles. */
  lastName: string;
  /** Titles, as written. */
  honorific: string;
  /** Generation and degrees, as written. */
  suffix: string;
  /** False when rules cannot settle it: a reader (or a model) may see more. */
  certain: boolean;
  /** The rule that split it, for the record: `name.particle`, `name.lastFirst`... */
  rule: string;
}

/** Longer texts are no names; they are left alone. */
const MAX_LENGTH = 160;
/** More words are a sentence. */
const MAX_WORDS = 14;
/** Splitting may leave what parsing again takes off ("Null Smith"); each round makes the name shorter or settles it. */
const MAX_ROUNDS = 6;
const PLAIN_WORDS = /^\p{Lu}[\p{Ll}\p{M}]+(?:[ -]\p{Lu}[\p{Ll}\p{M}]+)*$/u;
const EMAIL = /<?[^\s<>()"]+@[^\s<>()"]+>?/gu;

function isMixed(text: string): boolean {
  return /\p{Lu}/u.test(text) && /\p{Ll}/u.test(text);
}

function isCompany(words: readonly NameWord[]): boolean {
  if (words.length < 2) return false;
  if (COMPANY_OPENERS.has(words[0]?.key ?? "")) return true;
  return words.some(
    ({ key, text }, at) =>
      at > 0 && (COMPANY_WORDS.has(key) || /^(?:S\.?A\.?|S\.?L\.?|S\.?C\.?|C\.?A\.?)$/u.test(text)),
  );
}

/** Takes what is no name from both parts, until nothing is left to take; done twice it changes nothing. */
function cleanParts(draft: NameParts, shouting: boolean): NameParts {
  const front = takeHonorifics({ words: draft.first, spare: 1, others: draft.last.length });
  const lone = takeCivilHonorifics(front.words, draft.last.length === 0 ? 1 : 0);
  const back = takeCivilHonorifics(draft.last, 1);
  const last = takeSuffixes({ words: back.words, spare: 1, shouting });
  const first = takeSuffixes({ words: dropRepeatedLast(lone.words, last.words), spare: 1, shouting });
  const clean = {
    ...draft,
    first: first.words,
    last: last.words,
    honorific: [...draft.honorific, front.honorific, lone.honorific, back.honorific],
    suffix: [...draft.suffix, first.suffix, last.suffix],
  };
  const taken = clean.first.length < draft.first.length || clean.last.length < draft.last.length;
  return taken ? cleanParts(clean, shouting) : clean;
}

/** A column of last names that repeats in the column of first names ("Jane Doe", "Doe") is taken out of it. */
function dropRepeatedLast(first: NameWord[], last: NameWord[]): NameWord[] {
  let rest = first;
  const surname = last.map((word) => word.key).join(" ");
  while (
    surname !== "" &&
    rest.length > last.length &&
    rest
      .slice(-last.length)
      .map((word) => word.key)
      .join(" ") === surname
  ) {
    rest = rest.slice(0, -last.length);
  }
  return rest;
}

function unsettled(text: string, rule: string): PersonName {
  return { firstName: text, lastName: "", honorific: "", suffix: "", certain: false, rule };
}

function cellValue(text: string | undefined): string {
  if (text === undefined || text === "") return "";
  if (text.length > MAX_LENGTH) return text;
  const tidy = tidyName(text);
  return isPlaceholder(tidy) ? "" : tidy;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/**
 * The name of a person, split, freed of titles, suffixes and nicknames, and in proper case.
 *
 * @param input - the columns of a row; `full` counts only where `first` and `last` are empty. Middle names join the first name.
 * @returns empty strings where nothing is known. What is no person's name (a company, an address, digits) comes back whole in
 *   `firstName` with `certain: false`. Parsing `firstName` and `lastName` again gives the same.
 * @example
 * parseName({ full: "GARCÍA LÓPEZ, Dra. María del Carmen" });
 * // { firstName: "María del Carmen", lastName: "García López", honorific: "Dra.", ... }
 */
export function parseName(input: NameInput): PersonName {
  let name = parseOnce(input);
  if (isAsGiven(name, input)) return name;
  for (let round = 0; round < MAX_ROUNDS && !isSettled(name); round++) {
    const again = parseOnce({ first: name.firstName, last: name.lastName });
    if (again.firstName === name.firstName && again.lastName === name.lastName) break;
    name = {
      ...again,
      honorific: joined([name.honorific, again.honorific]),
      suffix: joined([name.suffix, again.suffix]),
      certain: false,
      rule: name.rule,
    };
  }
  return name;
}

/** Both columns came back as they were: parsing them again would say the same. */
function isAsGiven({ firstName, lastName }: PersonName, input: NameInput): boolean {
  const { first = "", last = "", middle = "", full = "", honorific = "", surnameFirst = false } = input;
  return firstName === first && lastName === last && middle + full + honorific === "" && !surnameFirst;
}

/** Nothing was taken off and both parts are plain words: parsing them again would change nothing. */
function isSettled({ firstName, lastName, honorific, suffix }: PersonName): boolean {
  if (honorific !== "" || suffix !== "" || lastName === "" || !PLAIN_WORDS.test(firstName)) return false;
  return PLAIN_WORDS.test(lastName) && !isPlaceholder(firstName) && !isPlaceholder(lastName);
}

function parseOnce(input: NameInput): PersonName {
  const last = cellValue(input.last);
  const given = withMiddle(cellValue(input.first), cellValue(input.middle));
  const titles = cellValue(input.honorific);
  if (given.length + last.length > MAX_LENGTH) return unsettled(joined([given, last]), "name.tooLong");
  // One column that holds the whole name: the other is empty, or says the same.
  const isSame = given.includes(" ") && fold(given) === fold(last);
  const isWhole = last === "" || isSame || (given === "" && last.includes(","));
  const text = isWhole ? given || last || cellValue(input.full) : joined([given, last]);
  if (text === "") return { ...unsettled("", "name.none"), honorific: titles, certain: true };
  if (text.length > MAX_LENGTH) return unsettled(text, "name.tooLong");

  const shouting = isShouting(text);
  const draft = isWhole
    ? settleWhole({ text, shouting, isFirst: given !== "", surnameFirst: input.surnameFirst === true })
    : settleParts(given, last, shouting);
  if ("firstName" in draft) return draft;
  const firstText = textOf(draft.first);
  const lastText = textOf(draft.last);
  const whole = joined([firstText, lastText]);
  return {
    firstName: caseName({ text: firstText, part: "first", whole }),
    lastName: caseName({ text: lastText, part: "last", whole }),
    honorific: joined([titles, ...draft.honorific]),
    suffix: joined(draft.suffix),
    certain: draft.certain,
    rule: draft.rule,
  };
}

function withMiddle(first: string, middle: string): string {
  return middle === "" || first === middle || first.endsWith(` ${middle}`) ? first : joined([first, middle]);
}

/** First and last name in columns of their own. */
function settleParts(given: string, last: string, shouting: boolean): NameParts {
  const lastWords = toWords(dropNicknames(last));
  const firstWords = toWords(dropNicknames(given));
  const odd = /[\d@]/.test(given) || /[\d@]/.test(last) || isCompany(firstWords) || isCompany(lastWords);
  const certain = !odd && firstWords.length > 0 && firstWords.length <= 3 && lastWords.length <= 4;
  const draft = {
    first: firstWords,
    last: lastWords,
    certain,
    rule: "name.columns",
    honorific: [],
    suffix: [],
  };
  return cleanParts(draft, shouting);
}

/** "Luis Toro - Gerente" and "Luis Toro | Gerente" say what "Luis Toro, Gerente" says. */
function commaBeforeJob(text: string): string {
  return text.replace(/\s[-–—|]\s+(\p{L}+)/u, (dash, word: string) =>
    JOB_WORDS.has(fold(word)) ? `, ${word}` : dash,
  );
}

/** A whole name in one column. */
function settleWhole(input: {
  text: string;
  shouting: boolean;
  isFirst: boolean;
  surnameFirst: boolean;
}): NameParts | PersonName {
  const { text, shouting, isFirst, surnameFirst } = input;
  const name = commaBeforeJob(dropNicknames(text.includes("@") ? text.replace(EMAIL, " ") : text));
  if (!/\p{L}/u.test(name)) return unsettled(text.includes("@") ? "" : name, "name.noName");
  if (/https?:|www\.|\d(?!nd\b|rd\b|th\b)/iu.test(name)) return unsettled(name, "name.digits");
  const words = toWords(name);
  if (words.length > MAX_WORDS) return unsettled(name, "name.tooLong");
  if (isCompany(words)) return unsettled(name, "name.company");
  // A column of first names: two given names are no surname.
  if (isFirst && words.length > 1 && words.every(isGivenName)) {
    return { first: words, last: [], certain: false, rule: "name.givenNames", honorific: [], suffix: [] };
  }
  const mixed = isMixed(name);
  const draft = /,|;|\s\/\s/u.test(name)
    ? splitByCommas(name, mixed, surnameFirst)
    : splitNatural(words, mixed, surnameFirst);
  return cleanParts(draft, shouting);
}
