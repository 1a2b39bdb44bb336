import { CHINESE, HINDI, JAPANESE, KOREAN, SOUTH_EAST_ASIAN } from "./asian.ts";
import { ENGLISH } from "./english.ts";
import { BALTIC, FINNISH, GREEK, HUNGARIAN, TURKISH } from "./european.ts";
import { DANISH_NORWEGIAN, DUTCH, GERMAN, SWEDISH } from "./germanic.ts";
import { CATALAN, FRENCH, ITALIAN, PORTUGUESE, ROMANIAN, SPANISH } from "./romance.ts";
import { ARABIC, HEBREW, PERSIAN } from "./semitic.ts";
import { BULGARIAN, CZECH_SLOVAK, POLISH, RUSSIAN, SOUTH_SLAVIC, UKRAINIAN } from "./slavic.ts";
import { COLUMN_TERMS, type ColumnTerm, type Vocabulary, WORD_TERMS, type WordTerm } from "./terms.ts";
import { editDistance, headerWords, isLatin } from "./words.ts";

/** Languages whose misspellings are recognised: in more, a typo of one would be a word of another. */
const MAIN: readonly Vocabulary[] = [ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN, ITALIAN];

/** Where a word means different things in two languages, the earlier wins. */
const LANGUAGES: readonly Vocabulary[] = [
  ...MAIN,
  DUTCH,
  SWEDISH,
  DANISH_NORWEGIAN,
  POLISH,
  CZECH_SLOVAK,
  RUSSIAN,
  UKRAINIAN,
  TURKISH,
  JAPANESE,
  CHINESE,
  KOREAN,
  HINDI,
  ARABIC,
  HEBREW,
  PERSIAN,
  FINNISH,
  HUNGARIAN,
  ROMANIAN,
  GREEK,
  CATALAN,
  BULGARIAN,
  SOUTH_SLAVIC,
  BALTIC,
  SOUTH_EAST_ASIAN,
];

function phrases(vocabulary: Vocabulary, term: ColumnTerm | WordTerm): string[][] {
  return (vocabulary[term] ?? "").split(",").map((phrase) => headerWords(phrase).words);
}

const columnTerms = new Map<string, ColumnTerm>();
for (const vocabulary of LANGUAGES)
  for (const term of COLUMN_TERMS)
    for (const words of phrases(vocabulary, term)) {
      const squashed = words.join("");
      if (squashed !== "" && !columnTerms.has(squashed)) columnTerms.set(squashed, term);
    }

/** What a whole column name says, given without spaces. */
export function columnTerm(squashed: string): ColumnTerm | undefined {
  return columnTerms.get(squashed);
}

/** How the words of one term are looked for in a header. */
interface WordList {
  exact: Set<string>;
  /** Long enough to be found within a compound: "Mobiltelefonnummer". */
  within: string[];
  /** Of several words, with a space on either side. */
  several: string[];
  /** Of scripts that join words or inflect them, found anywhere. */
  anywhere: string[];
}

/** Terms that carry the meaning of a compound, in any place of it. */
const WITHIN: ReadonlySet<WordTerm> = new Set(["email", "phone", "mobile", "messenger", "fax"]);
/** Terms that begin a compound: "Privattelefon", "työpuhelin". */
const AT_START: ReadonlySet<WordTerm> = new Set(["work", "home", "main", "otherPerson"]);

/** Terms whose words are dropped from a header: only as they stand. */
const WHOLE: ReadonlySet<WordTerm> = new Set(["person", "glue", "detail"]);

/** From this length a word within another is no accident ("tel" in "hotel" is one). */
const MIN_WITHIN = 5;
/** A word of this length may begin or end a compound. */
const MIN_EDGE = 3;

function wordList(term: WordTerm): WordList {
  const all = LANGUAGES.flatMap((vocabulary) => phrases(vocabulary, term)).filter(
    (words) => words.length > 0,
  );
  const latin = all.filter((words) => isLatin(words.join("")));
  return {
    exact: new Set(latin.filter((words) => words.length === 1).flat()),
    within: latin.filter((words) => words.length === 1 && words.join("").length >= MIN_WITHIN).flat(),
    several: latin.filter((words) => words.length > 1).map((words) => ` ${words.join(" ")} `),
    anywhere: all.filter((words) => !isLatin(words.join(""))).map((words) => words.join("")),
  };
}

const wordLists = new Map(WORD_TERMS.map((term) => [term, wordList(term)]));

/** Whether one word of a header says a term by itself. */
export function isWord(term: WordTerm, word: string): boolean {
  const list = wordLists.get(term);
  if (!list) return false;
  if (!isLatin(word)) {
    return list.anywhere.some((part) => (WHOLE.has(term) ? word === part : word.includes(part)));
  }
  if (list.exact.has(word)) return true;
  if (WITHIN.has(term)) return list.within.some((part) => word.includes(part));
  if (AT_START.has(term))
    return (
      word.length > 6 && [...list.exact].some((part) => part.length >= MIN_EDGE && word.startsWith(part))
    );
  if (term === "about")
    return word.length > 6 && [...list.exact].some((part) => part.length >= MIN_EDGE && word.endsWith(part));
  return false;
}

/** Whether a header says a term anywhere. */
export function says(term: WordTerm, words: readonly string[]): boolean {
  const list = wordLists.get(term);
  if (!list) return false;
  const joined = ` ${words.join(" ")} `;
  const squashed = words.join("");
  return (
    words.some((word) => isWord(term, word)) ||
    list.several.some((phrase) => joined.includes(phrase)) ||
    (!isLatin(squashed) && list.anywhere.some((part) => squashed.includes(part)))
  );
}

/** The words that a misspelling may have meant: of columns that matter, in the main languages. */
const spellings = new Set(
  MAIN.flatMap((vocabulary, language) =>
    [
      ...COLUMN_TERMS.filter((term) => term !== "unrelated"),
      "email" as const,
      "phone" as const,
      "mobile" as const,
    ]
      .flatMap((term) => phrases(vocabulary, term))
      .flatMap((words) => [...words, words.join("")])
      // Short foreign words are too near to one another.
      .filter((word) => word.length >= (language === 0 ? 4 : 6) && isLatin(word)),
  ),
);
const known = new Set([
  ...spellings,
  ...columnTerms.keys(),
  ...[...columnTerms.keys()].flatMap((key) => headerWords(key).words),
  ...LANGUAGES.flatMap((vocabulary) =>
    [...COLUMN_TERMS, ...WORD_TERMS].flatMap((term) => phrases(vocabulary, term)).flat(),
  ),
]);

/**
 * The word that a misspelt one was meant to be: the same first letter, and one edit (in four letters only two swapped; in
 * nine and more, two edits). Undefined for known words and where nothing is near.
 */
export function corrected(word: string): string | undefined {
  if (word.length < 4 || known.has(word) || !isLatin(word)) return undefined;
  const limit = word.length >= 9 ? 2 : 1;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of spellings) {
    if (candidate[0] !== word[0] || (word.length === 4 && !isNear(word, candidate))) continue;
    const distance = editDistance({ from: word, to: candidate, limit });
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Of four letters: the same ones in another order, or one left out ("nmae", "phne"). */
function isNear(word: string, candidate: string): boolean {
  return candidate.length === 4
    ? [...word].sort().join() === [...candidate].sort().join()
    : candidate.length === 5;
}
