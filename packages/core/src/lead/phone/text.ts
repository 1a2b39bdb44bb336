/** What people and programs write around the digits of a phone number, before any numbering plan is asked. */

/** Sign, first digit, further digits, exponent: "3.001234567E9", "5,73001E+11". */
const SCIENTIFIC = /^\+?(\d)(?:[.,](\d+))?[eE]\+?(\d{1,2})$/;
/** A float's empty fraction: "3001234567.0". */
const EMPTY_FRACTION = /^(\+?\d{7,15})[.,]0{1,2}$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3}){2,}$/;
/** So many digits rounded away are no coincidence of zeros at the end: the number is lost. */
const LOST_DIGITS = 3;

/** ASCII digits, plus and hyphens for those of other scripts (Arabic, Persian, Devanagari, full-width...). */
export function plainDigits(text: string): string {
  if (!/[^\x20-\x7e]/.test(text)) return text;
  return text
    .normalize("NFKC")
    .replace(/[\p{Cf}]/gu, "")
    .replace(/[^\S\n\r\t]/gu, " ")
    .replace(/[‐-―−ー]/gu, "-")
    .replace(/(?![0-9])\p{Nd}/gu, digitOf);
}

/** The value of a decimal digit: Unicode keeps the ten of a script together, in order, from zero. */
function digitOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  let before = 0;
  while (before < 50 && /\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

/**
 * Repairs what spreadsheets do to phone numbers.
 *
 * @returns the digits, or `damaged` when digits were rounded away ("3.00123E+09")
 */
export function repairSpreadsheet(text: string): { text: string; damaged: boolean } {
  const bare = text.replace(/^=?["']|["']$/g, "").trim();
  const fraction = EMPTY_FRACTION.exec(bare)?.[1];
  if (fraction !== undefined) return { text: fraction, damaged: false };
  if (THOUSANDS.test(bare)) return { text: bare.replaceAll(",", ""), damaged: false };
  const [, head, tail = "", exponent] = SCIENTIFIC.exec(bare) ?? [];
  if (head === undefined || exponent === undefined) return { text: bare, damaged: false };
  const length = Number(exponent);
  const digits = tail.replace(/0+$/, "");
  if (digits.length > length || length - digits.length >= LOST_DIGITS) return { text: "", damaged: true };
  return { text: head + digits.padEnd(length, "0"), damaged: false };
}

const PHONE_CONTEXT = /;phone-context=([^;]*)/i;

/** The number of a `tel:` URI (RFC 3966): a phone-context that begins with + is its prefix, one that is a domain says nothing. */
export function readTelUri(text: string): string {
  const [, context = ""] = PHONE_CONTEXT.exec(text) ?? [];
  if (context === "" && !/tel:/i.test(text)) return text;
  const uri = text.replace(/^.*?tel:/is, "");
  const end = uri.search(/;(?!ext=)/i);
  const number = (end < 0 ? uri : uri.slice(0, end)).trim();
  const extension = /;ext=\d+/i.exec(uri.slice(Math.max(end, 0)))?.[0] ?? "";
  const isPrefix = context.startsWith("+") && !number.startsWith("+");
  return (isPrefix ? context + number : number) + (number.includes(";ext=") ? "" : extension);
}

const EXTENSION =
  /(?:;ext=|[\s,;]*(?:extensi[oó]n|extension|xtensio|extn?|xtn|interno|int|anexo|anex|ramal|poste|durchwahl|x{1,2}|#|~)[\s.:]*|,{2,}|;(?=\d+#$))(\d{1,20})/iu;
/** "-910#", " 666666#": without a label only the # says that it is an extension. */
const HASHED = /[\s-](\d{1,6})#$/;
/** Fewer digits before a label are no phone number: "(0xx) 11...". */
const DIGITS_BEFORE_EXTENSION = 7;

/** Takes an extension off the end of a number. */
export function takeExtension(text: string): { text: string; extension: string } {
  const match = EXTENSION.exec(text) ?? HASHED.exec(text);
  if (match === null) return { text, extension: "" };
  const before = text.slice(0, match.index);
  if (before.replace(/\D/g, "").length < DIGITS_BEFORE_EXTENSION) return { text, extension: "" };
  return { text: before, extension: match[1] ?? "" };
}

const SEPARATORS =
  /[\n\r\t;|,&]|\s(?:y|e|o|u|ou|or|and|und|oder|et)\s|\s\/\s|\/(?=\s*\+)|(?<=\d)[\s-]*(?=\+)/iu;

/** The numbers of a cell that holds several. A slash divides two whole numbers; in "301/23456" it is part of one. */
export function divideNumbers(text: string): string[] {
  return text.split(SEPARATORS).flatMap((part) => {
    const halves = part.split("/");
    const whole = halves.some((half) => half.replace(/\D/g, "").length < DIGITS_BEFORE_EXTENSION);
    return whole ? [part] : halves;
  });
}

const KEYPAD = ["", "", "abc", "def", "ghi", "jkl", "mno", "pqrs", "tuv", "wxyz"];

/** Letters as the digits of a keypad: "1-800-FLOWERS". */
export function dialLetters(text: string): string {
  return text
    .toLowerCase()
    .replace(/[a-z]/g, (letter) => String(KEYPAD.findIndex((key) => key.includes(letter))));
}

/** Fewer digits in a row occur in real numbers. */
const MIN_RUN = 7;

/** "1234567890", "0123456789", "987654321": digits in a row, not a number. */
export function isRun(digits: string): boolean {
  if (digits.length < MIN_RUN) return false;
  // With a trunk 0 a run may be a number: "01 23 45 67 89".
  return (
    digits === "0123456789" ||
    ["1234567890", "9876543210", "0987654321"].some((run) => run.startsWith(digits))
  );
}
