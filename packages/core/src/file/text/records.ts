import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import { blankLineEnd, type Dialect, lastLineEnd, lineEnd, parseBytes } from "./parse.ts";
import { hasQuotedCell, isStrayQuote, LOOK_AHEAD_BYTES, mendedRecord, swallowsRows } from "./quotes.ts";

/** Takes a text file in pieces and gives its records, blank ones (`[""]`) included, as soon as they are complete. */
export interface RecordParser {
  /** @param bytes - UTF-8, cut anywhere */
  push(bytes: Buffer): string[][];
  /** The records that were waiting for the end of the file. */
  finish(): string[][];
}

// What is parsed at once. Larger windows hold more records in memory, smaller ones start csv-parse more often.
const WINDOW_BYTES = 32 * 1024;

// What is parsed next after a wrong quote, since there may be another and all behind it is then parsed again.
const CAREFUL_BYTES = 2 * 1024;

// What may be parsed in vain in a file for the sake of wrong quotes: some 4,000 places, a few seconds.
const RECOVERY_BYTES = 16 * 1024 * 1024;

/**
 * Parses records with csv-parse, window by window, each up to a line end and from the start of the first record that
 * was not complete in the one before. A quote that does not close is taken for a character of its cell, where csv-parse would take
 * the rest of the file for the cell.
 *
 * @param name - of the file, for messages
 * @throws LeadFile.TooLarge from `push` and `finish`, for a record over `limits.recordChars` bytes or
 * `limits.columns` cells; LeadFile.Malformed for quotes that are wrong all over a large file
 */
export function recordParser({
  name,
  dialect,
  limits,
}: {
  name: string;
  dialect: Dialect;
  limits: Limits;
}): RecordParser {
  // Bytes from the start of the first record that is not complete.
  let held: Buffer = Buffer.alloc(0);
  let wanted = WINDOW_BYTES;
  let row = 1;
  let columns: number | undefined;
  let recovery = RECOVERY_BYTES;
  let span = WINDOW_BYTES;

  const rowTooLong = () =>
    new MillraceError(
      "LeadFile.TooLarge",
      say("file.recordBytes", { file: name, row, most: limits.recordChars }),
    );

  const keep = (record: string[], bytes: number, into: string[][]) => {
    if (bytes > limits.recordChars) throw rowTooLong();
    if (record.length > limits.columns) {
      const counts = { columns: record.length, most: limits.columns };
      throw new MillraceError("LeadFile.TooLarge", say("file.recordColumns", { file: name, row, ...counts }));
    }
    into.push(record);
    row++;
    if (record.length > 1 || record[0] !== "") columns = record.length;
  };

  /** The first line of `held` becomes a record in which quotes mean nothing. */
  const takeLineLiterally = (parsedInVain: number, into: string[][]) => {
    recovery -= parsedInVain + LOOK_AHEAD_BYTES;
    span = CAREFUL_BYTES;
    if (recovery < 0) throw new MillraceError("LeadFile.Malformed", say("file.quotes", { file: name, row }));
    const end = lineEnd(held);
    const [record = [""]] = parseBytes(held.subarray(0, end), dialect, { quotes: false }).records;
    keep(record, end, into);
    held = held.subarray(end);
  };

  /** Takes the blank lines that `held` begins with: there may be millions, and csv-parse takes its time over each. */
  const takeBlankLines = (into: string[][]) => {
    let at = 0;
    for (let end = blankLineEnd(held, at); end > at; end = blankLineEnd(held, at)) {
      into.push([""]);
      row++;
      at = end;
    }
    held = held.subarray(at);
  };

  /** Takes the records of one window; true when there may be more without further bytes. */
  const drainWindow = (final: boolean, into: string[][]): boolean => {
    takeBlankLines(into);
    const whole = span >= held.length;
    const upTo = held.subarray(0, span);
    const window = final && whole ? held : upTo.subarray(0, lastLineEnd(upTo));
    const { records, ends, unclosed } = parseBytes(window, dialect, { quotes: true });
    let start = 0;
    for (const [at, record] of records.entries()) {
      const end = ends[at] ?? window.length;
      if (hasQuotedCell(record)) {
        const quoted = { record, raw: window.subarray(start, end), dialect, columns };
        if (swallowsRows(quoted)) {
          held = held.subarray(start);
          takeLineLiterally(window.length, into);
          return true;
        }
        keep(mendedRecord(quoted), end - start, into);
      } else {
        keep(record, end - start, into);
      }
      start = end;
    }
    held = held.subarray(unclosed ? start : window.length);
    span = Math.max(WINDOW_BYTES, span * 2, start === 0 ? held.length : 0);
    if (!whole) return true;
    const tooLong = held.length > limits.recordChars;
    if (unclosed && (final || tooLong)) {
      const stray = isStrayQuote({ bytes: held, dialect, columns });
      if (stray) takeLineLiterally(window.length, into);
      // The end of the file is missing: what there is of the cell is kept.
      else if (final) held = Buffer.concat([held, Buffer.from('"')]);
      if (stray || final) return true;
    }
    if (tooLong) throw rowTooLong();
    return false;
  };

  const drain = (final: boolean): string[][] => {
    const records: string[][] = [];
    while (drainWindow(final, records) && held.length > 0);
    // A record longer than a window is parsed again only when twice as much of it is there.
    wanted = Math.max(WINDOW_BYTES, held.length * 2);
    return records;
  };

  return {
    push(bytes) {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
      return held.length >= wanted ? drain(false) : [];
    },
    finish: () => drain(true),
  };
}
