import { emailsIn } from "../email.ts";

/** What the cells of a column look like: shares of the filled ones, 0 to 1. */
export interface ColumnContent {
  filled: number;
  email: number;
  /** Could be a phone number. */
  phone: number;
  /** Can hardly be anything but a phone number. */
  surePhone: number;
  honorific: number;
  /** Two to four words that a person's name could be. */
  fullName: number;
  /** One word that a given or family name could be. */
  oneName: number;
  company: number;
  jobTitle: number;
  /** Share of different values. */
  variety: number;
}

/** What a cell is shows in its beginning. */
const MAX_LENGTH = 300;
const DATE = /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.](?:\d{2}|\d{4})(?:\s|$)|^\d{1,2}:\d{2}/;
const PHONE =
  /^(?:[a-z]{1,8}[.:]?\s)?\(?[+＋]?[\d(][\d\s().\-/–·]{5,22}\d(?:\s?(?:x|ext|ext\.|int|int\.)\s?\d{1,5})?$/iu;
const HONORIFIC =
  /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|hr|fr|m|mme|mlle|monsieur|madame|sr|sra|srta|señor|señora|dn|dña|d|don|doña|dra|ing|lic|sig|sig\.ra|signor|signora|dott|dott\.ssa|dhr|mevr|mw|pan|pani|mgr|bc|bay|bayan|г-н|г-жа|様|氏|さん|先生|女士|小姐|님|씨)\.?$/iu;
const NAME_WORD = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`;
const FULL_NAME = new RegExp(
  `^${NAME_WORD},?(?: (?:${NAME_WORD}|de|da|do|del|della|di|van|von|der|den|la|bin|al|el)){1,4}$`,
  "u",
);
const ONE_NAME = /^\p{Lu}[\p{L}\p{M}'’-]+$/u;
const COMPANY =
  /\b(?:inc|llc|ltd|ltda|limited|corp|corporation|company|gmbh|ag|kg|ug|ohg|s\.?a\.?s?|s\.?l\.?u?|s\.?r\.?l|s\.?p\.?a|sarl|sasu|eurl|b\.?v|n\.?v|a\.?b|a\/s|aps|oyj?|a\.?s|s\.?r\.?o|sp\.? z o\.?o|d\.?o\.?o|kft|zrt|plc|pty|pvt|lda|me|eireli|group|holding|solutions|consulting|technologies|industries|partners)\b\.?$|株式会社|有限公司|주식회사|^ооо\s/iu;
const JOB_TITLE =
  /\b(?:ceo|cto|cfo|coo|cmo|vp|svp|president|director|directora?|manager|head of|engineer|developer|analyst|consultant|founder|owner|sales|marketing|officer|assistant|gerente|jefe|coordinador|leiter|geschäftsführer|responsable|directeur|directrice|direttore|diretor|ingeniero|ingénieur|specialist|associate|representative|buyer|architect|partner)\b/iu;

const has =
  (pattern: RegExp) =>
  (value: string): boolean =>
    pattern.test(value);

/** @param values - the cells of one column in the sample, filled or not */
export function columnContent(values: readonly string[]): ColumnContent {
  const filled = values.map((value) => value.slice(0, MAX_LENGTH).trim()).filter((value) => value !== "");
  const share = (is: (value: string) => boolean) =>
    filled.length === 0 ? 0 : filled.filter(is).length / filled.length;
  return {
    filled: filled.length,
    email: share((value) => emailsIn(value).emails.length > 0),
    phone: share(isPhone),
    surePhone: share((value) => isPhone(value) && /^\+|[\s().-]/.test(value) && !/^\d+\.\d+$/.test(value)),
    honorific: share(has(HONORIFIC)),
    fullName: share((value) => FULL_NAME.test(value) && !COMPANY.test(value) && !JOB_TITLE.test(value)),
    oneName: share(has(ONE_NAME)),
    company: share(has(COMPANY)),
    jobTitle: share(has(JOB_TITLE)),
    variety: filled.length === 0 ? 0 : new Set(filled).size / filled.length,
  };
}

/** Whether a text is nothing but a form of address: "Mrs.", "Herr", "Sra". */
export function isHonorific(text: string): boolean {
  return HONORIFIC.test(text.trim());
}

function isPhone(value: string): boolean {
  const digits = value.replace(/\D/g, "").length;
  return digits >= 7 && digits <= 15 && PHONE.test(value) && !DATE.test(value);
}
