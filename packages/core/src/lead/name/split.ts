import { isShouting } from "../text.ts";
import { FRENCH_GIVEN, IBERIAN_GIVEN, SHARED_GIVEN } from "./given-names.ts";
import { isIberianSurname } from "./surnames.ts";
import { isInitial, type NameWord } from "./tokens.ts";
import {
  BINDING_GIVEN,
  CONJUNCTIONS,
  DEVOTIONAL,
  MALAY_GIVEN,
  PARTICLES,
  SURNAME_ENDINGS,
  VIETNAMESE_SURNAMES,
  WEAK_PARTICLES,
} from "./words.ts";

/** Where the surname begins (an index into the words), by which rule, and whether that settles it. */
export interface Split {
  first: NameWord[];
  last: NameWord[];
  certain: boolean;
  rule: string;
}

/** Without particles or known surnames, more words than these leave open where the surname begins. */
const MAX_PLAIN_WORDS = 4;

export function isGivenName(word: NameWord): boolean {
  return IBERIAN_GIVEN.has(word.key) || SHARED_GIVEN.has(word.key) || /^M(?:ª\.?|a\.)$/u.test(word.text);
}

function isParticle(words: readonly NameWord[], index: number, mixed: boolean): boolean {
  const word = words[index];
  if (word === undefined || index === words.length - 1) return false;
  // "Heijdanus-De Boer"
  if (/\p{L}-(?:de|van|von|da|del|di)$/u.test(word.key)) return true;
  if (!PARTICLES.has(word.key)) return false;
  if (!WEAK_PARTICLES.has(word.key)) return true;
  return mixed && word.text === word.text.toLowerCase();
}

/** A lower-case "y" joins two surnames; in capitals it does so between two known ones. */
function joinsSurnames(words: readonly NameWord[], index: number, mixed: boolean): boolean {
  const word = words[index];
  const before = words[index - 1];
  const after = words[index + 1];
  if (
    index < 2 ||
    word === undefined ||
    before === undefined ||
    after === undefined ||
    !CONJUNCTIONS.has(word.key)
  )
    return false;
  if (mixed && word.text === word.key) return true;
  return isIberianSurname(before.key) && isIberianSurname(after.key);
}

/** The end of a phrase such as "del Carmen", "de los Ángeles" at `index`, or `index` when there is none. */
function devotionalEnd(words: readonly NameWord[], index: number): number {
  if (!/^(?:de|del|da|das|do|dos)$/.test(words[index]?.key ?? "")) return index;
  const noun = /^(?:la|las|los)$/.test(words[index + 1]?.key ?? "") ? index + 2 : index + 1;
  return DEVOTIONAL.has(words[noun]?.key ?? "") && noun + 1 < words.length ? noun + 1 : index;
}

/** The index after the given names of a Spanish or Portuguese name. At least one word stays for the surname. */
function givenEnd(words: readonly NameWord[], unknownIsGiven: boolean): number {
  let at = 1;
  while (at < words.length - 1) {
    const word = words[at];
    if (word === undefined) break;
    const phrase = devotionalEnd(words, at);
    if (phrase > at) at = phrase;
    else if (isInitial(word) || isGivenName(word)) at += 1;
    else if (unknownIsGiven && !isIberianSurname(word.key) && !PARTICLES.has(word.key)) at += 1;
    else break;
  }
  return at;
}

function isIberianGiven(word: NameWord): boolean {
  return IBERIAN_GIVEN.has(word.key) && !SHARED_GIVEN.has(word.key);
}

type Tradition = "iberian" | "shared" | "other";

function traditionOf(words: readonly NameWord[]): Tradition {
  const first = words[0];
  const last = words.findLast((word) => !SURNAME_ENDINGS.has(word.key));
  if (first === undefined || last === undefined) return "other";
  if (isIberianGiven(first)) return "iberian";
  // "Lionel Andrés Messi Cuccittini": a first name no list has, but the second one is known.
  if (words.length > 3 && !SHARED_GIVEN.has(first.key) && isIberianGiven(words[1] ?? first)) return "iberian";
  // "Norma Amanda Abdala de Matarazzo"
  const hasParticle = words.some((word) => /^(?:de|del|da|das|dos)$/.test(word.key));
  if (hasParticle && isGivenName(first) && isGivenName(words[1] ?? last)) return "iberian";
  if (isGivenName(first) && isIberianSurname(last.key)) return "shared";
  return "other";
}

