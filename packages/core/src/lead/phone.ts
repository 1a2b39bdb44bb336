import type { CountryCode, PhoneNumber } from "libphonenumber-js/max";
import {
  beginsWithOwnCode,
  isClosedPlan,
  isLocalForm,
  needsAreaCode,
  readNumber,
  readValid,
  repairOldForm,
} from "./phone/plans.ts";
import {
  dialLetters,
  divideNumbers,
  isRun,
  plainDigits,
  readTelUri,
  repairSpreadsheet,
  takeExtension,
} from "./phone/text.ts";
import { isPlaceholder } from "./placeholder.ts";

export type { CountryCode };

/**
 * - `phone.invalid`: no number of the country or the world
 * - `phone.needsArea`: a local number; without its city it is none
 * - `phone.damaged`: a spreadsheet has rounded digits away
 * - `phone.unverified`: the length is right, the range is not known; kept
 */
export type PhoneIssue = "phone.invalid" | "phone.needsArea" | "phone.damaged" | "phone.unverified";

export interface PhoneInput {
  text: string;
  /** Country of numbers written without a country code; null: only international numbers resolve. */
  country: CountryCode | null;
  /** Countries whose national form is tried when the default country's fails. */
  extraCountries?: readonly CountryCode[];
}

export interface ParsedPhone {
  /** E.164 (`+573001234567`), or empty. */
  e164: string;
  /** Further numbers of the same cell, E.164. */
  others: string[];
  /** False when the number is a guess or nobody could check it. */
  certain: boolean;
  issue?: PhoneIssue;
  /** Digits of an extension; E.164 has no place for it. */
  extension?: string;
  rule: string;
}

/** As most numbers are written: nothing to repair, no extension, no second number. */
const PLAIN = /^\+?\d[\d ()-]*$/;
/** A cell with more is no phone cell; what follows is not read. */
const MAX_LENGTH = 200;
/** So many digits may be a number of another country whose + is missing. */
const MIN_FOREIGN_DIGITS = 10;
/** E.164: at most fifteen digits; more with a prefix such as 00 or 011 before them. */
const MAX_DIGITS = 20;
/** Shorter groups of digits are parts of numbers. */
const MIN_SCANNED_DIGITS = 7;
/** Seven of a digit are junk; of zeros it takes eight, for round numbers are sold to businesses. */
const SAME_DIGITS = /([1-9])\1{6}|0{8}/;
const DATE = /^\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d$|^(?:19|20)\d\d([/.-])\d{1,2}\2\d{1,2}$/;

interface Found {
  number?: PhoneNumber;
  certain: boolean;
  issue?: PhoneIssue;
  rule: string;
}

/**
 * The phone numbers of a cell, in E.164, by today's numbering plans.
 *
 * Understands `+`, `00` and other international prefixes, numbers of other countries without their `+`, old national forms (Colombia's 03,
 * Mexico's 1, Brazil's eight-digit mobiles), spreadsheet floats, `tel:` and `wa.me` links, labels, extensions, letters and digits of
 * any script. Junk (`3333333333`, `1234567890`) is invalid.
 *
 * @returns `e164` empty and `issue` set where there is no number; both where a number is only possible
 * @example
 * parsePhone({ text: "Cel: 300 123 4567 / 3109876543", country: "CO" });
 * // { e164: "+573001234567", others: ["+573109876543"], certain: true, rule: "phone.national" }
 */
export function parsePhone(input: PhoneInput): ParsedPhone {
  const { country, extraCountries = [] } = input;
  const cell = readCell(input.text.slice(0, MAX_LENGTH).trim());
  if (cell === "damaged") return nothing("phone.damaged");
  if (cell === "none") return { e164: "", others: [], certain: true, rule: "phone.none" };
  const { parts, extension } = cell;
  const found = parts.flatMap((part) => findNumbers(part, country, extraCountries));
  const best =
    found.find(({ number, issue }) => number !== undefined && issue === undefined) ??
    found.find(({ number }) => number);
  if (best?.number === undefined) {
    return nothing(found.find(({ issue }) => issue !== "phone.invalid")?.issue ?? "phone.invalid");
  }
  const e164 = best.number.number;
  const valid = found.flatMap(({ number, issue }) =>
    number === undefined || issue !== undefined ? [] : [number.number],
  );
  const result: ParsedPhone = {
    e164,
    others: [...new Set<string>(valid)].filter((other) => other !== e164),
    certain: best.certain,
    rule: best.rule,
  };
  if (best.issue !== undefined) result.issue = best.issue;
  const ext = extension || best.number.ext;
  if (ext) result.extension = ext;
  return result;
}

