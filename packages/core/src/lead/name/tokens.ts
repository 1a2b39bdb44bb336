import { isAscii } from "../ascii.ts";
import { collapseSpace, isShouting } from "../text.ts";
import { IBERIAN_GIVEN } from "./given-names.ts";
import {
  CIVIL_HONORIFICS,
  COMMA_SUFFIXES,
  DOCTOR_FIELDS,
  HONORIFICS,
  HONORIFICS_OF_TWO,
  POINTED_HONORIFICS,
  POINTED_SUFFIXES,
  SUFFIXES,
  TITLE_OPENERS,
  WORD_SUFFIXES,
} from "./words.ts";

/** A word of a name: as it is written, and folded for comparison. */
export interface NameWord {
  text: string;
  key: string;
}

/** Folds a word for comparison: lower case, no accents, no points, no apostrophes ("Ph.D." phd, "Peña" pena). */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  const plain = isAscii(lower) ? lower : lower.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain.replace(/[.,;:'’`ʼ"]/g, "");
}

export function nameWord(text: string): NameWord {
  return { text, key: fold(text) };
}

const NICKNAMES = [
  /\([^()]*\)|\[[^[\]]*\]|（[^（）]*）|\{[^{}]*\}/gu,
  /"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»/gu,
  // Single quotes are apostrophes unless they stand around whole words.
  /(?<=^|[\s,])(?:'[^']+'|‘[^‘’]+’|’[^’]+’|`[^`']+[`'])(?=$|[\s,])/gu,
] as const;
const BRACKETS = /["“”„«»()[\]{}（）]/gu;
/** "née Jones", "geb. Schmidt": the name at birth is not the name. */
const BIRTH_NAME = /,?\s(?:n[ée]e|n[ée]\(e\)|geb\.|geborene|nata|nacida|nascida)\s.*$/iu;

/** The text of a name without nicknames in quotes or brackets; where nothing else is there, the nickname is the name. */
export function dropNicknames(text: string): string {
  if (!/["“”„«»'‘’`()[\]{}（）]|\b(?:n[ée]e|geb|nata|nacida|nascida)/iu.test(text)) return text;
  let name = text;
  for (const pattern of NICKNAMES) {
    const without = name.replace(pattern, " ");
    if (/^[\s]*,|,\s*$/.test(without) && !/^\s*,|,\s*$/.test(name)) continue;
    if (/\p{L}/u.test(without)) name = without;
  }
  return collapseSpace(name.replace(BRACKETS, " ").replace(BIRTH_NAME, ""));
}

/** Tidies a name: escapes that an export left as text (`\n`), underscores, pointed degrees in two words ("Ph. D."). */
export function tidyName(text: string): string {
  const collapsed = collapseSpace(text);
  if (!/[\\_]|[hm]\.? d/i.test(collapsed)) return collapsed;
  return collapseSpace(
    collapsed
      .replace(/\\[rnt]/g, " ")
      .replace(/_/g, " ")
      .replace(/\bph\.? d\b\.?/iu, "PhD")
      .replace(/(?<=\p{L}{2} |, ?)M\.? D(?:\.|$)(?=$|[\s,])/u, "MD"),
  );
}

