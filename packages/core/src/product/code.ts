import { plainDigits } from "../lead/phone/text.ts";
import { isPlaceholder } from "../lead/placeholder.ts";
import { hasGtinCheckDigit, hasIsbn10CheckDigit } from "./check-digit.ts";

export const CODE_KINDS = ["asin", "upc", "ean", "isbn13"] as const;
/**
 * `asin`: Amazon's own, 10 characters; a printed book's is its ISBN-10. `upc`: UPC-A, 12 digits. `ean`: EAN-13 or EAN-8.
 * `isbn13`: an EAN-13 that begins with 978 or 979.
 */
export type CodeKind = (typeof CODE_KINDS)[number];

/** A product's code, normalised: the same product code has one spelling. */
export interface ProductCode {
  kind: CodeKind;
  code: string;
}

/** Why a text is no product code. */
export type CodeIssue =
  /** Nothing there, or a word for nothing. */
  | "code.missing"
  /** A spreadsheet has rounded digits away (9.78E+12): they are lost. */
  | "code.damaged"
  /** As long as a code, with a check digit that does not fit: a typing error. */
  | "code.checkDigit"
  /** Another length, or other characters. */
  | "code.invalid";

/** Longer cells are texts, not codes. */
const MAX_LENGTH = 300;

const PAGE =
  /(?:\/(?:dp|gp\/product|gp\/aw\/d|gp\/offer-listing|product-reviews|exec\/obidos\/(?:asin|tg\/detail\/-)|o\/asin|product|asin)\/|[?&]asin=|keepa\.com\/#!product\/\d+-)([a-z0-9]{10})(?![a-z0-9])/i;
const LABEL =
  /^(?:asin|upc(?:-?[ae])?|ean(?:-?(?:8|13))?|gtin(?:-?(?:8|12|13|14))?|isbn(?:-?1[03])?|barcode|jan|código|code)\s*(?:no\.?|nr\.?|#)?\s*[:#=.]?\s+|^(?:asin|upc|ean|gtin|isbn)[:#=]/iu;
const ASIN = /^B[0-9A-Z]{9}$/;
const SCIENTIFIC = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/i;
const FRACTION = /^(\d+)[.,]0+$/;
const THOUSANDS = /^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3}){2,3}$/;
/** A number that was shown with an exponent, six digits of it at most, and has become a whole one again. */
const ROUNDED = /^\d{3,6}0{6,}$/;
/** What libraries write after an ISBN: "(pbk.)", "(v. 2)". */
const QUALIFIER = /\s*\([^()]*\)$/;
/** What a GTIN begins with where a symbol's content is written out (GS1 General Specifications, 3.3.2). */
const GTIN_IDENTIFIER = /^\(01\)/;

/**
 * Reads a product code as people and spreadsheets write it: with spaces and hyphens, with a label, as the address of Amazon's or Keepa's page, with leading
 * zeros lost, as a number with a fraction (`36000291452.0`) or an exponent, as long as no digit is lost.
 *
 * A UPC-A is the EAN-13 with a zero in front, and is read as UPC-A; so is a GTIN-14 with two. Ten digits are an ISBN-10 where their check digit fits,
 * else a UPC-A without its zeros; of the few for which both fit the ISBN-10 is meant. A UPC-E is the UPC-A it is short for. Fewer than eight digits are no code: with so many zeros
 * before them every tenth number would pass for one.
 *
 * @param options.column - "gtin" for a cell of a column that its name says is of UPCs or EANs: there the UPC-A is meant
 * @example
 * parseProductCode("b0d8w1yvbx");        // { kind: "asin", code: "B0D8W1YVBX" }
 * parseProductCode("36000291452");       // { kind: "upc", code: "036000291452" }: its zero was lost
 * parseProductCode("978-0-306-40615-7"); // { kind: "isbn13", code: "9780306406157" }
 * parseProductCode("9.78E+12");          // { issue: "code.damaged" }
 */
