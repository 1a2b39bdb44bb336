import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { CatalogCounts } from "./catalogs.ts";
import type { Counts, Mode } from "./measure.ts";

/** What was counted when 1,000 new leads were imported, and 1,000 products enriched: `npm run costs -- --count` writes it. */
const FILE = join(import.meta.dirname, "counts.json");

const number = z.number().int().nonnegative();
/** Read units are halves where a read need not be the newest. */
const units = z.number().nonnegative();
const used = {
  batches: number,
  transitions: number,
  invocations: z.record(z.string(), number),
  dynamo: z.strictObject({ requests: number, writeUnits: units, readUnits: units }),
  s3: z.strictObject({ writes: number, reads: number }),
};
const CountsOfImport: z.ZodType<Counts> = z.strictObject({
  leads: number,
  ...used,
  model: z.strictObject({ calls: number, promptTokens: number, completionTokens: number }),
});
/** Of leads by the mode of their import, and of catalogs. */
type AllCounts = Record<Mode, Counts> & { catalog: CatalogCounts };
const CountsFile: z.ZodType<AllCounts> = z.strictObject({
  rules: CountsOfImport,
  model: CountsOfImport,
  catalog: z.strictObject({ products: number, ...used, tokens: number }),
});

export function readCounts(): AllCounts {
  return CountsFile.parse(JSON.parse(readFileSync(FILE, "utf8")));
}

export function writeCounts(counts: AllCounts): void {
  writeFileSync(FILE, `${JSON.stringify(counts, null, 2)}\n`);
}
