/**
 * How many addresses of the corpus are judged as its authors judge them: `node packages/core/scripts/score-emails.ts`.
 * Only entries marked `practical` count; the HTML5 pattern of browsers stands beside it for comparison.
 */
import { readFileSync } from "node:fs";
import * as z from "zod";
import { emailsIn } from "../src/lead/email.ts";

const Case = z.object({ address: z.string(), valid: z.boolean().nullable(), practical: z.boolean() });
const corpus = new URL("../../../../shared/corpora/emails/cases.json", import.meta.url);
const HTML5 =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/;

const cases = z.array(Case).parse(JSON.parse(readFileSync(corpus, "utf8")));
const practical = cases.filter((one) => one.practical && one.valid !== null);
const misses = practical.filter(({ address, valid }) => (emailsIn(address).emails.length === 1) !== valid);
const html5 = practical.filter(({ address, valid }) => HTML5.test(address) === valid);

for (const { address, valid } of misses)
  console.log(valid ? "refused " : "accepted", JSON.stringify(address));
console.log(
  JSON.stringify({
    cases: practical.length,
    accuracy: Number((1 - misses.length / practical.length).toFixed(4)),
    html5: Number((html5.length / practical.length).toFixed(4)),
  }),
);
