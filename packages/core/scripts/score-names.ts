/** Scores `parseName` on names with known first and last name: `node packages/core/scripts/score-names.ts`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { parseName } from "../src/lead/name.ts";
import { CORPORA, printScored, type Scored, shareOf } from "./scored.ts";

const Cases = z.array(
  z.object({
    input: z.string(),
    first: z.string(),
    middle: z.string(),
    last: z.string(),
    nick: z.string(),
    note: z.string(),
  }),
);

/** Compared as the corpus does: no case, no points, no commas. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[.,]/g, "").replace(/\s+/g, " ").trim();
}

export function score(): Scored[] {
  const text = readFileSync(join(CORPORA, "names/cases.json"), "utf8");
  const cases = Cases.parse(JSON.parse(text)).filter(({ note }) => !note.includes("surname-first"));
  const misses: string[] = [];
  for (const { input, first, middle, last, nick } of cases) {
    const name = parseName({ full: input });
    const firstRight = [first, `${first} ${middle}`, ...(nick ? [nick] : [])]
      .map(plain)
      .includes(plain(name.firstName));
    if (firstRight && plain(name.lastName) === plain(last)) continue;
    misses.push(
      `${JSON.stringify(input)}: [${name.firstName} | ${name.lastName}], not [${first} ${middle} | ${last}] (${name.rule})`,
    );
  }
  const right = shareOf({ cases: cases.length, wrong: misses.length });
  return [{ what: "names: first and last exact", cases: cases.length, score: right, misses }];
}

if (import.meta.main) await printScored(score);
