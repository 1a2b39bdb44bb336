import { catalogAccess } from "./catalog-access.ts";
import enrichment from "./flows/catalog-enrichment.asl.json" with { type: "json" };
import { createFunction, type FunctionInput } from "./function.ts";
import type { Leads } from "./leads.ts";
import { createMachine, mapAccess } from "./machine.ts";
import type { Secrets } from "./secrets.ts";
import type { StageSettings } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** Functions that read or write a few records. */
const SMALL = { memory: 512, timeout: 30 };
/** A call to Keepa has a minute, and an answer about fifty products takes some megabytes. */
export const ENRICH = { memory: 1024, timeout: 90 };
/** Walks through a run's records one by one. */
const LONG = { memory: 512, timeout: 300 };

/**
 * The catalog enrichment: from a file in `catalogs/` to products. What starts runs, closes and redrives them, and the queue of
 * dead letters, are the lead import's: they serve both.
 */
export function createCatalogs(input: {
  stage: StageSettings;
  storage: Storage;
  secrets: Secrets;
  leads: Leads;
}) {
  const { stage, storage, secrets, leads } = input;
  const { files } = storage;
  const deadLetters = leads.deadLetters.batches;
  const may = catalogAccess(storage);
  const create = (
    name: keyof typeof may,
    file: string,
    rest: Partial<FunctionInput> & { memory: number; timeout: number },
  ) =>
    createFunction({
      name,
      file: `catalogs/${file}`,
      service: "catalogs",
      stage,
      environment: {
        BUCKET: files.name,
        RUNS_TABLE: storage.runs.name,
        PRODUCTS_TABLE: storage.products.name,
        TOKEN_LEDGERS_TABLE: storage.tokenLedgers.name,
        RUN_RECORD_DAYS: String(stage.recordDays),
      },
      permissions: may[name],
      ...rest,
    });

  const functions = {
    ParseCatalog: create("ParseCatalog", "parse-catalog", { ...stage.parse, splitting: true }),
    ReserveTokens: create("ReserveTokens", "reserve-tokens", { ...SMALL, secrets: [secrets.keepaKey] }),
    EnrichProducts: create("EnrichProducts", "enrich-products", {
      ...ENRICH,
      splitting: true,
      secrets: [secrets.keepaKey],
    }),
    RecordCatalogFailure: create("RecordCatalogFailure", "record-catalog-failure", SMALL),
    SummarizeCatalog: create("SummarizeCatalog", "summarize-catalog", LONG),
  };
  const machine = createMachine({
    id: "CatalogEnrichment",
    name: "catalog-enrichment",
    definition: enrichment,
    functions: { ...functions, FailRun: leads.functions.FailRun },
    values: { Bucket: files.name, DeadLetterQueueUrl: deadLetters.url },
    permissions: [
      ...mapAccess({ files, lists: ["batches.jsonl", "retry-*.jsonl"], results: "map" }),
      { actions: ["sqs:SendMessage"], resources: [deadLetters.arn] },
    ],
    stage,
  });
  return { functions, machines: { "catalog-enrichment": machine } };
}
export type Catalogs = ReturnType<typeof createCatalogs>;
