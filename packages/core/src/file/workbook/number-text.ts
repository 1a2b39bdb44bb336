import { SSF } from "xlsx";

/**
 * The text a number in a cell reads as.
 *
 * One rule: **a number reads as the sheet shows it, except where showing it loses or blurs what it is.** What is shown is what the
 * sender saw and meant (`00000` keeps the zeros of a postal code, `0%` says percent), and what Excel itself writes into a CSV file.
 * It loses in three cases:
 *
 * - a full date (year, month and day) is ISO 8601, because `3/8/07` is two days, and Excel shows the very same cell
 *   differently in every country;
 * - a whole number keeps all its digits, without exponent or rounding, and from seven digits on, when it may be a phone number,
 *   without zero decimals; numbers with nothing but group separators have none, because a comma may as well be a decimal one;
 * - a value that its format hides or cannot show is written plainly.
 */
export type NumberText = (value: number) => string;

// SheetJS types its formatter as `any`.
const show: (format: string, value: number, options: { date1904: boolean }) => string = SSF.format;

/** The codes of the built-in number formats by their id (ECMA-376 part 1, 18.8.30). */
export const BUILT_IN_FORMATS: Readonly<Record<number, string>> = SSF.get_table();

// `@` is text; `Standard` is what some programs write for General in their own language.
const PLAIN_FORMAT = /^(general|standard|@|)$/i;
const GROUPED = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/;
// The shortest phone numbers with an area code.
const PHONE_DIGITS = 7;
const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
// 9999-12-31, the last day Excel knows, in the 1900 system.
const LAST_SERIAL = 2_958_465;

/**
 * Makes the formatter for one number format.
 *
 * @param format - the format code, such as `General`, `00000` or `dd/mm/yyyy;@`
 * @param date1904 - whether the workbook counts days from 1904 (old Macintosh files) instead of 1900
 * @example
 * numberText({ format: "0.00E+00", date1904: false })(3001234567) // "3001234567"
 * numberText({ format: "m/d/yy", date1904: false })(39149) // "2007-03-08"
 */
export function numberText({ format, date1904 }: { format: string; date1904: boolean }): NumberText {
  if (PLAIN_FORMAT.test(format)) return plainNumber;
  const { date, time } = partsShown(format);
  return (value) => {
    const iso = date === "full" ? isoDate({ serial: value, date1904, time }) : undefined;
    return iso ?? formatted({ value, format, date1904, isDate: date !== "none" || time !== "none" });
  };
}

/** A number in plain decimal digits, to the 15 significant digits Excel itself keeps: `0.30000000000000004` is `0.3`. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return "";
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  return String(Number(value.toPrecision(15)));
}

/** How much of the time of day a format shows. */
export type TimeShown = "none" | "minutes" | "seconds";

/**
 * A date counted in days as ISO 8601: `2007-03-08`, with the time of day after a space, as people write it and RFC 3339 allows.
 *
 * @returns undefined when the number is no day Excel knows
 */
export function isoDate({
  serial,
  date1904,
  time,
}: {
  serial: number;
  date1904: boolean;
  time: TimeShown;
}): string | undefined {
  // Below 1 a number is a time of day, which Excel shows on a "day 0" that never was.
  if (!(serial >= (date1904 ? 0 : 1) && serial < LAST_SERIAL + 1)) return undefined;
  const seconds = time === "none" ? Math.floor(serial) * DAY_SECONDS : Math.round(serial * DAY_SECONDS);
  const day = Math.floor(seconds / DAY_SECONDS);
  // Excel's 1900 has a 29 February, its day 60; the days before count from one day later.
  const date =
    !date1904 && day === 60
      ? "1900-02-29"
      : isoDay((date1904 ? EPOCH_1904 : EPOCH_1900) + (!date1904 && day < 60 ? day + 1 : day) * DAY_MS);
  if (time === "none") return date;
  const clock = new Date((seconds % DAY_SECONDS) * 1000).toISOString();
  return `${date} ${clock.slice(11, time === "seconds" ? 19 : 16)}`;
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function formatted({
  value,
  format,
  date1904,
  isDate,
}: {
  value: number;
  format: string;
  date1904: boolean;
  isDate: boolean;
}): string {
  let shown: string;
  try {
    shown = show(format, value, { date1904 }).trim();
  } catch {
    // A format the library cannot make out says nothing about the number.
    return plainNumber(value);
  }
  // What is out of a date format's range, a sheet fills with "#".
  if (isDate && value !== 0) return shown === "" ? plainNumber(value) : shown;
  return shownNumber({ value, shown });
}

/**
 * A number that is no date, by the rule of {@link NumberText}, when it is known how the sheet shows it.
 */
export function shownNumber({ value, shown }: { value: number; shown: string }): string {
  if (value === 0) return shown;
  if (!/\d/.test(shown)) return plainNumber(value);
  const text = GROUPED.test(shown) ? shown.replaceAll(",", "") : shown;
  if (!Number.isInteger(value)) return text;
  const digits = plainNumber(Math.abs(value));
  if (!text.replace(/\D/g, "").includes(digits)) return plainNumber(value);
  return digits.length >= PHONE_DIGITS ? text.replace(/^(-?\d+)\.0+$/, "$1") : text;
}

/** What a format shows of a date. Only its first section counts: the others are for negative numbers and text. */
function partsShown(format: string): { date: "none" | "partial" | "full"; time: TimeShown } {
  const elapsed = /\[(h+|m+|s+)\]/i.test(format);
  const [section = ""] = format
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[[^\]]*\]/g, "")
    .split(";", 1);
  const bare = section
    .toLowerCase()
    .replace(/am\/pm|a\/p/g, "h")
    .replace(/general|e[+-]/g, "");
  const time = /s/.test(bare) ? "seconds" : /h/.test(bare) || elapsed ? "minutes" : "none";
  const full = /[yeb]/.test(bare) && /m/.test(bare) && /d/.test(bare) && !elapsed;
  return { date: full ? "full" : /[ymd]/.test(bare) ? "partial" : "none", time };
}