function surnameStart(
  words: readonly NameWord[],
  mixed: boolean,
): { start: number; certain: boolean; rule: string } {
  const tradition = traditionOf(words);
  const floor = words.length > 2 && BINDING_GIVEN.has(words[0]?.key ?? "") ? 2 : 1;
  // "João Silva Filho": the ending belongs to the surname before it.
  const ending = words.length > 2 && SURNAME_ENDINGS.has(words.at(-1)?.key ?? "") ? 1 : 0;
  const end = words.length - ending;
  // "Santiago Ramón y Cajal": what is joined by "y" is a surname even if it is a given name elsewhere.
  const conjunction = words.findIndex((_, at) => joinsSurnames(words, at, mixed));
  const known = words.slice(0, conjunction < 0 ? end : conjunction);
  const given = tradition === "other" ? floor : givenEnd(known, tradition === "shared");

  const isSurname = (index: number): boolean => index >= floor && isIberianSurname(words[index]?.key ?? "");
  for (let at = Math.max(given, floor); at < end; at++) {
    const joined = joinsSurnames(words, at, mixed);
    if (!joined && !isParticle(words, at, mixed)) continue;
    let start = joined ? at - 1 : at;
    // "Cristina Fernández de Kirchner": what stands between the given names and the particle is a surname too.
    if (tradition !== "other") start = Math.min(start, given);
    else while (isSurname(start - 1)) start -= 1;
    return { start, certain: true, rule: "name.particle" };
  }
  if (tradition !== "other" && given < end) {
    // Three and more: unknown given names before two known surnames.
    const start = end - given > 2 && isSurname(end - 1) && isSurname(end - 2) ? end - 2 : given;
    const count = end - start;
    const rule = count > 1 ? "name.twoSurnames" : "name.natural";
    return { start, certain: count === 1 || (count === 2 && isSurname(start)), rule };
  }
  let start = end - 1;
  if (isSurname(start) && isSurname(start - 1)) start -= 1;
  const certain = words.length <= MAX_PLAIN_WORDS;
  return {
    start: Math.max(start, floor),
    certain,
    rule: start < end - 1 ? "name.twoSurnames" : "name.natural",
  };
}

/** "Иванов Иван Иванович", "Ivanov Ivan Ivanovich": a patronymic at the end says that the surname comes first. */
const PATRONYMIC = /(?:(?:ов|ев|ьев)ич|(?:ов|ев|ич|ин)на|(?:ov|ev)(?:ich|ych|na)|ichna)$/u;
const EAST_ASIAN = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々]+$/u;

/** Surname in capitals beside given names that are not: "Jean DUPONT", "GARCÍA LÓPEZ María". */
function splitByCapitals(words: NameWord[]): Split | undefined {
  const loud = words.map((word) => isShouting(word.text) && (word.text.match(/\p{L}/gu) ?? []).length > 2);
  const count = loud.filter(Boolean).length;
  if (count === 0 || count === words.length) return undefined;
  const leading = loud.indexOf(false);
  const trailing = loud.length - 1 - loud.lastIndexOf(false);
  if (leading === count) {
    const last = words.slice(0, leading);
    if (last.some(isGivenName)) return undefined;
    return { first: words.slice(leading), last, certain: true, rule: "name.capitals" };
  }
  if (trailing !== count) return undefined;
  let start = words.length - trailing;
  while (start > 1 && PARTICLES.has(words[start - 1]?.key ?? "")) start -= 1;
  return { first: words.slice(0, start), last: words.slice(start), certain: true, rule: "name.capitals" };
}

/** "Nguyễn Văn An", but not "Thái Quốc Nguyễn". */
function isVietnamese(words: readonly NameWord[]): boolean {
  const [head] = words;
  if (head === undefined || words.length < 3 || !VIETNAMESE_SURNAMES.has(head.key)) return false;
  return !words.slice(1).some((word) => VIETNAMESE_SURNAMES.has(word.key));
}

function endsInPatronymic(words: readonly NameWord[]): boolean {
  const [, middle, end] = words;
  if (words.length !== 3 || middle === undefined || end === undefined) return false;
  return PATRONYMIC.test(end.key) && !PATRONYMIC.test(middle.key);
}

function splitSurnameFirst(words: NameWord[], mixed: boolean): Split {
  let end = 1;
  while (end < words.length - 1) {
    if (!isParticle(words, end - 1, mixed) && !isIberianSurname(words[end]?.key ?? "")) break;
    end += 1;
  }
  const certain = end > 1 || words.length <= 3;
  return { first: words.slice(end), last: words.slice(0, end), certain, rule: "name.surnameFirst" };
}

/**
 * Splits the words of a name written in its natural order (or surname first) into first and last name.
 *
 * @param input.words - at least one, without titles and suffixes
 * @param input.mixed - the name is written in capitals and small letters, so that their use says something
 */
export function splitWords(input: { words: NameWord[]; mixed: boolean; surnameFirst: boolean }): Split {
  const { words, mixed, surnameFirst } = input;
  if (words.length === 1) {
    const certain = !words.some((word) => word.text.length > 1 && EAST_ASIAN.test(word.text));
    return { first: words, last: [], certain, rule: "name.oneWord" };
  }
  if (words.length === 2 && words.every((word) => EAST_ASIAN.test(word.text))) {
    return { first: words.slice(1), last: words.slice(0, 1), certain: true, rule: "name.surnameFirst" };
  }
  if (surnameFirst || isVietnamese(words) || endsInPatronymic(words)) return splitSurnameFirst(words, mixed);
  const capitals = mixed ? splitByCapitals(words) : undefined;
  if (capitals !== undefined) return capitals;
  const { start, certain, rule } = surnameStart(words, mixed);
  const last = words.slice(start);
  const initialAlone = last.length === 1 && last.some(isInitial);
  const given = words.length === 2 && words.every((word) => isGivenName(word)) && last.every(isIberianGiven);
  return { first: words.slice(0, start), last, certain: certain && !initialAlone && !given, rule };
}

/** "M." before a French given name is Monsieur, "Tuan" before a Malay one is Mr; otherwise they are part of the name. */
export function isTitleByContext(words: readonly NameWord[]): boolean {
  const [head, next] = words;
  if (head === undefined || next === undefined) return false;
  if (head.text === "M." || head.text === "M") {
    return words.length === 2 ? head.text === "M." : FRENCH_GIVEN.has(next.key);
  }
  return head.key === "tuan" && words.length > 2 && MALAY_GIVEN.has(next.key);
}
