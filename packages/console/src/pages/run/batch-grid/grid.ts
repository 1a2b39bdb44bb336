/** How a batch stands, as the letters of `getGrid` say it. */
export const CELLS = { C: "completed", F: "failed", P: "waiting", ".": "none" } as const;
export type CellLetter = keyof typeof CELLS;

/** Every batch of a run, a letter each, in the order of the file. */
export interface Grid {
  all: number;
  text: string;
}

export const NO_GRID: Grid = { all: 0, text: "" };

/** The grid after one piece of it was read: letters from a place on. What no piece has told of yet has no record. */
export function withPiece(grid: Grid, piece: { all: number; from: number; text: string }): Grid {
  const { all, from, text } = piece;
  const known = grid.text.slice(0, all).padEnd(all, ".");
  return { all, text: (known.slice(0, from) + text + known.slice(from + text.length)).slice(0, all) };
}

/**
 * A grid that was asked for, with what was told of it meanwhile: the answer may be older than that.
 *
 * @param input.before - what was known when it was asked for
 * @param input.now - what is known when the answer has come
 */
export function withNews(asked: Grid, { before, now }: { before: Grid; now: Grid }): Grid {
  if (before === now || now.all !== asked.all) return asked;
  const letters = [...asked.text];
  for (const index of changedCells(before, now)) {
    const letter = letterAt(now, index);
    if (letter !== ".") letters[index] = letter;
  }
  return { all: asked.all, text: letters.join("") };
}

/** Places whose letter is not the same; all of them where the number of batches has changed. */
export function changedCells(before: Grid, after: Grid): number[] {
  const changed: number[] = [];
  const isOther = before.all !== after.all;
  for (let index = 0; index < after.all; index++) {
    if (isOther || before.text.charCodeAt(index) !== after.text.charCodeAt(index)) changed.push(index);
  }
  return changed;
}

export function letterAt(grid: Grid, index: number): CellLetter {
  const letter = grid.text[index];
  return letter === "C" || letter === "F" || letter === "P" ? letter : ".";
}

/** How many batches stand how. */
export function countCells(grid: Grid): Record<CellLetter, number> {
  const counts = { C: 0, F: 0, P: 0, ".": 0 };
  for (let index = 0; index < grid.all; index++) counts[letterAt(grid, index)]++;
  return counts;
}
