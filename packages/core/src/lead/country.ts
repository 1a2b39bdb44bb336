import { getCountries, getCountryCallingCode, isSupportedCountry } from "libphonenumber-js/max";
import { headerWords } from "./columns/words.ts";
import type { Country } from "./fields.ts";
import { remembering } from "./remember.ts";

/** Languages in which lead files name countries. */
const LANGUAGES = [
  ...["en", "es", "pt", "fr", "de", "it", "nl", "sv", "da", "nb", "fi", "pl", "cs", "hu", "ro", "el", "tr"],
  ...["ru", "uk", "ja", "zh", "zh-Hant", "ko", "hi", "ar", "he", "id", "vi", "th"],
];

/** Names in use that CLDR does not have, and ISO 3166-1 alpha-3 of the countries that send most files. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  US: [
    "usa",
    "u s a",
    "u s",
    "america",
    "united states of america",
    "estados unidos de america",
    "eeuu",
    "ee uu",
    "eua",
  ],
  GB: [
    "uk",
    "u k",
    "great britain",
    "england",
    "scotland",
    "wales",
    "northern ireland",
    "gbr",
    "grossbritannien",
  ],
  AE: ["uae", "u a e", "emirates", "dubai", "are"],
  KR: ["korea", "republic of korea", "kor"],
  NL: ["holland", "the netherlands", "nld"],
  CZ: ["czech republic", "cze"],
  RU: ["russian federation", "rus"],
  ...{
    CO: ["col"],
    MX: ["mex"],
    AR: ["arg"],
    BR: ["bra"],
    CL: ["chl"],
    PE: ["per"],
    EC: ["ecu"],
    PA: ["pan"],
  },
  ...{
    ES: ["esp"],
    PT: ["prt"],
    FR: ["fra"],
    DE: ["deu", "brd"],
    IT: ["ita"],
    CA: ["can"],
    IN: ["ind"],
    AU: ["aus"],
  },
  ...{
    CH: ["che"],
    AT: ["aut"],
    BE: ["bel"],
    PL: ["pol"],
    SE: ["swe"],
    NO: ["nor"],
    DK: ["dnk"],
    JP: ["jpn"],
    CN: ["chn"],
  },
};

/** Of the countries that share a calling code, the one meant by the code alone. */
const MAIN_COUNTRIES = ["US", "RU", "IT", "GB", "NO", "AU", "MA", "RE", "FI", "GP", "CW"] as const;

/** Values repeat from row to row; a column of anything else must not fill the memory. */
const MAX_REMEMBERED = 5_000;
let names: Map<string, Country> | undefined;

/**
 * The country a cell names: a code ("CO", "COL", "+57") or a name in one of many languages ("Kolumbien"). Null if none.
 */
export const countryOf: (text: string) => Country | null = remembering({ read, limit: MAX_REMEMBERED });

function read(cell: string): Country | null {
  const text = cell.trim();
  // No country's name comes near this length.
  if (text === "" || text.length > 80) return null;
  const code = text.toUpperCase();
  if (isSupportedCountry(code)) return code;
  names ??= namesOfCountries();
  const calling = /^(?:\+|00)?\s*(\d{1,3})$/.exec(text)?.[1];
  return names.get(calling ?? headerWords(text).words.join(" ")) ?? null;
}

function namesOfCountries(): Map<string, Country> {
  const found = new Map<string, Country>();
  const add = (name: string, country: Country) => {
    const key = headerWords(name).words.join(" ");
    if (key !== "" && !found.has(key)) found.set(key, country);
  };
  const countries = getCountries();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames(language, { type: "region" });
    for (const country of countries) add(display.of(country) ?? "", country);
  }
  for (const country of countries) for (const name of OTHER_NAMES[country] ?? []) add(name, country);
  for (const country of [...MAIN_COUNTRIES, ...countries]) {
    const calling = getCountryCallingCode(country);
    if (!found.has(calling)) found.set(calling, country);
  }
  return found;
}
