import { MillraceError } from "../error.ts";
import { type ByteSource, openTable, type SourceRow, type Table } from "../file/index.ts";
import {
  type CodeColumn,
  codeColumns,
  codeOfRow,
  type ProductCode,
  recogniseCatalogHeader,
} from "../product/index.ts";
import { sampleOf } from "../run-file/parse.ts";
import type { RejectedRow } from "../run-file/row.ts";
import { say } from "../sentence/index.ts";
import { CODE_MESSAGES } from "./row.ts";

/** A catalog's file with the columns that hold its codes. */
export interface CatalogReading {
  table: Table;
  /** The one to be asked first at first; none where the file has no such column. */
  columns: CodeColumn[];
}

/**
 * Opens a catalog's file.
 *
 * @param input.codeColumn - the column of the codes by its name (or `#3`); null: found by name and content
 * @throws LeadFile.* what is wrong with the file; Input.Invalid for a column that is not there
 */
export async function openCatalog(input: {
  source: ByteSource;
  codeColumn: string | null;
}): Promise<CatalogReading> {
  const { source, codeColumn } = input;
  const table = await openTable({ source, recognise: recogniseCatalogHeader });
  const { header } = table;
  if (codeColumn === null) return { table, columns: codeColumns({ header, sample: await sampleOf(table) }) };
  const place = /^#(\d+)$/.exec(codeColumn)?.[1];
  const index = place === undefined ? header.indexOf(codeColumn) : Number(place) - 1;
  if (index >= 0 && index < header.length)
    return { table, columns: [{ index, header: header[index] ?? "", by: "name", isGtin: false }] };
  throw new MillraceError("Input.Invalid", say("choice.codeColumn"));
}

/** @throws LeadFile.Malformed where no column holds codes */
export function checkCodes({ columns }: CatalogReading): void {
  if (columns.length > 0) return;
  throw new MillraceError("LeadFile.Malformed", say("choice.noCodes"));
}

/**
 * What one row of the file is: rejected, or a product.
 *
 * @returns `text`: the cell at fault, empty where all are
 */
export function judgeCatalogRow(
  { columns }: Pick<CatalogReading, "columns">,
  { row, cells }: SourceRow,
): ProductCode | { rejected: RejectedRow; text: string } {
  const read = codeOfRow({ columns, cells });
  if ("code" in read) return read;
  const { issue, text } = read;
  const field = (columns.find(({ index }) => cells[index]?.trim() === text) ?? columns[0])?.header ?? "";
  return { rejected: { row, code: issue, field, message: CODE_MESSAGES[issue], cells }, text };
}
