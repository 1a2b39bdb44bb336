/** A place in a sheet, both counted from 0; `row` is undefined where the reference names no row. */
export interface CellReference {
  readonly column: number;
  readonly row: number | undefined;
}

const CODE_A = 65;

/**
 * Reads a reference such as `B12`.
 *
 * @returns undefined when it is none; then the cell is the next one, as it is when there is no reference
 */
export function cellReference(reference: string): CellReference | undefined {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{0,7})$/.exec(reference);
  if (match === null) return undefined;
  const [, letters = "", digits = ""] = match;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - CODE_A + 1;
  return { column: column - 1, row: digits === "" ? undefined : Number(digits) - 1 };
}
