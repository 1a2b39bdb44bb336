import { remembering } from "../remember.ts";
import type { ColumnTerm } from "./terms.ts";
import { columnTerm, corrected, isWord, says } from "./vocabulary.ts";
import { headerWords } from "./words.ts";

/** What a column name means, as far as its words tell. */
export interface HeaderMeaning {
  /** `bareQualifier`: only "Home", "Work", "Other", as some address books head their phone numbers. */
  means: ColumnTerm | "email" | "phone" | "otherPerson" | "bareQualifier";
  /** `exact`: all words known; `words`: some; `question`: a long text with a known word; `typo`: after correcting a word. */
  how: "exact" | "words" | "question" | "typo";
  /** Which of several columns for the same field comes first: the lower. */
  rank: number;
}

/** More headers than any file has columns; keeps a long-lived process from growing with every file. */
const MAX_REMEMBERED = 10_000;

/**
 * What a column name means in any of the languages known, or null.
 *
 * @example
 * readHeader("Teléfono móvil"); // { means: "phone", how: "exact", rank: 0 }
 */
export const readHeader: (header: string) => HeaderMeaning | null = remembering({
  read,
  limit: MAX_REMEMBERED,
});

function read(header: string): HeaderMeaning | null {
  // Longer texts are no names of columns; reading them would only cost time.
  if (header.length > 200 || header.includes("@")) return null;
  const { words, ordinal } = headerWords(header);
  if (words.length === 0) return null;
  return readWords(words, ordinal) ?? readAlternatives(header) ?? readCorrected(words, ordinal);
}

function readWords(words: readonly string[], ordinal: number): HeaderMeaning | null {
  const exact = readColumn(words, ordinal) ?? readContact(words, ordinal);
  if (exact) return exact;
  if (says("otherPerson", words)) return { means: "otherPerson", how: "words", rank: 0 };
  return readReduced(words, ordinal) ?? readRest(words);
}

function readColumn(words: readonly string[], ordinal: number): HeaderMeaning | null {
  const term = columnTerm(words.join("")) ?? columnTerm([...words].reverse().join(""));
  return term === undefined ? null : { means: term, how: "exact", rank: rankOf(term) + (ordinal - 1) / 10 };
}

function rankOf(term: ColumnTerm): number {
  if (term === "organisation" || term === "profession" || term === "description" || term === "name") return 1;
  return term === "account" || term === "secondLastName" ? 2 : 0;
}

/** Columns with an e-mail or a phone number: whatever else their names say. */
function readContact(words: readonly string[], ordinal: number): HeaderMeaning | null {
  const email = says("email", words);
  const messenger = says("messenger", words);
  const mobile = says("mobile", words);
  const phone = messenger || mobile || says("phone", words);
  if (!email && !phone) return null;
  if (says("otherPerson", words)) return { means: "otherPerson", how: "words", rank: 0 };
  if (says("about", words) || (!email && says("fax", words)))
    return { means: "unrelated", how: "words", rank: 0 };
  const others = words.filter((word) => !isExpected(word)).length;
  const how = others === 0 ? "exact" : others <= 2 ? "words" : "question";
  const home = says("home", words);
  const work = says("work", words);
  const main = says("main", words);
  // A second address or number comes after any first one.
  const later = (says("secondary", words) ? 5 : 0) + (ordinal - 1) * 3;
  if (email) return { means: "email", how, rank: (home ? 2 : work ? 1 : 0) + later };
  const kind = mobile ? 0 : messenger ? 0.5 : home ? 4 : work ? (main ? 3 : 2) : 1;
  return { means: "phone", how, rank: kind + later };
}

function isExpected(word: string): boolean {
  return (
    [
      "email",
      "phone",
      "mobile",
      "messenger",
      "work",
      "home",
      "main",
      "secondary",
      "person",
      "glue",
      "detail",
    ] as const
  ).some((term) => isWord(term, word));
}

/** A name with words around it that change nothing: "Nombre del contacto", "Lead company", "Home country". */
function readReduced(words: readonly string[], ordinal: number): HeaderMeaning | null {
  const bare = words.filter((word) => !isWord("glue", word));
  const ownless = bare.filter((word) => !isWord("person", word));
  for (const rest of [bare, ownless]) {
    if (rest.length === 0 || rest.length === words.length) continue;
    const meaning = readColumn(rest, ordinal);
    if (meaning) return meaning;
  }
  const nameless = ownless.filter((word) => columnTerm(word) !== "name");
  const company = nameless.length > 0 ? readColumn(nameless, ordinal) : null;
  if (company && isCompany(company)) return company;
  const place = readColumn(withoutQualifiers(ownless), ordinal);
  return place?.means === "country" || place?.means === "unrelated"
    ? { ...place, how: "words", rank: place.rank + 1 }
    : null;
}

function withoutQualifiers(words: readonly string[]): string[] {
  return words.filter(
    (word) => !(["work", "home", "main", "secondary"] as const).some((term) => isWord(term, word)),
  );
}

function isCompany({ means }: HeaderMeaning): boolean {
  return means === "company" || means === "organisation" || means === "account";
}

function readRest(words: readonly string[]): HeaderMeaning | null {
  if (says("fax", words)) return { means: "unrelated", how: "words", rank: 0 };
  return withoutQualifiers(words).length === 0 ? { means: "bareQualifier", how: "words", rank: 1 } : null;
}

/** "Company / Account", "E-mail or phone": an address first, then a number, then the first part that is known. */
function readAlternatives(header: string): HeaderMeaning | null {
  const parts = header.split(/[/|;,]|\s(?:or|o|ou|oder|und|and|y|et|e)\s/u);
  if (parts.length < 2) return null;
  const meanings = parts.map((part) => {
    const { words, ordinal } = headerWords(part);
    return words.length === 0 ? null : readWords(words, ordinal);
  });
  const useful = meanings.filter(
    (meaning) => meaning !== null && meaning.means !== "unrelated" && meaning.means !== "bareQualifier",
  );
  const find = (means: HeaderMeaning["means"]) => useful.find((meaning) => meaning?.means === means);
  return find("email") ?? find("phone") ?? useful[0] ?? null;
}

function readCorrected(words: readonly string[], ordinal: number): HeaderMeaning | null {
  const meant = words.map((word) => corrected(word) ?? word);
  const whole = corrected(words.join(""));
  const meaning =
    (meant.some((word, index) => word !== words[index]) ? readWords(meant, ordinal) : null) ??
    (whole === undefined ? null : readWords([whole], ordinal));
  return meaning && { ...meaning, how: "typo" };
}
