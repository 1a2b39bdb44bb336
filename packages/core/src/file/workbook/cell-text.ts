import { type NumberText, plainNumber } from "./number-text.ts";

/** An ISO 8601 date, with or without a time, as cells of type `d` have it. */
const ISO_DATE = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?$/;
const DAY_ZERO = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

/**
 * The text of a string element: its `_xHHHH_` escapes resolved (ECMA-376 part 1, 22.9.2.19), line ends as `\n`, and white space around it
 * dropped unless the file says to preserve it, which is how spreadsheet programs read it.
 */
export function stringText({ text, preserve }: { text: string; preserve: boolean }): string {
  const kept = preserve ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  const plain = kept.includes("_x")
    ? kept.replace(/_x([0-9A-Fa-f]{4})_/g, (_escape, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    : kept;
  return plain.includes("\r") ? plain.replace(/\r\n?/g, "\n") : plain;
}

/** The text of a number as the file writes it. Whole numbers too long for a double keep the digits they are written with. */
export function numericText({ written, numberText }: { written: string; numberText: NumberText }): string {
  const trimmed = written.trim();
  if (trimmed === "") return "";
  if (/^\d{16,40}$/.test(trimmed) && numberText === plainNumber) return trimmed;
  const value = Number(trimmed);
  return Number.isFinite(value) ? numberText(value) : trimmed;
}

/**
 * The text of a date that the file writes as ISO 8601 instead of counting days: as its style shows dates, or if that is none for dates, the date, with
 * its time unless that is midnight.
 */
export function dateText({ written, numberText }: { written: string; numberText: NumberText }): string {
  const match = ISO_DATE.exec(written.trim());
  if (match === null) return written;
  const [, year = "", month = "", day = "", hours = "00", minutes = "00", seconds = "00"] = match;
  const date = `${year}-${month}-${day}`;
  const time = `${hours}:${minutes}:${seconds}`;
  const styled = numberText((Date.parse(`${date}T${time}Z`) - DAY_ZERO) / DAY_MS);
  if (styled.startsWith(date)) return styled;
  return time === "00:00:00" ? date : `${date} ${time}`;
}

/** `1` and `0` as spreadsheets show them. */
export function booleanText(written: string): string {
  return /^(1|true)$/i.test(written.trim()) ? "TRUE" : "FALSE";
}

/** The address of a `mailto:` link, without its subject and the like; undefined for other links. */
export function mailtoAddress(target: string): string | undefined {
  const address = /^mailto:([^?]*)/i.exec(target.trim())?.[1];
  if (address === undefined || address === "") return undefined;
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
