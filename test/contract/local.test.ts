import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError } from "@millrace/core/error";
import { silentLog } from "@millrace/core/log";
import { localFlows } from "@millrace/local/flow/flows";
import { openStores } from "@millrace/local/store/index";
import { random, randomBytes, systemClock, uuid } from "@millrace/local/system";
import { localUploads } from "@millrace/local/uploads";
import { vi } from "vitest";
import { PATIENCE } from "../equipment/patience.ts";
import { apiKeysContract } from "./api-keys.ts";
import { flowsContract } from "./flows.ts";
import { leadStoreContract } from "./lead-store.ts";
import { modelCacheContract } from "./model-cache.ts";
import { objectStoreContract } from "./object-store.ts";
import { queueContract } from "./queue.ts";
import { runStoreContract } from "./run-store.ts";
import { uploadsContract } from "./uploads.ts";

/** Stores in a folder that is gone when they are closed. */
function open(clock = systemClock) {
  const dataDir = mkdtempSync(join(tmpdir(), "millrace-contract-"));
  const owner = { pid: process.pid, isAlive: () => true };
  const stores = openStores({ dataDir, clock, uuid, owner });
  return {
    stores,
    async close() {
      stores.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

leadStoreContract("SQLite", async () => {
  const { stores, close } = open();
  return { store: stores.leads, close };
});

runStoreContract("SQLite", async () => {
  const { stores, close } = open();
  return { store: stores.runs, close };
});

queueContract("SQLite", async () => {
  let now = 1_700_000_000_000;
  const { stores, close } = open({ ...systemClock, now: () => now });
  const pass = async (seconds: number) => {
    now += seconds * 1000;
  };
  return { queue: stores.deadLetters, pass, close };
});

modelCacheContract("SQLite", async () => {
  const { stores, close } = open();
  return { cache: stores.modelCache, close };
});

objectStoreContract("folder", async () => {
  const { stores, close } = open();
  return { objects: stores.objects, close };
});

apiKeysContract("SQLite", async () => {
  const { stores, close } = open();
  return { apiKeys: stores.apiKeys, close };
});

uploadsContract("folder", async () => {
  const { stores, close } = open();
  const { objects, orders } = stores;
  const uploads = localUploads({ objects, orders, clock: systemClock, secret: randomBytes(32) });
  return {
    ...{ uploads, objects, now: systemClock.now, close },
    async send({ key, request }) {
      const sent = new Request("http://localhost/", { method: "POST", ...request });
      try {
        await uploads.receive({ key, request: sent });
        return "taken";
      } catch (error) {
        if (!(error instanceof MillraceError)) throw error;
        return error.name === "LeadFile.TooLarge" ? "too long" : "refused";
      }
    },
  };
});

flowsContract("the engine", async () => {
  const { stores, close } = open();
  const inputs: unknown[] = [];
  const unanswered: ((response: Response) => void)[] = [];
  const flows = localFlows({
    ...{ stores, clock: systemClock, random, uuid },
    deps: { ...stores, clock: systemClock, log: silentLog, model: null, keepa: null, keepaSetting: "" },
    api: ({ signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        unanswered.push(resolve);
      }),
    onEvent({ type, execution, details }) {
      if (type === "ExecutionStarted" && execution.stateMachineArn.endsWith(":customer-refresh"))
        inputs.push(details.input);
    },
  });
  return {
    flows,
    inputs,
    async end(status) {
      const answer = await vi.waitUntil(() => unanswered.shift(), PATIENCE);
      // Not found is a success of the flow; a refused key is none.
      answer(new Response(null, { status: status === "SUCCEEDED" ? 404 : 401 }));
    },
    async close() {
      await flows.close();
      await close();
    },
  };
});
