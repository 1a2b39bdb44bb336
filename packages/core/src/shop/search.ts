/** Words beyond these narrow a search no further. */
const MOST_WORDS = 5;

const PHONE_LIKE = /^\+?[\d ().-]*\d[\d ().-]*$/;

/**
 * Text as searches compare it: lower case, without accents. Done here because databases do it differently: SQLite's LIKE knows
 * the case of ASCII alone, MySQL's depends on a collation.
 */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The digits of a phone, however it is spaced. */
export function digitsOf(phone: string): string {
  return phone.replace(/\D/g, "");
}

/**
 * The LIKE patterns, escaped by `!`, that must all match for a customer to be found. What looks like a phone, however it is spaced, is one word.
 *
 * @example
 * searchPatterns("Zoë 100%"); // ["%zoe%", "%100!%%"]
 */
export function searchPatterns(search: string): string[] {
  const term = search.trim();
  const words = PHONE_LIKE.test(term) ? [digitsOf(term)] : fold(term).split(/\s+/).slice(0, MOST_WORDS);
  return words.filter((word) => word !== "").map((word) => `%${word.replace(/[!%_]/g, "!$&")}%`);
}