/** The parts of a cell that may be a number each, and an extension that stands at its end. */
function readCell(written: string): { parts: string[]; extension: string } | "damaged" | "none" {
  if (PLAIN.test(written)) return /^0+$/.test(written) ? "none" : { parts: [written], extension: "" };
  const repaired = repairSpreadsheet(plainDigits(written).trim());
  if (repaired.damaged) return "damaged";
  if (isPlaceholder(repaired.text) || /^0+$/.test(repaired.text)) return "none";
  const { text, extension } = takeExtension(readTelUri(repaired.text));
  return { parts: divideNumbers(text), extension };
}

function nothing(issue: PhoneIssue): ParsedPhone {
  return { e164: "", others: [], certain: false, issue, rule: issue };
}

/** The numbers of one part of a cell; most often one, and then read once. */
function findNumbers(part: string, country: CountryCode | null, extra: readonly CountryCode[]): Found[] {
  if (part.includes("@") || !/\d/.test(part) || DATE.test(part.trim()))
    return [{ certain: false, issue: "phone.invalid", rule: "phone.invalid" }];
  if (isRun(part.replace(/\D/g, "")) && !part.includes("+")) return [JUNK];
  const whole = findNumber(part, country, extra);
  if (whole.rule === JUNK.rule) return [whole];
  const isValid = whole.number !== undefined && whole.issue === undefined;
  if (isValid && part.replace(/\D/g, "").length < 2 * MIN_SCANNED_DIGITS) return [whole];
  const several = scan({ part, whole, country, extra });
  return several.length > (isValid ? 1 : 0) ? several : [whole];
}

/** Numbers with nothing but spaces, hyphens or words between them: "Cel 3001234567 Tel 6012345678". */
function scan(input: {
  part: string;
  /** What the part is as one number. */
  whole: Found;
  country: CountryCode | null;
  extra: readonly CountryCode[];
}): Found[] {
  const { part, whole, country, extra } = input;
  const found: Found[] = [];
  for (const run of part.split(/[^\d\s+().-]+/)) {
    const words = run.split(/\s+-\s+|\s+/).filter((word) => /\d/.test(word));
    let start = 0;
    for (let end = 1; end <= words.length; end++) {
      const text = words.slice(start, end).join(" ");
      const digits = text.replace(/\D/g, "").length;
      if (digits < MIN_SCANNED_DIGITS) continue;
      if (digits > MAX_DIGITS) {
        start = end;
        continue;
      }
      const one = text === part ? whole : findNumber(text, country, extra);
      if (one.number === undefined || one.issue !== undefined) continue;
      found.push(one);
      start = end;
    }
  }
  return found;
}

