import { MillraceError } from "../../error.ts";
import { say } from "../../sentence/index.ts";
import type { Limits } from "../limits.ts";
import type { SourceRow } from "../table.ts";
import type { CellReference } from "./reference.ts";

/** Puts cells that come one after another, some with their places and some without, together to rows. */
export interface RowBuilder {
  /** Begins a row; without a number it is the one after the last. */
  start(row: number): void;
  /** Says where the next text goes; without a place it is the column after the last. */
  nextCell(place: CellReference | undefined): void;
  put(text: string): void;
  /** The row, or undefined when it has no text. */
  finish(): SourceRow | undefined;
}

// Excel's own last column is XFD. What is no table of leads is for others to say: a sheet may be this wide.
const MAX_COLUMNS = 16_384;
// A lost cell far to the right is nothing to refuse a file for; a million rows with thousands of empty cells before it are.
const MAX_CELLS = 64 * 1024 * 1024;

/**
 * @param file - its name, for messages
 * @param maxCells - of all rows together, empty cells between others included
 * @throws LeadFile.TooLarge naming the bound, from every function of the builder
 */
export function rowBuilder({
  file,
  limits,
  maxCells = MAX_CELLS,
}: {
  file: string;
  limits: Limits;
  maxCells?: number;
}): RowBuilder {
  let row = 0;
  let cells: string[] = [];
  let column = -1;
  let filled = 0;
  let chars = 0;
  let sheetCells = 0;
  const tooLarge = (message: string) => new MillraceError("LeadFile.TooLarge", message);

  return {
    start(number) {
      row = Number.isInteger(number) && number > 0 ? number : row + 1;
      if (row > limits.sheetRows) throw tooLarge(say("file.sheetRows", { file, most: limits.sheetRows }));
      cells = [];
      column = -1;
      filled = 0;
      chars = 0;
    },
    nextCell(place) {
      column = place?.column ?? column + 1;
    },
    put(text) {
      if (text === "") return;
      filled += 1;
      chars += text.length;
      if (column >= MAX_COLUMNS) throw tooLarge(say("file.sheetColumns", { file, row }));
      if (text.length > limits.cellChars) {
        throw tooLarge(say("file.rowCellChars", { file, row, most: limits.cellChars }));
      }
      if (chars > limits.recordChars) {
        throw tooLarge(say("file.rowChars", { file, row, most: limits.recordChars }));
      }
      // Holes would be read as undefined.
      while (cells.length < column) cells.push("");
      cells[column] = text;
    },
    finish() {
      sheetCells += cells.length;
      if (sheetCells > maxCells) throw tooLarge(say("file.sheetCells", { file, most: maxCells }));
      return filled === 0 ? undefined : { row, cells };
    },
  };
}
