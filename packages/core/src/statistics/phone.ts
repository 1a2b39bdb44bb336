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

/** A text that stands for a number in SQL, and how its digits become {@link phoneDigits}: without the first `skip`, after `prefix`. */
export interface PhoneSpelling {
  text: string;
  skip: number;
  prefix: string;
}

/** Country code and national number of a sanitised phone: `573001234567`. */
export function phoneDigits(input: { phone: string; homeCountry: CountryCode }): string {
  const { phone, homeCountry } = input;
  return phone.startsWith("+") ? phone.slice(1) : `${getCountryCallingCode(homeCountry)}${phone}`;
}

/**
 * The texts by which SQL finds a number with its index, whoever stored it: `+57…`, `57…`, `0057…`, the national number with and without its
 * trunk prefix, and the national and international formats with spaces. A text that would be read as another number is not among them,
 * so that no text stands for two numbers.
 *
 * @param input.phone - as {@link sanitisePhone} gives it
 */
export function phoneSpellings(input: { phone: string; homeCountry: CountryCode }): PhoneSpelling[] {
  const { phone, homeCountry } = input;
  const digits = phoneDigits(input);
  const e164 = `+${digits}`;
  const number = parsePhoneNumberFromString(e164);
  const code = number?.countryCallingCode ?? "";
  const plain = { skip: 0, prefix: "" };
  const spellings: PhoneSpelling[] = [
    { text: e164, ...plain },
    { text: `+${code} ${digits.slice(code.length)}`, ...plain },
    { text: number?.formatInternational() ?? e164, ...plain },
    { text: `00${digits}`, skip: 2, prefix: "" },
  ];
  if (reads({ text: digits, e164, homeCountry })) spellings.push({ text: digits, ...plain });
  if (code === getCountryCallingCode(homeCountry)) {
    const national = digits.slice(code.length);
    const isNamed = phone === national;
    if (isNamed) spellings.push({ text: national, skip: 0, prefix: code });
    const format = number?.formatNational() ?? national;
    const dialled = format.replace(/\D/g, "");
    const skip = dialled.length - national.length;
    // A few plans' formats are no national number with something before it: Argentina's mobiles get a 15 in the middle.
    const isIts =
      dialled === national
        ? isNamed
        : dialled.endsWith(national) && reads({ text: format, e164, homeCountry });
    if (isIts) spellings.push({ text: format, skip, prefix: code }, { text: dialled, skip, prefix: code });
  }
  return [...new Map(spellings.map((spelling) => [spelling.text, spelling])).values()];
}

function reads(input: { text: string; e164: string; homeCountry: CountryCode }): boolean {
  const { text, e164, homeCountry } = input;
  return parsePhone({ text, country: homeCountry }).e164 === e164;
}
