/** Scores `parsePhone` on numbers with known E.164: `node packages/core/scripts/score-phones.ts`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isSupportedCountry } from "libphonenumber-js/max";
import * as z from "zod";
import { type CountryCode, parsePhone } from "../src/lead/phone.ts";
import { CORPORA, printScored, type Scored, shareOf } from "./scored.ts";

const Case = z.object({
  input: z.string(),
  region: z.string().nullable(),
  e164: z.string(),
  latam: z.boolean().optional(),
});
const Example = z.object({ cc: z.string(), national: z.string(), latam: z.boolean() });

function load<T>(name: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(CORPORA, "phones", name), "utf8")));
}

/** The corpora name no region as ZZ, 001 or null. */
function countryOf(region: string | null): CountryCode | null {
  return region !== null && isSupportedCountry(region) ? region : null;
}

function scored(what: string, cases: readonly z.infer<typeof Case>[]): Scored {
  const misses = cases.flatMap(({ input, region, e164 }) => {
    const got = parsePhone({ text: input, country: countryOf(region) });
    const shown = got.e164 || got.issue || "nothing";
    return got.e164 === e164
      ? []
      : [`${JSON.stringify(input)} ${region}: ${shown}, not ${e164} (${got.rule})`];
  });
  return {
    what,
    cases: cases.length,
    score: shareOf({ cases: cases.length, wrong: misses.length }),
    misses,
  };
}

/** A number is consistent when every way of writing it gives the same key. */
function consistent(cases: readonly z.infer<typeof Case>[]): Scored {
  const keys = new Map<string, Set<string>>();
  for (const { input, region, e164 } of cases) {
    const key = `${region} ${e164}`;
    const seen = keys.get(key) ?? new Set();
    keys.set(key, seen.add(parsePhone({ text: input, country: countryOf(region) }).e164));
  }
  const misses = [...keys]
    .filter(([, seen]) => seen.size !== 1 || seen.has(""))
    .map(([key, seen]) => `${key}: ${[...seen].map((one) => one || "nothing").join(", ")}`);
  return {
    what: "phones: every form of a number gives one key",
    cases: keys.size,
    score: shareOf({ cases: keys.size, wrong: misses.length }),
    misses,
  };
}

export function score(): Scored[] {
  const roundTrips = load("roundtrip.json", z.array(Case));
  const examples = load("examples.json", z.array(Example)).flatMap(({ cc, national, latam }) => {
    const e164 = `+${cc}${national}`;
    return [
      { input: e164, region: null, e164, latam },
      { input: `00${cc}${national}`, region: null, e164, latam },
    ];
  });
  return [
    consistent(roundTrips),
    scored("phones: libphonenumber's own parses", load("libphonenumber-parse.json", z.array(Case))),
    scored("phones: example numbers, international", examples),
    scored("phones: round trips", roundTrips),
    scored(
      "phones: round trips, Latin America",
      roundTrips.filter(({ latam }) => latam),
    ),
  ];
}

if (import.meta.main) await printScored(score);
