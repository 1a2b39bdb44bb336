import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Counts, Mode } from "./measure.ts";

/** What was counted when 1,000 new leads were imported: `npm run costs -- --count` writes it. */
const FILE = join(import.meta.dirname, "counts.json");

const number = z.number().int().nonnegative();
/** Read units are halves where a read need not be the newest. */
const units = z.number().nonnegative();
const CountsOfImport: z.ZodType<Counts> = z.strictObject({
  leads: number,
  batches: number,
  transitions: number,
  invocations: z.record(z.string(), number),
  dynamo: z.strictObject({ requests: number, writeUnits: units, readUnits: units }),
  s3: z.strictObject({ writes: number, reads: number }),
  model: z.strictObject({ calls: number, promptTokens: number, completionTokens: number }),
});
const CountsFile: z.ZodType<Record<Mode, Counts>> = z.strictObject({
  rules: CountsOfImport,
  model: CountsOfImport,
});

export function readCounts(): Record<Mode, Counts> {
  return CountsFile.parse(JSON.parse(readFileSync(FILE, "utf8")));
}

export function writeCounts(counts: Record<Mode, Counts>): void {
  writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
}
