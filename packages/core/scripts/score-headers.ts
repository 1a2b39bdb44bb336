/**
 * F1 of the column mapping over header rows of address books and CRMs: `node packages/core/scripts/score-headers.ts`.
 * Counts as the corpus' own `score-headers.mjs` does, and prints every field that went wrong.
 */
import { readFileSync } from "node:fs";
import * as z from "zod";
import { columnRank, LEAD_FIELDS, mapColumns } from "../src/lead/index.ts";

const Schema = z.object({
  id: z.string(),
  headers: z.array(z.string()),
  gold: z.partialRecord(z.enum([...LEAD_FIELDS, "fullName"]), z.array(z.number())),
});
const corpus = new URL("../../../../shared/corpora/leads/header-schemas-gold.json", import.meta.url);
const schemas = z.array(Schema).parse(JSON.parse(readFileSync(corpus, "utf8")));

let right = 0;
let wrong = 0;
let missing = 0;
for (const { id, headers, gold } of schemas) {
  const { columns } = mapColumns({ header: headers, sample: [], overrides: {} });
  for (const field of LEAD_FIELDS) {
    const chosen = columns
      .filter(({ target }) => target === field)
      .toSorted((a, b) => columnRank(a.header) - columnRank(b.header))[0];
    const expected = gold[field];
    if (chosen && expected?.includes(chosen.index)) {
      right++;
      continue;
    }
    if (expected) missing++;
    if (chosen) wrong++;
    if (expected || chosen) {
      const should = expected?.map((index) => headers[index]).join(", ") ?? "none";
      console.log(`${id}: ${field} is ${should}, not ${chosen?.header ?? "none"}`);
    }
  }
}
const precision = right / (right + wrong);
const recall = right / (right + missing);
console.log(
  JSON.stringify({
    schemas: schemas.length,
    precision,
    recall,
    f1: (2 * precision * recall) / (precision + recall),
  }),
);