export function parseProductCode(
  text: string,
  options: { column?: "gtin" } = {},
): ProductCode | { issue: CodeIssue } {
  if (text.length > MAX_LENGTH) return { issue: "code.invalid" };
  const page = PAGE.exec(text)?.[1];
  const bare = page ?? unwrapped(text);
  if (bare === "" || isPlaceholder(bare)) return { issue: "code.missing" };
  const written = spreadsheetNumber(bare);
  if (written === null) return { issue: "code.damaged" };
  const compact = written.replace(/[\s\-._·]/g, "").toUpperCase();
  if (ASIN.test(compact) && /\d/.test(compact)) return { kind: "asin", code: compact };
  if (/^\d{8,9}X$/.test(compact)) return isbn10(compact.padStart(10, "0")) ?? { issue: "code.checkDigit" };
  if (!/^\d+$/.test(compact)) return { issue: "code.invalid" };
  const read = digitsCode(compact, options.column === "gtin");
  return "issue" in read && read.issue === "code.checkDigit" && ROUNDED.test(compact)
    ? { issue: "code.damaged" }
    : read;
}

/** The cell without what programs and people put around a code: quotes, a formula that keeps it text, a label. */
function unwrapped(text: string): string {
  const inner = plainDigits(text)
    .trim()
    .replace(GTIN_IDENTIFIER, "")
    .replace(QUALIFIER, "")
    .replace(/^=?\s*["'`([]+|["'`)\],;]+$/g, "")
    .trim();
  return inner.replace(LABEL, "").trim();
}

/** The digits of a number as a spreadsheet shows it, any other text as it is; null where digits are lost. */
function spreadsheetNumber(text: string): string | null {
  const whole = FRACTION.exec(text)?.[1];
  if (whole !== undefined && whole.length >= 7) return whole;
  if (THOUSANDS.test(text)) return text.replace(/\D/g, "");
  const [, head, tail = "", exponent] = SCIENTIFIC.exec(text) ?? [];
  if (head === undefined || exponent === undefined) return text;
  // A program that has all digits writes no exponent for them: what is missing are hardly zeros.
  return (head + tail).length === Number(exponent) + 1 ? head + tail : null;
}

function digitsCode(digits: string, isGtin: boolean): ProductCode | { issue: CodeIssue } {
  if (/^0+$/.test(digits)) return { issue: "code.missing" };
  switch (digits.length) {
    case 14:
      // A case of several has another code, which no shop sells by.
      return digits.startsWith("0") ? digitsCode(digits.slice(1), isGtin) : { issue: "code.invalid" };
    case 13:
      return gtin13(digits) ?? { issue: "code.checkDigit" };
    case 12:
    case 11:
      return upc(digits) ?? { issue: "code.checkDigit" };
    case 10:
    case 9:
    case 8: {
      const short = digits.length === 8 ? (upcE(digits) ?? ean8(digits)) : null;
      const book = isbn10(digits.padStart(10, "0"));
      return (
        short ?? (isGtin ? (upc(digits) ?? book) : (book ?? upc(digits))) ?? { issue: "code.checkDigit" }
      );
    }
    default:
      return { issue: "code.invalid" };
  }
}

function gtin13(digits: string): ProductCode | null {
  if (!hasGtinCheckDigit(digits)) return null;
  if (digits.startsWith("0")) return { kind: "upc", code: digits.slice(1) };
  return { kind: /^97[89]/.test(digits) ? "isbn13" : "ean", code: digits };
}

function upc(digits: string): ProductCode | null {
  const code = digits.padStart(12, "0");
  return hasGtinCheckDigit(code) ? { kind: "upc", code } : null;
}

function ean8(digits: string): ProductCode | null {
  return hasGtinCheckDigit(digits) ? { kind: "ean", code: digits } : null;
}

/**
 * A UPC-E, whose check digit is that of the UPC-A it stands for (GS1 General Specifications, 5.2.2.4.2). An EAN-8 that begins with 0 is a
 * shop's own and sold nowhere else.
 */
function upcE(digits: string): ProductCode | null {
  const [, body = "", last = "", check = ""] = /^0(\d{5})(\d)(\d)$/.exec(digits) ?? [];
  if (body === "") return null;
  const long = (kept: number, middle: string) => body.slice(0, kept) + middle + body.slice(kept);
  const item =
    last <= "2"
      ? long(2, `${last}0000`)
      : last === "3"
        ? long(3, "00000")
        : last === "4"
          ? long(4, "00000")
          : `${body}0000${last}`;
  return upc(`0${item}${check}`);
}

function isbn10(text: string): ProductCode | null {
  return hasIsbn10CheckDigit(text) ? { kind: "asin", code: text } : null;
}
