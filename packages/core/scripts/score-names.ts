/** Scores `parseName` on names with known first and last name: `node packages/core/scripts/score-names.ts [cases.json]`. */
import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { parseName } from "../src/lead/name.ts";

const Cases = z.array(
  z.object({
    source: z.string(),
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

const path =
  process.argv[2] ?? new URL("../../../../shared/corpora/names/cases.json", import.meta.url).pathname;
if (!existsSync(path)) {
  console.log(`no cases at ${path}`);
  process.exit(0);
}
const cases = Cases.parse(JSON.parse(readFileSync(path, "utf8"))).filter(
  ({ note }) => !note.includes("surname-first"),
);
const sources = new Map<string, { cases: number; last: number; both: number }>();
const misses: string[] = [];
for (const { source, input, first, middle, last, nick } of cases) {
  const name = parseName({ full: input });
  const key = source.split(/[: ]/)[0] ?? source;
  const score = sources.get(key) ?? { cases: 0, last: 0, both: 0 };
  sources.set(key, score);
  const lastRight = plain(name.lastName) === plain(last);
  const firstRight = [first, `${first} ${middle}`, ...(nick ? [nick] : [])]
    .map(plain)
    .includes(plain(name.firstName));
  score.cases += 1;
  score.last += Number(lastRight);
  score.both += Number(lastRight && firstRight);
  if (!lastRight || !firstRight) {
    misses.push(
      `${JSON.stringify(input)}: [${name.firstName} | ${name.lastName}], not [${first} ${middle} | ${last}] (${name.rule})`,
    );
  }
}
console.table(Object.fromEntries(sources));
const scores = [...sources.values()];
const both = scores.reduce((sum, score) => sum + score.both, 0);
const last = scores.reduce((sum, score) => sum + score.last, 0);
console.log(
  `${cases.length} names: last ${(last / cases.length).toFixed(4)}, first and last ${(both / cases.length).toFixed(4)}`,
);
for (const miss of misses) console.log(miss);
