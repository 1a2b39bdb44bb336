import { fileSource, openTable } from "@millrace/core/file";
import { recogniseHeader } from "@millrace/core/lead";
import { type Measured, secondsSince } from "./figures.ts";

/** Reads a file from its first row to its last, opening included. */
export async function measureReading(path: string): Promise<Measured> {
  const start = performance.now();
  const table = await openTable({ source: await fileSource(path), recognise: recogniseHeader });
  let count = 0;
  for await (const _ of table.rows()) count++;
  return { count, seconds: secondsSince(start) };
}
