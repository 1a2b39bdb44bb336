import { isGivenName, isTitleByContext, type Split, splitWords } from "./name/split.ts";
import {
  dropNicknames,
  fold,
  isSuffixPart,
  type NameWord,
  takeCivilHonorifics,
  takeHonorifics,
  takeSuffixes,
  textOf,
  tidyName,
  toWords,
} from "./name/tokens.ts";
import { COMPANY_OPENERS, COMPANY_WORDS, FIRST_NAME_HONORIFICS, JOB_WORDS } from "./name/words.ts";
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
const EMAIL = /<?[^\s<>()"]+@[^\s<>()"]+>?/gu;

interface Draft extends Split {
  honorific: string[];
  suffix: string[];
}

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
function cleanParts(draft: Draft, shouting: boolean): Draft {
  const honorific = [...draft.honorific];
  const suffix = [...draft.suffix];
  const alone = draft.last.length === 0;
  const front = takeHonorifics({ words: draft.first, spare: 1, others: draft.last.length });
  const lone = takeCivilHonorifics(front.words, alone ? 1 : 0);
  const first = takeSuffixes({ words: lone.words, spare: 1, shouting });
  const back = takeCivilHonorifics(draft.last, 1);
  const last = takeSuffixes({ words: back.words, spare: 1, shouting });
  honorific.push(front.honorific, lone.honorific, back.honorific);
  suffix.push(first.suffix, last.suffix);
  return { ...draft, first: first.words, last: last.words, honorific, suffix };
}

/** "John and Jane Smith" → "John and Jane", "Smith"; where each has a surname the text stays whole. */
function splitCouple(words: NameWord[], mixed: boolean): Split | undefined {
  const at = words.findIndex(({ key, text }, index) => {
    const next = words[index + 1];
    if (index === 0 || next === undefined) return false;
    return /^(?:and|&|\+|und|et)$/.test(key) || (index === 1 && /^[ye]$/.test(text) && isGivenName(next));
  });
  if (at < 0) return undefined;
  const certain = false;
  const rule = "name.couple";
  const after = words.slice(at + 1);
  if (at > 1 || after.length < 2) return { first: words, last: [], certain, rule };
  const second = splitWords({ words: after, mixed, surnameFirst: false });
  return { first: [...words.slice(0, at + 1), ...second.first], last: second.last, certain, rule };
}

function splitNatural(words: NameWord[], mixed: boolean, surnameFirst: boolean): Draft {
  const ended = takeSuffixes({ words, spare: 1, shouting: !mixed });
  const titled = takeHonorifics({ words: ended.words, spare: 1, others: 0 });
  const trailing = trailingTitles(titled.words);
  let rest = titled.words.slice(0, titled.words.length - trailing.length);
  const honorific = [titled.honorific, textOf(trailing)];
  if (isTitleByContext(rest)) {
    honorific.push(textOf(rest.slice(0, 1)));
    rest = rest.slice(1);
  }
  const title = honorific.find((text) => text !== "") ?? "";
  const [only] = rest;
  if (rest.length === 1 && title !== "" && only !== undefined) {
    const titles = fold(title).split(" ");
    const isFirst = isGivenName(only) || titles.every((word) => FIRST_NAME_HONORIFICS.has(word));
    const split = isFirst ? { first: rest, last: [] } : { first: [], last: rest };
    return { ...split, certain: !isFirst, rule: "name.titleAndName", honorific, suffix: [ended.suffix] };
  }
  // "Larry James Johnson I", "King John Alexander V": an initial would stand before the surname.
  const numeral = rest.length > 2 && /^[IV]$/.test(rest.at(-1)?.text ?? "");
  const names = numeral ? rest.slice(0, -1) : rest;
  const split = splitCouple(names, mixed) ?? splitWords({ words: names, mixed, surnameFirst });
  const suffix = [numeral ? textOf(rest.slice(-1)) : "", ended.suffix];
  return { ...split, certain: split.certain && !numeral, honorific, suffix };
}

/** A civil title after the name: "Paul Lewis Mr". */
function trailingTitles(words: readonly NameWord[]): NameWord[] {
  let start = words.length;
  while (start > 2 && takeCivilHonorifics(words.slice(start - 1), 0).words.length === 0) start -= 1;
  return words.slice(start);
}

