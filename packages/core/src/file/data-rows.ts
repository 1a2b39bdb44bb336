import type { Header } from "./header.ts";
import { isBlank } from "./row.ts";
import type { RaggedRows, Sheet, SkippedRows, SourceRow } from "./table.ts";

/** What stood beside the data rows. */
export interface RowCounts {
  skipped: SkippedRows;
  ragged: RaggedRows;
}

export function noRows(): RowCounts {
  return { skipped: { blank: 0, preamble: 0, repeatedHeader: 0 }, ragged: { short: 0, long: 0 } };
}

/**
 * The data rows of a sheet; all others are counted.
 *
 * @param counts - starts at {@link noRows} and is added to while the rows are read
 * @param shortRows - whether a row may be short; workbooks leave out the empty cells at the end of any row
 */
export async function* dataRows({
  sheet,
  header,
  counts: { skipped, ragged },
  shortRows,
}: {
  sheet: Sheet;
  header: Header;
  counts: RowCounts;
  shortRows: boolean;
}): AsyncGenerator<SourceRow> {
  const isHeader = header.row === null ? () => false : sameAs(header.names);
  const width = header.names.length;
  let last = 0;
  for await (const row of sheet.rows()) {
    skipped.blank += row.row - last - 1;
    last = row.row;
    const { cells } = row;
    if (isBlank(cells)) skipped.blank++;
    else if (row.row === header.row) continue;
    else if (row.row < header.dataFrom) skipped.preamble++;
    else if (header.secondary.has(row.row) || isHeader(cells)) skipped.repeatedHeader++;
    else {
      if (cells.length < width && shortRows) ragged.short++;
      else if (cells.length > width && !isBlank(cells.slice(width))) ragged.long++;
      yield row;
    }
  }
}

/** Tells rows with the same names, in whatever case. */
function sameAs(names: readonly string[]): (cells: string[]) => boolean {
  const wanted = names.map(plain);
  // The first that is not empty settles nearly every row.
  const telling = Math.max(
    0,
    wanted.findIndex((name) => name !== ""),
  );
  return (cells) =>
    plain(cells[telling] ?? "") === wanted[telling] &&
    wanted.every((name, at) => plain(cells[at] ?? "") === name) &&
    isBlank(cells.slice(wanted.length));
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}
