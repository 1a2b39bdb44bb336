import { parentPort, workerData } from "node:worker_threads";
import { type ImportDeps, standardizeLeads } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import * as z from "zod";
import { openStores } from "../store/index.ts";
import { systemClock, thisProcess, uuid } from "../system.ts";

/** The thread that `standardise-thread.ts` starts: the step of the flow, on stores of its own in the same data folder. */
const { dataDir } = z.object({ dataDir: z.string() }).parse(workerData);
const stores = openStores({ dataDir, clock: systemClock, uuid, owner: thisProcess });
const deps: ImportDeps = { ...stores, clock: systemClock, log: silentLog, model: null };

const Call = z.object({ id: z.number(), event: z.json() });

parentPort?.on("message", async (message) => {
  const { id, event } = Call.parse(message);
  try {
    parentPort?.postMessage({ id, result: await standardizeLeads(event, deps) });
  } catch (error) {
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    parentPort?.postMessage({ id, error: { name, message: text } });
  }
});
parentPort?.postMessage("ready");