/** "Last, First", "Last, First, Jr.", "First Last, M.D.", "Last Jr., First". */
function splitByCommas(text: string, mixed: boolean, surnameFirst: boolean): Draft {
  const parts = text
    .split(/\s*[,;]\s*|\s\/\s/u)
    .map(toWords)
    .filter((words) => words.length > 0);
  const [head = [], ...others] = parts;
  const suffixes = others.filter(isSuffixPart);
  const isJob = (words: NameWord[]): boolean => head.length > 1 && JOB_WORDS.has(words[0]?.key ?? "");
  const names = others.filter((words) => !isSuffixPart(words) && !isJob(words));
  const suffix = suffixes.map(textOf);
  const [given, ...more] = names;
  const [initials] = suffixes;
  if (
    given === undefined &&
    head.length === 1 &&
    initials !== undefined &&
    /^(?:\p{Lu}\.){2}$/u.test(textOf(initials))
  ) {
    // "Wilson, J.R." has no other first name.
    return {
      first: initials,
      last: head,
      certain: false,
      rule: "name.lastFirst",
      honorific: [],
      suffix: suffix.slice(1),
    };
  }
  if (given === undefined) {
    const draft = splitNatural(head, mixed, surnameFirst);
    return { ...draft, suffix: [...draft.suffix, ...suffix] };
  }
  const certain = more.length === 0 && !text.includes(" / ") && head.length <= 3;
  const rest = [...given, ...more.flat()];
  return { first: rest, last: head, certain, rule: "name.lastFirst", honorific: [], suffix };
}

function parseFull(text: string, surnameFirst: boolean): Draft {
  const mixed = isMixed(text);
  const draft = /,|;|\s\/\s/u.test(text)
    ? splitByCommas(text, mixed, surnameFirst)
    : splitNatural(toWords(text), mixed, surnameFirst);
  return draft;
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
  const first = cellValue(input.first);
  const middle = cellValue(input.middle);
  const last = cellValue(input.last);
  const given =
    middle === "" || first.endsWith(` ${middle}`) || first === middle ? first : joined([first, middle]);
  const isFull = given === "" ? last === "" || last.includes(",") : last === "" || fold(given) === fold(last);
  const text =
    given === "" && last === ""
      ? cellValue(input.full)
      : joined(isFull ? [given === "" ? last : given] : [given, last]);
  if (text === "")
    return {
      firstName: "",
      lastName: "",
      honorific: cellValue(input.honorific),
      suffix: "",
      certain: true,
      rule: "name.none",
    };
  if (text.length > MAX_LENGTH) return unsettled(text, "name.tooLong");

  const shouting = isShouting(text);
  const draft = isFull ? settleFull(text, input, shouting) : settleParts(given, last, shouting);
  if ("firstName" in draft) return draft;
  const { certain, rule } = draft;
  const firstText = textOf(draft.first);
  const lastText = textOf(draft.last);
  const whole = joined([firstText, lastText]);
  return {
    firstName: caseName({ text: firstText, part: "first", whole }),
    lastName: caseName({ text: lastText, part: "last", whole }),
    honorific: joined([cellValue(input.honorific), ...draft.honorific]),
    suffix: joined(draft.suffix),
    certain,
    rule,
  };
}

function settleParts(given: string, last: string, shouting: boolean): Draft | PersonName {
  const lastWords = toWords(dropNicknames(last));
  const firstWords = dropRepeatedLast(toWords(dropNicknames(given)), lastWords);
  const odd = /[\d@]/.test(given) || /[\d@]/.test(last) || isCompany(firstWords) || isCompany(lastWords);
  const certain = !odd && firstWords.length > 0 && firstWords.length <= 3 && lastWords.length <= 4;
  return cleanParts(
    { first: firstWords, last: lastWords, certain, rule: "name.columns", honorific: [], suffix: [] },
    shouting,
  );
}

function settleFull(text: string, input: NameInput, shouting: boolean): Draft | PersonName {
  const name = dropNicknames(text.includes("@") ? text.replace(EMAIL, " ") : text);
  if (!/\p{L}/u.test(name)) return unsettled(text.includes("@") ? "" : text, "name.noName");
  if (/https?:|www\.|\d(?!nd\b|rd\b|th\b)/iu.test(name)) return unsettled(name, "name.digits");
  const words = toWords(name);
  if (isCompany(words)) return unsettled(name, "name.company");
  // A column of first names without a column of last names beside it: two given names are no surname.
  const isFirstOnly = cellValue(input.first) !== "" && words.length > 1 && words.every(isGivenName);
  if (isFirstOnly) {
    return { first: words, last: [], certain: false, rule: "name.givenNames", honorific: [], suffix: [] };
  }
  return cleanParts(parseFull(name, input.surnameFirst === true), shouting);
}
