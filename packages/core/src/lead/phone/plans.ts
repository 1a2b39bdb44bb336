import {
  type CountryCode,
  getCountryCallingCode,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from "libphonenumber-js/max";

/** A repair that a country's change of numbering plan calls for: national digits as written, and as they are dialled today. */
interface Repair {
  pattern: RegExp;
  replacement: string;
}

/**
 * National digits (also after the country code) that people still write in an older form. Each result must be valid to count.
 *
 * - CO: since 2021-09-01 (CRC, resolution 5826) all numbers have ten digits; 03 and other prefixes before mobiles are gone, the
 *   old area digit got 60 in front.
 * - MX: since 2019-08-03 no 1 after +52, no 01, 044, 045.
 * - BR: since 2016 every mobile has a ninth digit, 9.
 * - CL: mobiles have nine digits, 9 in front; 09 before eight digits is the older form.
 */
const REPAIRS: Partial<Record<CountryCode, readonly Repair[]>> = {
  CO: [
    { pattern: /^0[0-9]{0,2}(3\d{9})$/, replacement: "$1" },
    { pattern: /^([124-8]\d{7})$/, replacement: "60$1" },
  ],
  MX: [{ pattern: /^(?:1|01|044|045)(\d{10})$/, replacement: "$1" }],
  BR: [{ pattern: /^0?([1-9]{2})([6-9]\d{7})$/, replacement: "$19$2" }],
  CL: [{ pattern: /^0(9\d{8})$/, replacement: "$1" }],
};

/** Plans that are complete and closed: a number outside is none. Elsewhere new ranges open before metadata know them. */
const CLOSED_PLANS: ReadonlySet<CountryCode> = new Set(["CO"]);

/** Countries where people write local numbers without the area code. */
const AREA_CODE_COUNTRIES: ReadonlySet<CountryCode> = new Set<CountryCode>([
  ...(["AR", "BO", "BR", "CL", "CO", "DO", "EC", "MX", "PE", "PR", "PY", "UY", "VE"] as const),
  ...(["AT", "AU", "CA", "CN", "DE", "GB", "ID", "IE", "IN", "JP", "KR", "MY", "NZ", "PH"] as const),
  ...(["PK", "RU", "SE", "TH", "TR", "TW", "UA", "US", "ZA"] as const),
]);

/** Old local forms that a parser would take for whole numbers: seven digits after 031 in Colombia, mobiles with 15 in Argentina. */
const LOCAL_FORMS: Partial<Record<CountryCode, RegExp>> = {
  CO: /^03[124-8]\d{7}$/,
  AR: /^15\d{6,8}$/,
};

/** True for digits that are certainly a local number, whatever a numbering plan makes of them. */
export function isLocalForm(country: CountryCode | null, digits: string): boolean {
  return country !== null && LOCAL_FORMS[country]?.test(digits) === true;
}

/** True when digits that make no number are so few that an area code may be missing. */
export function needsAreaCode(country: CountryCode | null, digits: string): boolean {
  return country !== null && AREA_CODE_COUNTRIES.has(country) && digits.length >= 6 && digits.length <= 8;
}

export function isClosedPlan(country: CountryCode | undefined): boolean {
  return country !== undefined && CLOSED_PLANS.has(country);
}

/** The number, wherever it is valid or not; undefined when it is too far from one. */
export function readNumber(text: string, country: CountryCode | null): PhoneNumber | undefined {
  return parsePhoneNumberFromString(
    text,
    country === null ? { extract: false } : { defaultCountry: country, extract: false },
  );
}

export function readValid(text: string, country: CountryCode | null): PhoneNumber | undefined {
  const number = readNumber(text, country);
  return number?.isValid() === true ? number : undefined;
}

/** A number as its country dials it today, when `digits` are an older form of it. */
export function repairOldForm(country: CountryCode | undefined, digits: string): PhoneNumber | undefined {
  if (country === undefined) return undefined;
  for (const { pattern, replacement } of REPAIRS[country] ?? []) {
    if (!pattern.test(digits)) continue;
    const number = readValid(digits.replace(pattern, replacement), country);
    if (number?.country === country) return number;
  }
  return undefined;
}

/**
 * True when digits that are valid as they stand more probably begin with the country's own code: where national numbers are written
 * with a leading 0 ("08-12 34 56" in Sweden) and this one is not, "468123456" is +46 8 123456.
 */
export function beginsWithOwnCode(input: {
  digits: string;
  country: CountryCode;
  national: PhoneNumber;
}): boolean {
  const { digits, country, national } = input;
  if (!digits.startsWith(getCountryCallingCode(country)) || national.nationalNumber !== digits) return false;
  return national.formatNational().replace(/\D/g, "").startsWith("0");
}
