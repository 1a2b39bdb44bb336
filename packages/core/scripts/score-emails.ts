/**
 * How many addresses of the corpus are judged as its authors judge them: `node packages/core/scripts/score-emails.ts`.
 * Only entries marked `practical` count.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { emailsIn } from "../src/lead/email.ts";
import { CORPORA, printScored, type Scored, shareOf } from "./scored.ts";

const Case = z.object({ address: z.string(), valid: z.boolean().nullable(), practical: z.boolean() });

export function score(): Scored[] {
  const text = readFileSync(join(CORPORA, "emails/cases.json"), "utf8");
  const cases = z.array(Case).parse(JSON.parse(text));
  const practical = cases.filter((one) => one.practical && one.valid !== null);
  const misses = practical.filter(({ address, valid }) => (emailsIn(address).emails.length === 1) !== valid);
  return [
    {
      what: "e-mail addresses judged",
      cases: practical.length,
      score: shareOf({ cases: practical.length, wrong: misses.length }),
      misses: misses.map(
        ({ address, valid }) => `${valid ? "refused " : "accepted"} ${JSON.stringify(address)}`,
      ),
    },
  ];
}

if (import.meta.main) await printScored(score);
