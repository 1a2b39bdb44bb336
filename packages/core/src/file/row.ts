// Zero-width space, and Ctrl-Z, which programs of old put at the end of a file.
const NOTHING_TO_SEE = new Set(["", "\u200b", "\u001a"]);

/** True when no cell of a row has anything to see. */
export function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => NOTHING_TO_SEE.has(cell.trim()));
}
