import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openApp } from "@millrace/local/app";
import { summarise } from "@millrace/local/command/progress";
import { openDatabase } from "@millrace/local/store/database";
import * as z from "zod";
import { importSummary } from "../equipment/importing.ts";
import { type Measured, NODE_OPTIONS, secondsSince } from "./figures.ts";
import { noteOf } from "./importing.ts";

const Row = z.object({ batches: z.number(), leads: z.number() });

/** Enough for the import to be in the middle of its batches. */
const BATCHES = 1_000;

/**
 * Kills an import with SIGKILL in the middle, compares every batch that had said it was done with the leads that are
 * there, and goes on to the end.
 */
export async function measureKilled({ path, folder }: { path: string; folder: string }): Promise<Measured> {
  mkdirSync(folder, { recursive: true });
  const script = join(import.meta.dirname, "measurement.ts");
  const child = spawn(process.execPath, [...NODE_OPTIONS, script, "import", path, folder], {
    stdio: "ignore",
  });
  const ended = once(child, "exit");
  const db = openDatabase(join(folder, "millrace.db"));
  const done = db.prepare(`SELECT count(*) AS batches, total(rows) AS leads FROM batches`);
  while (Row.parse(done.get()).batches < BATCHES && child.exitCode === null) await sleep(5);
  child.kill("SIGKILL");
  await ended;
  if (child.signalCode !== "SIGKILL") throw new Error("the import ended before it could be killed");
  const { batches, leads } = Row.parse(done.get());
  const kept = z.object({ leads: z.number() }).parse(
    db
      .prepare(
        `SELECT count(*) AS leads FROM batches JOIN lead_versions USING (run_id, batch_id)
         JOIN leads USING (tenant_id, lead_id, position) WHERE status = 'COMPLETED'`,
      )
      .get(),
  ).leads;
  db.close();
  if (kept !== leads) throw new Error(`${leads} leads were committed and ${kept} are there`);
  const start = performance.now();
  const app = openApp({ dataDir: folder, env: {} });
  const resumed = await app.flows.resume();
  await app.flows.idle();
  const [run] = await app.deps.runs.list({ tenantId: "bench", limit: 1 });
  if (resumed === 0 || run === undefined) throw new Error("nothing was left to go on with");
  const summary = importSummary(await summarise(run.runId, app));
  await app.close();
  return {
    count: summary.rows - leads,
    seconds: secondsSince(start),
    note: `killed after ${batches} batches: all ${kept} leads there; then ${noteOf(summary)}`,
  };
}
