import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** Words beyond these narrow a search no further. */
const MOST_WORDS = 5;

const PHONE_LIKE = /^[\d ()./+-]*\d[\d ()./+-]*$/;

/** National numbers have rarely more digits: a longer one may begin with a country code though it has no +. */
const NATIONAL_DIGITS = 10;

/**
 * Text as searches compare it: lower case, without accents. Done here because databases do it differently: SQLite's LIKE knows
 * the case of ASCII alone, MySQL's depends on a collation.
 */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The LIKE patterns, escaped by `!`, that must all match for a customer to be found. What looks like a phone, however it is grouped, is one word.
 *
 * @example
 * searchPatterns("Zoë 100%"); // ["%zoe%", "%100!%%"]
 */
export function searchPatterns(search: string): string[] {
  const term = search.trim();
  const words = PHONE_LIKE.test(term) ? [searchedDigits(term)] : fold(term).split(/\s+/).slice(0, MOST_WORDS);
  return words.filter((word) => word !== "").map((word) => `%${word.replace(/[!%_]/g, "!$&")}%`);
}

/** Digits that a stored phone has: of a whole number with its country code the national number, which every spelling ends with. */
function searchedDigits(term: string): string {
  const digits = term.replace(/\D/g, "").replace(/^00(?=\d)/, "");
  const hasCode = /^\D*(?:\+|00)/.test(term) || digits.length > NATIONAL_DIGITS;
  const number = hasCode ? parsePhoneNumberFromString(`+${digits}`) : undefined;
  const isWhole = number?.isValid() === true && digits.endsWith(number.nationalNumber);
  return isWhole ? number.nationalNumber : digits;
}
