/** Longer cells are cut: what is shown is looked at, not read, and an answer of AWS Lambda has 6 MB at most. */
const MOST_CELL = 100;

/** So many characters of rows are shown, of a file with a thousand columns: fewer rows then. */
const MOST_SHOWN = 300_000;

/** A text as a page shows it. */
export function cut(text: string, most = MOST_CELL): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}

/** The first of rows, as many as may be shown. */
export function shortened<Row extends { cells: string[] }>(rows: readonly Row[]): Row[] {
  let characters = 0;
  return rows
    .map((row) => ({ ...row, cells: row.cells.map((cell) => cut(cell)) }))
    .filter(({ cells }) => {
      characters += cells.reduce((sum, cell) => sum + cell.length + 1, 0);
      return characters <= MOST_SHOWN;
    });
}
