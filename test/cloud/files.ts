import { readFileSync } from "node:fs";
import { join } from "node:path";
import { leadFile } from "../equipment/lead-file.ts";
import type { Files } from "./setting.ts";

export const EXAMPLES = join(import.meta.dirname, "../../examples");

/** An invented file with so many rows. */
export function generated(name: string, rows: number): Files {
  return [[name, Buffer.from(leadFile(rows).csv)]];
}

/** One of the files of `examples/`. */
export function example(name: string): Files[number] {
  return [name, readFileSync(join(EXAMPLES, name))];
}
