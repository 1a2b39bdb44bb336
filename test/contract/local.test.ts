import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStores } from "@millrace/local/store/index";
import { systemClock, uuid } from "@millrace/local/system";
import { apiKeysContract } from "./api-keys.ts";
import { leadStoreContract } from "./lead-store.ts";
import { modelCacheContract } from "./model-cache.ts";
import { objectStoreContract } from "./object-store.ts";
import { queueContract } from "./queue.ts";
import { runStoreContract } from "./run-store.ts";

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
