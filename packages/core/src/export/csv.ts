import { stringify } from "csv-stringify/sync";
import { guardFormula } from "./formula.ts";

/**
 * Rows as CSV text (RFC 4180, LF line ends), safe to open in a spreadsheet.
 *
 * @param input.delimiter - one character; a comma where not given
 */
export function toCsv(input: { rows: string[][]; delimiter?: string }): string {
  return stringify(
    input.rows.map((row) => row.map(guardFormula)),
    { delimiter: input.delimiter ?? "," },
  );
}
