/** Letters that Unicode does not decompose into a base letter and an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ı: "i",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ى: "ي",
  ة: "ه",
};

/** The words of a column name, comparable across spellings. */
export interface HeaderWords {
  /** Lower case, without accents, punctuation, digits. */
  words: string[];
  /** The words without spaces: "First Name", "first_name" and "FIRSTNAME" are one. */
  squashed: string;
  /** The last number of the name ("E-mail 2 Address"), else 1. */
  ordinal: number;
}

/**
 * The words of a column name: `"E-Mail-Adresse"`, `"emailAdresse"` and `"E-MAIL ADRESSE"` give `email adresse`.
 */
export function headerWords(header: string): HeaderWords {
  const text = header
    .normalize("NFKC")
    .replace(/[☎☏📞📱✆]/gu, " phone ")
    .replace(/[✉📧🖂]/gu, " email ")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{N}+)/gu, " $1 ")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f\u093c]/gu, "")
    .normalize("NFC")
    .replace(/[ßøæœłđıأإآىة]/gu, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .replace(/(?<=^| )e (?=mail|post|pasts?\b|pastas|meil|naslov|cim)/gu, "e")
    .trim();
  const parts = text.split(" ");
  const words = parts.filter((word) => word !== "" && !/^\p{N}+$/u.test(word));
  const number = Number(parts.findLast((word) => /^\d{1,2}$/.test(word)) ?? 1);
  return { words, squashed: words.join(""), ordinal: Math.max(1, number) };
}

/** Whether a word is written in a script that has spaces and case, so that its beginning and end mean something. */
export function isLatin(word: string): boolean {
  return /^[a-z ]+$/.test(word);
}

/**
 * Edits between two words: letters put in, left out, changed, or two neighbours swapped, each once (optimal string
 * alignment). Stops counting above `limit` and answers `limit + 1`.
 */
export function editDistance({ from, to, limit }: { from: string; to: string; limit: number }): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      const edits = [
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      ];
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) edits.push(at(beforeLast, column - 2) + 1);
      current.push(Math.min(...edits));
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(at(last, to.length), limit + 1);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
