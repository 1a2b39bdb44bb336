import { getCountryCallingCode, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { type CountryCode, parsePhone } from "../lead/index.ts";

/**
 * The name of a number in keys and commands: the national number in the home country, E.164 (`+51987654321`) elsewhere. A national number
 * that would be read as another number (Sweden's 046-812 34 56 without its 0 is +46 8 123456) stays E.164 too, so that sanitising
 * what is sanitised changes nothing.
 *
 * @returns null where the text has no number; of several the first
 * @example
 * sanitisePhone({ text: "+57 300 123 4567", homeCountry: "CO" }); // "3001234567"
 */
export function sanitisePhone(input: { text: string; homeCountry: CountryCode }): string | null {
  const { text, homeCountry } = input;
  const { e164 } = parsePhone({ text, country: homeCountry });
  if (e164 === "") return null;
  const code = `+${getCountryCallingCode(homeCountry)}`;
  const national = e164.slice(code.length);
  return e164.startsWith(code) && reads({ text: national, e164, homeCountry }) ? national : e164;
}

/** Digits that stand for a number in the columns `phone_digits`, and how they become {@link e164Digits}: without the first `skip`, after `prefix`. */
export interface PhoneSpelling {
  digits: string;
  skip: number;
  prefix: string;
}

/** Country code and national number of a sanitised phone: `573001234567`. */
export function e164Digits(input: { phone: string; homeCountry: CountryCode }): string {
  const { phone, homeCountry } = input;
  return phone.startsWith("+") ? phone.slice(1) : `${getCountryCallingCode(homeCountry)}${phone}`;
}

/**
 * The digits by which SQL finds a number with its index, whoever stored it and however they are grouped: `+57…` and `0057…`, `57…`, and at home
 * the national number with and without a trunk prefix, also after the code. Digits that would be read as another number
 * are not among them, so that none stand for two numbers.
 *
 * @param input.phone - as {@link sanitisePhone} gives it
 */
export function phoneSpellings(input: { phone: string; homeCountry: CountryCode }): PhoneSpelling[] {
  const { phone, homeCountry } = input;
  const digits = e164Digits(input);
  const e164 = `+${digits}`;
  const code = getCountryCallingCode(homeCountry);
  // A + is 00 in the column: these two are read alike in every country.
  const spellings: PhoneSpelling[] = [{ digits: `00${digits}`, skip: 2, prefix: "" }];
  const others: PhoneSpelling[] = [{ digits, skip: 0, prefix: "" }];
  if (digits.startsWith(code)) {
    const national = digits.slice(code.length);
    if (phone === national) spellings.push({ digits: national, skip: 0, prefix: code });
    const trunk = trunkPrefix({ e164, national });
    // Plans without a trunk prefix had 0 once, and some of their people still write it.
    const dialled = `${trunk || "0"}${national}`;
    others.push({ digits: dialled, skip: dialled.length - national.length, prefix: code });
    const between = `00${code}${trunk}`;
    if (trunk !== "") others.push({ digits: between + national, skip: between.length, prefix: code });
  }
  const isIts = ({ digits: text }: PhoneSpelling) =>
    reads({ text: text.startsWith("00") ? `+${text.slice(2)}` : text, e164, homeCountry });
  spellings.push(...others.filter(isIts));
  return [...new Map(spellings.map((spelling) => [spelling.digits, spelling])).values()];
}

/** What a number's plan puts before it within the country; empty where that is nothing. */
function trunkPrefix(input: { e164: string; national: string }): string {
  const { e164, national } = input;
  const dialled = parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, "") ?? national;
  // A few plans' formats are no national number with something before it: Argentina's mobiles get a 15 in the middle.
  return dialled.endsWith(national) ? dialled.slice(0, dialled.length - national.length) : "";
}

function reads(input: { text: string; e164: string; homeCountry: CountryCode }): boolean {
  const { text, e164, homeCountry } = input;
  return parsePhone({ text, country: homeCountry }).e164 === e164;
}