function findNumber(part: string, country: CountryCode | null, extra: readonly CountryCode[]): Found {
  const start = part.search(/[+(\d]/);
  const text = start < 0 ? "" : part.slice(start);
  const letters = text.search(/\p{L}{2}/u);
  // One letter is a slip of the keyboard; two begin a word, which dials only when the digits alone do not.
  const plain = (letters < 0 ? text : text.slice(0, letters)).replace(/[^\d+().\s/-]/g, "");
  const found = resolve(plain, country, extra);
  if (letters < 0 || (found.number !== undefined && found.issue === undefined)) return found;
  if (plain.replace(/\D/g, "").length < 3 || text.length > MAX_DIGITS * 2) return found;
  const dialled = resolve(dialLetters(text), country, extra);
  return dialled.number === undefined || dialled.issue !== undefined
    ? found
    : { ...dialled, certain: false, rule: "phone.letters" };
}

const JUNK: Found = { certain: true, issue: "phone.invalid", rule: "phone.junk" };

function accept(number: PhoneNumber, rule: string, certain = true): Found {
  const national = number.nationalNumber;
  if (SAME_DIGITS.test(national)) return JUNK;
  return { number, certain, rule };
}

function unsettled(number: PhoneNumber | undefined, country: CountryCode | null, digits: string): Found {
  if (number?.isPossible() === true && !isClosedPlan(number.country)) {
    const found = isRun(number.nationalNumber) ? JUNK : accept(number, "phone.possible", false);
    return found.number === undefined ? found : { ...found, issue: "phone.unverified" };
  }
  const issue = needsAreaCode(country, digits) ? "phone.needsArea" : "phone.invalid";
  return { certain: false, issue, rule: issue };
}

function resolve(text: string, country: CountryCode | null, extra: readonly CountryCode[]): Found {
  const digits = text.replace(/\D/g, "");
  if (digits.length < 2 || digits.length > MAX_DIGITS)
    return { certain: false, issue: "phone.invalid", rule: "phone.invalid" };
  const international = /^[\s(]*\+/.test(text) ? resolveInternational(text, digits, country) : undefined;
  if (
    international !== undefined &&
    (international.number === undefined || international.issue === undefined)
  )
    return international;
  return resolveNational(text.replace(/^[\s(]*\++[\s]*/, ""), digits, country, extra, international);
}

/** Text that begins with a plus. Undefined: no country code fits, the plus may be a slip. */
function resolveInternational(text: string, digits: string, country: CountryCode | null): Found | undefined {
  // No country code begins with 0: an international or trunk prefix was written after the plus.
  const plus = /^[\s(]*\+[\s]*0/.test(text)
    ? `+${digits.replace(/^(?:011(?=[2-9])|0+(?:11)?)/, "")}`
    : `+${text.replace(/^[\s(]*\+[\s+]*/, "")}`;
  const number = readNumber(plus, null);
  if (number === undefined) return undefined;
  if (number.isValid()) return accept(number, "phone.international");
  const withoutTrunk = plus.includes("(0)") ? readValid(plus.replace("(0)", ""), null) : undefined;
  if (withoutTrunk !== undefined) return accept(withoutTrunk, "phone.international");
  const repaired = repairOldForm(number.country ?? country ?? undefined, number.nationalNumber);
  if (repaired !== undefined && repaired.countryCallingCode === number.countryCallingCode)
    return accept(repaired, "phone.oldForm");
  const ownPlan = country === null ? undefined : readValid(digits, country);
  if (ownPlan !== undefined) return accept(ownPlan, "phone.plusByMistake", false);
  return unsettled(number, null, digits);
}

function resolveNational(
  text: string,
  digits: string,
  country: CountryCode | null,
  extra: readonly CountryCode[],
  international: Found | undefined,
): Found {
  // 00 before anything else: some countries' own prefixes would eat it ("00573001234567" is no Russian number).
  const afterZeros = digits.startsWith("00") ? readValid(`+${digits.slice(2)}`, null) : undefined;
  if (afterZeros !== undefined) return accept(afterZeros, "phone.international");
  if (isLocalForm(country, digits))
    return { certain: false, issue: "phone.needsArea", rule: "phone.needsArea" };
  const national = country === null ? undefined : readNumber(text, country);
  if (country !== null && national?.isValid() === true) {
    const own = beginsWithOwnCode({ digits, country, national }) ? readValid(`+${digits}`, null) : undefined;
    return accept(own?.country === country ? own : national, "phone.national");
  }
  const repaired =
    repairOldForm(country ?? undefined, digits) ??
    repairOldForm(national?.country, national?.nationalNumber ?? "");
  if (repaired !== undefined) return accept(repaired, "phone.oldForm");
  // A plus that is missing, a trunk 0 before the country code, or the 011 of North America.
  const code = digits.replace(/^(?:011|0+)/, "");
  const isLong = code.length >= MIN_FOREIGN_DIGITS;
  const foreign = isLong || country === null ? readNumber(`+${code}`, null) : undefined;
  if (foreign?.isValid() === true) return accept(foreign, "phone.withoutPlus", foreign.country === country);
  const foreignOld = isLong ? repairOldForm(foreign?.country, foreign?.nationalNumber ?? "") : undefined;
  if (foreignOld !== undefined) return accept(foreignOld, "phone.oldForm", false);
  for (const other of extra) {
    const number = readValid(text, other);
    if (number !== undefined) return accept(number, "phone.extraCountry", false);
  }
  return international ?? unsettled(national, country, digits);
}
