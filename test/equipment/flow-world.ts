import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CatalogDeps } from "@millrace/core/catalog-enrichment";
import type { Flows } from "@millrace/core/flow";
import type { ImportDeps } from "@millrace/core/lead-import";
import { silentLog } from "@millrace/core/log";
import { executionName, registerUpload } from "@millrace/core/run-lifecycle";
import type { Api } from "@millrace/local/flow/http";
import { openStores, type Stores } from "@millrace/local/store/index";
import { systemClock, uuid } from "@millrace/local/system";
import { RULES } from "./importing.ts";

/** What an adapter runs the flows on. */
export interface World {
  stores: Stores;
  deps: ImportDeps & CatalogDeps;
  /** Answers the requests of `customer-refresh`. */
  api: Api;
}

/** What a test makes go wrong. */
export interface Troubles {
  /** The batch that cannot be standardised. */
  batch: string | null;
  /** Whether that cannot be recorded either, when it happens. */
  unrecorded: boolean;
}

export const BATCHES = 3;
const BATCH_SIZE = 10;

/** Stores in a folder of their own, and steps that fail as a test wants. */
export function openWorld() {
  const folder = mkdtempSync(join(tmpdir(), "millrace-history-"));
  const stores = openStores({
    ...{ dataDir: folder, clock: systemClock, uuid },
    owner: { pid: process.pid, isAlive: () => true },
  });
  const troubles: Troubles = { batch: null, unrecorded: false };
  const objects: Stores["objects"] = {
    ...stores.objects,
    put: (input) =>
      input.key.endsWith(`/standardised/${troubles.batch}.jsonl`)
        ? Promise.reject(new Error("cannot write"))
        : stores.objects.put(input),
  };
  const runs: Stores["runs"] = {
    ...stores.runs,
    async putBatch(record) {
      if (troubles.unrecorded && record.batchId === troubles.batch && record.status === "FAILED") {
        troubles.unrecorded = false;
        throw new Error("cannot record");
      }
      await stores.runs.putBatch(record);
    },
  };
  const unanswered: ((response: Response) => void)[] = [];
  const world: World = {
    stores,
    deps: {
      ...{ ...stores, objects, runs, clock: systemClock, log: silentLog },
      ...{ model: null, keepa: null, keepaSetting: "" },
    },
    api: ({ signal }) =>
      new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        unanswered.push(resolve);
      }),
  };
  return {
    world,
    troubles,
    unanswered,
    /** Uploads a file of three batches and starts its import. The answer is the name of its execution. */
    async startImport(flows: Flows): Promise<string> {
      const rows = Array.from(
        { length: BATCHES * BATCH_SIZE },
        (_, row) => `Ana,Ruiz,ana${row}@example.com\n`,
      );
      const text = `First name,Last name,Email\n${rows.join("")}`;
      const key = "uploads/acme/leads.csv";
      await stores.objects.put({ key, body: text });
      const { runId } = await registerUpload(
        {
          upload: {
            ...{ bucket: "bucket", key, version: "1", tenantId: "acme", sourceFile: "leads.csv" },
            ...{ bytes: text.length, eventTime: systemClock.now(), sequencer: "" },
          },
          options: { ...RULES, batchSize: BATCH_SIZE },
        },
        { ...world.deps, flows },
      );
      return executionName(runId, 1);
    },
    close() {
      stores.close();
      rmSync(folder, { recursive: true });
    },
  };
}
