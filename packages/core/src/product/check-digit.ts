/**
 * True where the last digit of a GTIN (8, 12, 13 or 14 digits) is the one its others call for: weights 3 and 1 alternate from the
 * right (GS1 General Specifications, 7.9).
 */
export function hasGtinCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .toReversed()
    .reduce((total, digit, place) => total + Number(digit) * (place % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** True where the last character of an ISBN-10 is the one its others call for: weights 10 to 1, X is ten (ISO 2108). */
export function hasIsbn10CheckDigit(isbn: string): boolean {
  const sum = [...isbn].reduce(
    (total, char, place) => total + (char === "X" ? 10 : Number(char)) * (10 - place),
    0,
  );
  return sum % 11 === 0;
}

/**
 * The ISBN-10 of an ISBN-13, which is a printed book's ASIN; null for 979, which has none.
 *
 * @example
 * isbn10Of("9780306406157"); // "0306406152"
 */
export function isbn10Of(isbn13: string): string | null {
  if (!isbn13.startsWith("978")) return null;
  const body = isbn13.slice(3, 12);
  const sum = [...body].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
  const check = (11 - (sum % 11)) % 11;
  return body + (check === 10 ? "X" : String(check));
}
