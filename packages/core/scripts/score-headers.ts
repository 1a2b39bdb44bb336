/**
 * F1 of the column mapping over header rows of address books and CRMs: `node packages/core/scripts/score-headers.ts`.
 * Counts as the corpus' own `score-headers.mjs` does, and prints every field that went wrong.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { columnRank, LEAD_FIELDS, mapColumns } from "../src/lead/index.ts";
import { CORPORA, printScored, type Scored } from "./scored.ts";

const Schema = z.object({
  id: z.string(),
  headers: z.array(z.string()),
  gold: z.partialRecord(z.enum([...LEAD_FIELDS, "fullName"]), z.array(z.number())),
});

export function score(): Scored[] {
  const text = readFileSync(join(CORPORA, "leads/header-schemas-gold.json"), "utf8");
  const schemas = z.array(Schema).parse(JSON.parse(text));
  let right = 0;
  let wrong = 0;
  let missing = 0;
  const misses: string[] = [];
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
        misses.push(`${id}: ${field} is ${should}, not ${chosen?.header ?? "none"}`);
      }
    }
  }
  const precision = right / (right + wrong);
  const recall = right / (right + missing);
  const f1 = (2 * precision * recall) / (precision + recall);
  return [{ what: "headers: fields found, F1", cases: schemas.length, score: f1, misses }];
}

if (import.meta.main) await printScored(score);
