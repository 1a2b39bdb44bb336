/** Scores `parsePhone` on numbers with known E.164: `node packages/core/scripts/score-phones.ts [folder]`. `MISSES=20` lists more. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isSupportedCountry } from "libphonenumber-js/max";
import * as z from "zod";
import { type CountryCode, parsePhone } from "../src/lead/phone.ts";

const Case = z.object({
  input: z.string(),
  region: z.string().nullable(),
  e164: z.string(),
  latam: z.boolean().optional(),
});
const Example = z.object({ cc: z.string(), national: z.string(), latam: z.boolean() });

const folder = process.argv[2] ?? new URL("../../../../shared/corpora/phones", import.meta.url).pathname;
if (!existsSync(folder)) {
  console.log(`no cases in ${folder}`);
  process.exit(0);
}
const limit = Number(process.env.MISSES ?? 10);

function load<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** The corpora name no region as ZZ, 001 or null. */
function countryOf(region: string | null): CountryCode | null {
  return region !== null && isSupportedCountry(region) ? region : null;
}

function score(name: string, cases: readonly z.infer<typeof Case>[]): void {
  const misses = cases.filter(
    ({ input, region, e164 }) => parsePhone({ text: input, country: countryOf(region) }).e164 !== e164,
  );
  console.log(`${name}: ${((cases.length - misses.length) / cases.length).toFixed(4)} of ${cases.length}`);
  for (const { input, region, e164 } of misses.slice(0, limit)) {
    const got = parsePhone({ text: input, country: countryOf(region) });
    console.log(
      `  ${JSON.stringify(input)} ${region}: ${got.e164 || got.issue || "nothing"}, not ${e164} (${got.rule})`,
    );
  }
}

const roundtrip = load("roundtrip.json", z.array(Case));
const examples = load("examples.json", z.array(Example)).flatMap(({ cc, national, latam }) => {
  const e164 = `+${cc}${national}`;
  return [
    { input: e164, region: null, e164, latam },
    { input: `00${cc}${national}`, region: null, e164, latam },
  ];
});
score("libphonenumber's own parses", load("libphonenumber-parse.json", z.array(Case)));
score("example numbers, international", examples);
score("round trips", roundtrip);
score(
  "round trips, Latin America",
  roundtrip.filter(({ latam }) => latam),
);

/** A number is consistent when every way of writing it gives the same key. */
const keys = new Map<string, Set<string>>();
for (const { input, region, e164 } of roundtrip) {
  const key = `${region} ${e164}`;
  const seen = keys.get(key) ?? new Set();
  keys.set(key, seen.add(parsePhone({ text: input, country: countryOf(region) }).e164));
}
const consistent = [...keys.values()].filter((seen) => seen.size === 1 && !seen.has("")).length;
console.log(`numbers whose every form gives one key: ${(consistent / keys.size).toFixed(4)} of ${keys.size}`);
