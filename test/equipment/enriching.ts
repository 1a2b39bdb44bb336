import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine, type Json, type VirtualClock } from "@millrace/asl";
import {
  type CatalogDeps,
  type CatalogSummary,
  catalogSummaryOf,
  enrichProducts,
  parseCatalog,
  recordCatalogFailure,
  reserveTokens,
  summarizeCatalog,
} from "@millrace/core/catalog-enrichment";
import type { Flows } from "@millrace/core/flow";
import { keepaSource } from "@millrace/core/keepa";
import { silentLog } from "@millrace/core/log";
import type { Product, ProductStore } from "@millrace/core/product";
import { type CatalogOptions, isCatalogRun, type Run } from "@millrace/core/run";
import { failRun, registerUpload, type Upload } from "@millrace/core/run-lifecycle";
import { flowDefinition } from "@millrace/local/flow/definitions";
import { engineObjects } from "@millrace/local/flow/flows";
import { openDatabase } from "@millrace/local/store/database";
import { sqliteProducts } from "@millrace/local/store/products";
import { sqliteTokenLedger } from "@millrace/local/store/token-ledger";
import * as z from "zod";
import { emptyMemory, memoryObjects, memoryRuns } from "./memory-stores.ts";

/** What is done between any two operations of a step; may throw, as a worker that is killed does. */
export type Between = (place: string) => Promise<void>;

/** How the steps are called: as they are, or by workers that die. */
export type Worker = (name: string, work: (between: Between) => Promise<object>) => Promise<object>;

const STEPS: Record<string, (event: unknown, deps: CatalogDeps) => Promise<object>> = {
  ParseCatalog: parseCatalog,
  ReserveTokens: reserveTokens,
  EnrichProducts: enrichProducts,
  RecordCatalogFailure: recordCatalogFailure,
  SummarizeCatalog: summarizeCatalog,
  FailRun: failRun,
};

/** What the command gives a catalog where nothing is said. */
export const CATALOG: CatalogOptions = {
  ...{ catalogId: "spring", provider: "keepa", marketplace: "com", batchSize: null, maxConcurrency: 10 },
  ...{ codeColumn: null, sample: false, user: "drop" },
};

/** ASINs, all of them different. */
export function asins(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, n) => `B0${String(from + n).padStart(8, "0")}`);
}

/**
 * The catalog flow as it stands in `stacks/flows`, run by the engine against a server that speaks Keepa's protocol, with products and
 * tokens in SQLite, under a clock that jumps.
 */
export function enrichingBench(input: {
  clock: VirtualClock;
  keepaUrl: string;
  worker?: Worker;
  timeoutMs?: number;
}) {
  const { clock, keepaUrl, worker = (_, work) => work(async () => {}), timeoutMs } = input;
  const folder = mkdtempSync(join(tmpdir(), "millrace-enriching-"));
  const db = openDatabase(join(folder, "millrace.db"));
  const memory = emptyMemory();
  const products = sqliteProducts(db);
  const ledger = sqliteTokenLedger({ db, account: "keepa", clock });
  const source = keepaSource({
    ...{ apiKey: "test-key", clock, baseURL: keepaUrl },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const deadLetters: string[] = [];
  let uploads = 0;
  let state = 1;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };

  const depsOf = (between: Between): CatalogDeps => ({
    objects: memoryObjects(memory, () => between("objects")),
    runs: memoryRuns(memory, () => between("runs")),
    clock,
    log: silentLog,
    products: {
      ...products,
      async put(given) {
        await between("products.put");
        await products.put(given);
      },
      async get(given) {
        await between("products.get");
        return products.get(given);
      },
      async update(given) {
        await between("products.update");
        const after = await products.update(given);
        await between("products.kept");
        return after;
      },
    } satisfies ProductStore,
    keepa: {
      price: source.price,
      async fetchProducts(given) {
        await between("calling");
        const answer = await source.fetchProducts(given);
        await between("answered");
        return answer;
      },
    },
    keepaSetting: "open the bench with a key",
    keepaTokens: {
      ...ledger,
      async reserve(given) {
        await between("reserving");
        return ledger.reserve(given);
      },
      async settle(given) {
        await between("settling");
        await ledger.settle(given);
      },
    },
  });
  const deps = depsOf(async () => {});
  const JsonValue = z.json();

  const engine = createEngine({
    ...{ clock, random, uuid: () => `id-${random()}`, objects: engineObjects(deps.objects) },
    tasks: {
      invokeFunction: ({ functionName, payload }) =>
        clock.during(
          (async (): Promise<Json> => {
            const step = STEPS[functionName];
            if (step === undefined) throw new Error(`there is no step ${functionName}`);
            return JsonValue.parse(await worker(functionName, (between) => step(payload, depsOf(between))));
          })(),
        ),
      async sendMessage({ messageBody }) {
        deadLetters.push(messageBody);
        return { messageId: String(deadLetters.length) };
      },
    },
  });
  const results: Promise<unknown>[] = [];
  const flows: Flows = {
    async start({ flow, name, input: given }) {
      const definition = flowDefinition(flow);
      const json = JsonValue.parse(JSON.parse(JSON.stringify(given)));
      results.push(engine.startExecution({ definition, input: json, name, stateMachineName: flow }).result);
      return "started";
    },
    async describe() {
      return null;
    },
    async stop() {},
  };

  const submitText = async (file: {
    tenantId: string;
    sourceFile: string;
    text: string;
  }): Promise<Upload> => {
    const { tenantId, sourceFile, text } = file;
    uploads += 1;
    const key = `catalogs/${tenantId}/${uploads}.csv`;
    await deps.objects.put({ key, body: text });
    return {
      ...{ bucket: "test", key, version: "1", tenantId, sourceFile },
      ...{ bytes: text.length, eventTime: uploads, sequencer: "" },
    };
  };

  return {
    deps: { ...deps, flows, uploads: { submitText }, uploaded: async () => null },
    deadLetters,
    /** Uploads a file and lets its run come to its end, or as far as it gets. */
    async enrich(file: string, options: Partial<CatalogOptions> = {}): Promise<Run> {
      const { runId } = await registerUpload(
        {
          upload: await submitText({ tenantId: "acme", sourceFile: "spring.csv", text: file }),
          options: { ...CATALOG, ...options },
        },
        { ...deps, flows },
      );
      return this.ended(runId);
    },
    async ended(runId: string): Promise<Run> {
      await Promise.all(results);
      const run = await deps.runs.get({ runId });
      if (run === null) throw new Error("the run is gone");
      return run;
    },
    async summary(run: Run): Promise<CatalogSummary> {
      if (!isCatalogRun(run)) throw new Error("the run is of no catalog");
      return catalogSummaryOf({ run, totals: await deps.runs.totals(run), now: clock.now() });
    },
    products: (catalogId = "spring"): Promise<Product[]> =>
      products.list({ tenantId: "acme", catalogId, limit: 100_000 }),
    close() {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export type EnrichingBench = ReturnType<typeof enrichingBench>;

/** rows = products + duplicates, products = enriched + noData + rejected + pending. */
export function catalogEquationHolds(summary: CatalogSummary): boolean {
  const { rows, duplicates, products, enriched, noData, rejected, pending } = summary;
  return (
    rows === products + duplicates && products === enriched + noData + rejected + pending && pending >= 0
  );
}
