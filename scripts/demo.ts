import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openApp } from "../packages/local/src/app.ts";
import { main } from "../packages/local/src/command/program.ts";

/** Takes the example files through the whole lead import, in a folder of its own that every demo starts anew. */
const root = join(import.meta.dirname, "..");
const dataDir = join(root, "millrace-data-demo");
const examples = join(root, "examples");
/** A correction comes after what it corrects. */
const LAST = "crm-export-corrected.csv";

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

rmSync(dataDir, { recursive: true, force: true });
const files = readdirSync(examples).filter((name) => !name.endsWith(".md") && name !== LAST);
await millrace("import", ...files.map((name) => join(examples, name)), "--country", "CO", "--mode", "rules");
await millrace("import", join(examples, LAST), "--country", "CO", "--mode", "rules");
for (const runId of await runsWithRejects()) await millrace("rejects", runId);
await millrace("leads");
await millrace("lead", "sarah.mcdonald@litware.example");
await millrace("runs");
console.log(
  `\nEverything is in ${dataDir}: try "npx millrace undo RUN --data millrace-data-demo", or import a file of yours.`,
);
