import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import { isBlank } from "../row.ts";
import type { Dialect } from "./parse.ts";
import { recordParser } from "./records.ts";

/** In the order in which equally good ones are taken. */
const DELIMITERS = [",", ";", "\t", "|", "^"];

// A header stands within this many rows.
const HEAD_ROWS = 50;

// Below this, what looks like a delimiter is punctuation and the file has one column: two columns in one row of
// ten score 0.025.
const LEAST_SCORE = 0.025;

/** What the dialect of a file is found in. */
export interface Sample {
  name: string;
  /** The beginning of the file, in UTF-8, ending with a line. */
  bytes: Buffer;
  limits: Limits;
  /** How many of the cells are known column names. */
  recognise: (cells: string[]) => number;
}

/**
 * Finds the delimiter of a text file: the one whose header has the most known column names; where names are not known,
 * the one that gives the most rows of one same length and the fewest cells that hold other delimiters (the two
 * measures, pattern and type, of G.J.J. van den Burg et al., "Wrangling messy CSV files", 2019, simplified).
 *
 * @returns undefined for a file of one column
 */
export function detectDialect(sample: Sample): Dialect | undefined {
  const candidates = DELIMITERS.filter((delimiter) => sample.bytes.includes(delimiter))
    .map((delimiter) => judged({ delimiter, trimBeforeQuote: false }, sample))
    .filter((candidate) => candidate.known >= 2 || candidate.score >= LEAST_SCORE);
  const best = candidates.reduce<Judged | undefined>(
    (best, candidate) => (best === undefined || isBetter(candidate, best) ? candidate : best),
    undefined,
  );
  if (best === undefined) return undefined;
  return withBlanksBeforeQuotes(best, sample);
}

/**
 * The dialect for a delimiter the user named.
 *
 * @param delimiter - one character, or "tab"
 * @throws Input.Invalid for anything else
 */
export function namedDialect(delimiter: string, sample: Sample): Dialect {
  const char = delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter;
  if (char.length !== 1 || /["\r\n]/.test(char))
    throw new MillraceError("Input.Invalid", say("choice.delimiter", { delimiter }));
  return withBlanksBeforeQuotes(judged({ delimiter: char, trimBeforeQuote: false }, sample), sample);
}

interface Judged {
  dialect: Dialect;
  /** The most known column names in a row of the head. */
  known: number;
  /** 0 to 1. */
  score: number;
}

function isBetter(one: Judged, other: Judged): boolean {
  const [a, b] = [one.known, other.known].map((known) => (known >= 2 ? known : 0));
  return a === b ? one.score > other.score : (a ?? 0) > (b ?? 0);
}

function judged(dialect: Dialect, { name, bytes, limits, recognise }: Sample): Judged {
  // Too many columns are an error only with the delimiter that is taken in the end.
  const parser = recordParser({ name, dialect, limits: { ...limits, columns: Number.POSITIVE_INFINITY } });
  const rows = [...parser.push(bytes), ...parser.finish()].filter((row) => !isBlank(row));
  const head = rows.slice(0, HEAD_ROWS);
  const known = Math.max(0, ...head.filter((row) => row.length > 1).map(recognise));
  const [first] = rows;
  if (rows.length === 0) return { dialect, known, score: LEAST_SCORE };
  const length = usualLength(rows);
  // A header that is not divided says that nothing is.
  if (length < 2 || (first?.length === 1 && recognise(first) > 0)) return { dialect, known, score: 0 };
  const above = rows.findIndex((row) => row.length === length);
  const table = rows.slice(above);
  // Rows above the table may be titles, or the sign that this is no delimiter: they count half.
  const share = table.filter((row) => row.length === length).length / (table.length + above / 2);
  return { dialect, known, score: share * (1 - 1 / length) * cleanShare(table) * (known > 0 ? 1 : 0.5) };
}

function usualLength(rows: string[][]): number {
  const counts = new Map<number, number>();
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1);
  let usual = 0;
  for (const [length, count] of counts) {
    const most = counts.get(usual) ?? 0;
    if (count > most || (count === most && length > usual)) usual = length;
  }
  return usual;
}

/** The share of cells without another delimiter. A comma before a blank or a digit is one of prose or of a number. */
function cleanShare(rows: string[][]): number {
  let cells = 0;
  let clean = 0;
  for (const cell of rows.slice(0, HEAD_ROWS).flat()) {
    if (cell.trim() === "") continue;
    cells++;
    if (!/[;\t|^]|,[^\s\d]/.test(cell)) clean++;
  }
  return cells === 0 ? 0 : clean / cells;
}

/** In `1, "x, y"` the quote counts only if the blank before it does not: as the rows say. */
function withBlanksBeforeQuotes({ dialect, score }: Judged, sample: Sample): Dialect {
  const text = sample.bytes.toString();
  const places = [...text.matchAll(/[ \t]+"/g)].filter(({ index }) => text[index - 1] === dialect.delimiter);
  if (places.length === 0) return dialect;
  const trimming = { ...dialect, trimBeforeQuote: true };
  return judged(trimming, sample).score > score ? trimming : dialect;
}
