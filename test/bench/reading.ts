import { fileSource, openTable } from "@millrace/core/file";
import { type Measured, secondsSince } from "./figures.ts";
import { HEADER } from "./people.ts";

/**
 * Reads a file from its first row to its last, opening included. Column names are looked up in a small list: the
 * vocabularies of an import take memory of their own, which the import's figures include.
 */
export async function measureReading(path: string): Promise<Measured> {
  const start = performance.now();
  const recognise = (cells: string[]) => cells.filter((cell) => HEADER.includes(cell)).length;
  const table = await openTable({ source: await fileSource(path), recognise });
  let count = 0;
  for await (const _ of table.rows()) count++;
  return { count, seconds: secondsSince(start) };
}
