import { bufferSource, openTable, type SourceRow, type Table } from "../../src/file/index.ts";

const NAMES = new Set([
  "name",
  "first name",
  "last name",
  "email",
  "e-mail",
  "phone",
  "company",
  "title",
  "notes",
  "city",
  "country",
  "nombre",
  "correo",
  "teléfono",
  "empresa",
  "nom",
  "société",
  "contact",
  "email address",
]);

/** A small vocabulary of column names, so that these tests do not depend on the real one. */
export function recognise(cells: string[]): number {
  return cells.filter((cell) => NAMES.has(cell.trim().toLowerCase())).length;
}

export function source(content: string | Uint8Array, name = "leads.csv") {
  return bufferSource({ name, bytes: typeof content === "string" ? Buffer.from(content) : content });
}

export function open(
  content: string | Uint8Array,
  options: { sheet?: string; encoding?: string; delimiter?: string; name?: string } = {},
): Promise<Table> {
  const { name, ...others } = options;
  return openTable({ source: source(content, name), recognise, ...others });
}

export async function all(rows: AsyncIterable<SourceRow>): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
}

/** The cells of the data rows. */
export async function cellsOf(table: Table): Promise<string[][]> {
  return (await all(table.rows())).map(({ cells }) => cells);
}