/** The words of a name; initials without a space between get one ("J.B." J. B.). */
export function toWords(text: string): NameWord[] {
  const words: NameWord[] = [];
  for (const part of text.split(/[\s,;]+/)) {
    if (/^[A-Za-z]+$/.test(part)) {
      words.push({ text: part, key: part.toLowerCase() });
      continue;
    }
    const bare = part.replace(/^[.'’`*\-–]+(?=.)|[*`\-–]+$/gu, "");
    if (!/[\p{L}\p{N}&+]/u.test(bare)) continue;
    const word = nameWord(bare);
    const isSuffix =
      (words.length > 0 || part === text) && (SUFFIXES.has(word.key) || POINTED_SUFFIXES.has(word.key));
    const isOne = isSuffix || HONORIFICS.has(word.key) || TITLE_OPENERS.has(word.key);
    if (isOne || !/^(?:\p{L}\.)+\p{L}/u.test(bare)) words.push(word);
    else for (const initial of bare.replace(/\.(?=\p{L})/gu, ". ").split(" ")) words.push(nameWord(initial));
  }
  return words;
}

export function isInitial(word: NameWord): boolean {
  return /^\p{L}\.?$/u.test(word.text);
}

export function textOf(words: readonly NameWord[]): string {
  return words.map((word) => word.text).join(" ");
}

function isTitle(word: NameWord): boolean {
  if (HONORIFICS.has(word.key)) return true;
  if (POINTED_HONORIFICS.has(word.key)) return word.text.endsWith(".");
  if (!word.key.includes("-")) return false;
  return word.key.split("-").every((part) => HONORIFICS.has(part) || TITLE_OPENERS.has(part));
}

/** How many words the title at `start` has, or 0: "Dr.", "U.S. District Judge", "Dr. rer. nat.". */
function titleLength(words: readonly NameWord[], start: number): number {
  let end = start;
  while (end < start + 3 && TITLE_OPENERS.has(words[end]?.key ?? "") && !isTitle(words[end] ?? nameWord("")))
    end += 1;
  const word = words[end];
  if (word === undefined) return 0;
  if (isTitle(word) || (end > start && HONORIFICS_OF_TWO.has(word.key))) {
    end += 1;
    if (/^(?:dr|dipl|diplom|prof|ing)$/.test(word.key)) {
      while (DOCTOR_FIELDS.has(words[end]?.key ?? "") && isPointed(words[end])) end += 1;
    }
    return end - start;
  }
  // "The" before no title stays: it may be a name.
  return 0;
}

function isPointed(word: NameWord | undefined): boolean {
  return word !== undefined && (word.text.endsWith(".") || word.key.length <= 3);
}

/** "Mr. and Mrs.", "Herr und Frau", "Sr. y Sra.": the joining word counts to the titles. */
function joinLength(words: readonly NameWord[], start: number): number {
  const joins = /^(?:and|&|\+|und|y|e|et|i)$/.test(words[start]?.key ?? "");
  return joins && titleLength(words, start + 1) > 0 ? 1 : 0;
}

/**
 * Takes titles from the front of `words`.
 *
 * @param input.spare - how many words must stay
 * @param input.others - how many words of the name are elsewhere (after a comma, in another column)
 */
export function takeHonorifics(input: { words: NameWord[]; spare: number; others: number }): {
  honorific: string;
  words: NameWord[];
} {
  const { words, spare, others } = input;
  let at = 0;
  while (at < words.length) {
    const word = words[at];
    if (word === undefined) break;
    let length = titleLength(words, at);
    if (length === 0 && at > 0) {
      const join = joinLength(words, at);
      if (join > 0) length = join + titleLength(words, at + 1);
    }
    const left = words.length - at - 1;
    if (length === 0 && HONORIFICS_OF_TWO.has(word.key) && left >= 1 && left + others >= 2) length = 1;
    const next = words[at + 1];
    if (
      length === 0 &&
      /^(?:don|dona|d)$/.test(word.key) &&
      next !== undefined &&
      IBERIAN_GIVEN.has(next.key)
    ) {
      if (word.key !== "d" || word.text.endsWith(".")) length = 1;
    }
    if (length === 0 || words.length - at - length < spare) break;
    at += length;
  }
  return { honorific: textOf(words.slice(0, at)), words: at === 0 ? words : words.slice(at) };
}

/** Takes a title that stands alone in a first name ("Dr.") or before a surname ("Dr. Meiser"). */
export function takeCivilHonorifics(
  words: NameWord[],
  spare: number,
): { honorific: string; words: NameWord[] } {
  let at = 0;
  while (words.length - at > spare && CIVIL_HONORIFICS.has(words[at]?.key ?? "")) at += 1;
  return { honorific: textOf(words.slice(0, at)), words: at === 0 ? words : words.slice(at) };
}

function isSuffix(word: NameWord, shouting: boolean): boolean {
  if (SUFFIXES.has(word.key)) return true;
  if (!POINTED_SUFFIXES.has(word.key)) return false;
  if (/\p{L}\.\p{L}/u.test(word.text) || (word.key === "md" && word.text !== "Md")) return true;
  return !shouting && isShouting(word.text);
}

/**
 * Takes suffixes from the end of `words`.
 *
 * @param input.spare - how many words must stay; one more for "Junior" and "Senior", which are surnames too
 */
export function takeSuffixes(input: { words: NameWord[]; spare: number; shouting: boolean }): {
  suffix: string;
  words: NameWord[];
} {
  const { words, spare, shouting } = input;
  let end = words.length;
  while (end > spare) {
    const word = words[end - 1];
    if (word === undefined) break;
    const lonely = WORD_SUFFIXES.has(word.key) && end - 1 <= spare;
    if (lonely || !(WORD_SUFFIXES.has(word.key) || isSuffix(word, shouting))) break;
    end -= 1;
  }
  return { suffix: textOf(words.slice(end)), words: end === words.length ? words : words.slice(0, end) };
}

/** True when everything in this part of a name between commas is a suffix or title: "Jr.", "M.D.", "CFP", "Dr.". */
export function isSuffixPart(words: readonly NameWord[]): boolean {
  return words.every(
    ({ text, key }) =>
      SUFFIXES.has(key) ||
      WORD_SUFFIXES.has(key) ||
      COMMA_SUFFIXES.has(key) ||
      CIVIL_HONORIFICS.has(key) ||
      (POINTED_SUFFIXES.has(key) && (isShouting(text) || key.length > 2)),
  );
}
