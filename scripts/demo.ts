import { readdirSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { openApp } from "../packages/local/src/app.ts";
import { main } from "../packages/local/src/command/program.ts";
import { withLocalKeepa } from "./demo/catalog.ts";
import { requests } from "./demo/requests.ts";

/**
 * Takes the example files through the whole lead import, a catalog through its enrichment, and a made-up shop through the customers' part. The folder is the demo's own,
 * which every demo starts anew, or a new one: `node scripts/demo.ts FOLDER`.
 */
const root = join(import.meta.dirname, "..");
const ownDir = join(root, "millrace-data-demo");
const [, , folder] = process.argv;
const dataDir = folder === undefined ? ownDir : resolve(folder);
const examples = join(root, "examples");
/** A correction comes after what it corrects. */
const LAST = "crm-export-corrected.csv";
/** Products, by codes nobody has been given. */
const CATALOG = "catalog.csv";
/** What SQS hands to a function: messages about customers of the seeded shop, and of nobody. */
const EVENT = "customer-events.json";
/** The first customer of the seeded shop, and a phone that no message of the event names. */
const CUSTOMER = "customer-1-1";
const OTHER_PHONE = "3106520750";
const PHONE = "3184059797";

async function millrace(...words: string[]): Promise<void> {
  console.log(`\n$ millrace ${words.join(" ").replaceAll(`${examples}/`, "examples/")}`);
  await main(["node", "millrace", ...words, "--data", dataDir]);
}

async function runsWithRejects(): Promise<string[]> {
  const app = openApp({ dataDir, env: {} });
  try {
    const runs = await app.deps.runs.list({ tenantId: "default", limit: 100 });
    return runs.filter(({ parse }) => (parse?.rejected ?? 0) > 0).map(({ runId }) => runId);
  } finally {
    await app.close();
  }
}

if (dataDir === ownDir) rmSync(dataDir, { recursive: true, force: true });

console.log("Leads: files in, a table out");
const files = readdirSync(examples).filter((name) => ![LAST, CATALOG, EVENT].includes(name));
await millrace("import", ...files.map((name) => join(examples, name)), "--country", "CO", "--mode", "rules");
await millrace("import", join(examples, LAST), "--country", "CO", "--mode", "rules");
for (const runId of await runsWithRejects()) await millrace("rejects", runId);
await millrace("leads");
await millrace("lead", "sarah.mcdonald@litware.example");
await millrace("runs");

console.log("\n\nCatalogs: product codes in, products out");
await withLocalKeepa(async () => {
  await millrace("enrich", join(examples, CATALOG));
  await millrace("enrich", join(examples, CATALOG), "--json");
});
await millrace("products", "--catalog", "catalog");

console.log(
  "\n\nCustomers: a made-up shop, statistics preloaded from messages, and the HTTP API through the cache",
);
await millrace("shop", "seed");
await millrace("preload", join(examples, EVENT));
await millrace("refresh", PHONE);
await requests({ dataDir, customerId: CUSTOMER, preloaded: PHONE, other: OTHER_PHONE });

const data = `--data ${relative(process.cwd(), dataDir)}`;
console.log(`
Everything is in ${dataDir}. To go on:
  npm start -- ${data}
      serves the console and the API, and prints their address with a key
  npx millrace undo RUN ${data}
      takes an import back
  npx millrace import leads.csv
      imports a file of yours, into a folder of its own`);
