import { detectDialect, type Sample } from "./dialect.ts";
import { type Dialect, parseBytes } from "./parse.ts";
import { recordParser } from "./records.ts";

/** A delimiter that no text has. */
export const ONE_COLUMN: Dialect = { delimiter: "\u001f", trimBeforeQuote: false };

/**
 * The dialect within the cells of a file of one column, each of which is a whole row in quotes. Files become so when
 * a CSV that was opened as one column is saved again:
 *
 *     "name,company"
 *     "Ana,""Acme, Inc."""
 *
 * @returns undefined unless the cells hold a header with two known column names
 */
export function wrappedDialect(sample: Sample): Dialect | undefined {
  const { name, limits, bytes, recognise } = sample;
  const parser = recordParser({ name, limits, dialect: ONE_COLUMN });
  const lines = [...parser.push(bytes), ...parser.finish()].map(([line = ""]) => line);
  const dialect = detectDialect({ ...sample, bytes: Buffer.from(lines.join("\n")) });
  if (dialect === undefined) return undefined;
  return lines.some((line) => recognise(unwrapped([line], dialect)) >= 2) ? dialect : undefined;
}

/** The cells within the one cell of a row. */
export function unwrapped([line = ""]: string[], dialect: Dialect): string[] {
  return parseBytes(Buffer.from(line), dialect, { quotes: true }).records[0] ?? [line];
}
