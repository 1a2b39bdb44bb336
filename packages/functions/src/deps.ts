import { dynamoApiKeys } from "@millrace/aws/api-keys";
import { dynamoClient, s3Client, sfnClient, sqsClient } from "@millrace/aws/clients";
import { stepFunctions } from "@millrace/aws/flows";
import { dynamoLeads } from "@millrace/aws/leads";
import { dynamoModelCache } from "@millrace/aws/model-cache";
import { s3Objects } from "@millrace/aws/objects";
import { dynamoProducts } from "@millrace/aws/products";
import { sqsQueue } from "@millrace/aws/queue";
import { dynamoRuns } from "@millrace/aws/runs";
import { random, systemClock } from "@millrace/aws/system";
import { dynamoTokenLedger } from "@millrace/aws/token-ledger";
import type { ApiKeys } from "@millrace/core/api-key";
import { type CatalogDeps, catalogIdOfFile } from "@millrace/core/catalog-enrichment";
import type { Flows } from "@millrace/core/flow";
import type { ImportDeps } from "@millrace/core/lead-import";
import type { ModelCache } from "@millrace/core/model";
import type { Queue } from "@millrace/core/queue";
import { CatalogOptions, ImportOptions } from "@millrace/core/run";
import type { RunDeps } from "@millrace/core/run-lifecycle";
import * as z from "zod";
import { parseEvent } from "./event/parse.ts";
import { log, tracer } from "./observe.ts";
import { countingFailures } from "./store-failures.ts";

/** What the stack tells a function, by environment variable. Secrets come by link, not from here. */
const Environment = z.object({
  BUCKET: z.string(),
  LEADS_TABLE: z.string(),
  RUNS_TABLE: z.string(),
  MODEL_ANSWERS_TABLE: z.string(),
  API_KEYS_TABLE: z.string(),
  PRODUCTS_TABLE: z.string(),
  TOKEN_LEDGERS_TABLE: z.string(),
  /** How long the records of runs are kept. */
  RUN_RECORD_DAYS: z.string().regex(/^\d+$/),
  LEAD_IMPORT_ARN: z.string(),
  LEAD_UNDO_ARN: z.string(),
  CATALOG_ENRICHMENT_ARN: z.string(),
  DEAD_LETTERS_URL: z.url(),
  /** For functions that somebody waits for: how long AWS may take to begin an answer, in ms. Others have the time of a step. */
  ANSWER_WITHIN_MS: z.string().regex(/^\d+$/),
  /** JSON: what an upload is processed with where its uploader chose nothing. */
  IMPORT_OPTIONS: z.string(),
  /** JSON: the same for catalogs, without the id of one. */
  CATALOG_OPTIONS: z.string(),
});

function setting(name: keyof typeof Environment.shape): string {
  const schema = Environment.shape[name];
  return parseEvent({ schema, event: process.env[name], what: `usable environment variable ${name}` });
}

/** Makes something when it is first asked for, and keeps it as long as the container lives. */
export function once<T>(make: () => T): () => T {
  let made: { it: T } | undefined;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** Around the SDK's own retries, so that only what the caller sees is counted. */
const OUTERMOST = { step: "initialize", name: "countingFailures" } as const;

/**
 * How long AWS may take to begin an answer, in ms, where somebody waits for a request that is made of several; null in the steps of a flow,
 * which have minutes.
 */
const patience = once((): number | null =>
  process.env.ANSWER_WITHIN_MS === undefined ? null : Number(setting("ANSWER_WITHIN_MS")),
);

/** Answers that take longer than `ms` are asked for again. */
const within = (ms: number) => ({
  requestHandler: { connectionTimeout: ms, requestTimeout: ms, throwOnRequestTimeout: true },
});

function openDynamo(ms = patience()) {
  const client = tracer.captureAWSv3Client(dynamoClient(ms === null ? {} : within(ms)));
  client.middlewareStack.add(countingFailures, OUTERMOST);
  return { client, clock: systemClock, random };
}

const dynamo = once(openDynamo);

/** Copies within the bucket and histories of executions take longer than items. */
const SLOWER = 3;
const FEWER_ATTEMPTS = 3;

export const s3 = once(() => {
  const ms = patience();
  const client = tracer.captureAWSv3Client(
    s3Client(
      ms === null
        ? {}
        : {
            maxAttempts: FEWER_ATTEMPTS,
            // Of an object it is the time between two pieces that counts.
            requestHandler: { connectionTimeout: ms, socketTimeout: SLOWER * ms },
          },
    ),
  );
  client.middlewareStack.add(countingFailures, OUTERMOST);
  return client;
});

/** How the clients of other services wait. */
export const waiting = once(() => {
  const ms = patience();
  return ms === null ? {} : { maxAttempts: FEWER_ATTEMPTS, ...within(SLOWER * ms) };
});

export const bucket = once(() => setting("BUCKET"));

const runDeps = once(
  (): RunDeps => ({
    objects: s3Objects({ client: s3(), bucket: bucket() }),
    runs: dynamoRuns({
      ...dynamo(),
      table: setting("RUNS_TABLE"),
      retentionDays: Number(setting("RUN_RECORD_DAYS")),
    }),
    clock: systemClock,
    log,
  }),
);

/** What the lead import's steps need. The language model is added by the one step that asks it. */
export const importDeps = once(
  (): ImportDeps => ({
    ...runDeps(),
    leads: dynamoLeads({ ...dynamo(), table: setting("LEADS_TABLE") }),
    model: null,
  }),
);

/** What the catalog enrichment's steps need. The provider is added by those that ask it, or for its price. */
export const catalogDeps = once(
  (): CatalogDeps => ({
    ...runDeps(),
    products: dynamoProducts({ ...dynamo(), table: setting("PRODUCTS_TABLE") }),
    keepa: null,
    keepaSetting: "the secret KeepaKey (npx sst secret set KeepaKey), deploy",
    keepaTokens: dynamoTokenLedger({
      ...dynamo(),
      table: setting("TOKEN_LEDGERS_TABLE"),
      account: "keepa",
    }),
  }),
);

export const modelCache = once(
  (): ModelCache => dynamoModelCache({ ...dynamo(), table: setting("MODEL_ANSWERS_TABLE") }),
);

/**
 * Whoever asks the API waits for the key to be found: eight tries that hang, and the waits between them, end well before API Gateway gives
 * up after 30 s. An item is read in a few milliseconds.
 */
const KEY_TIMEOUT_MS = 1_000;

export const apiKeys = once(
  (): ApiKeys => dynamoApiKeys({ ...openDynamo(KEY_TIMEOUT_MS), table: setting("API_KEYS_TABLE") }),
);

export const machines = once(() => ({
  client: tracer.captureAWSv3Client(sfnClient(waiting())),
  machines: {
    "lead-import": setting("LEAD_IMPORT_ARN"),
    "lead-undo": setting("LEAD_UNDO_ARN"),
    "catalog-enrichment": setting("CATALOG_ENRICHMENT_ARN"),
  },
}));

export const flows = once((): Flows => stepFunctions(machines()));

export const deadLetters = once(
  (): Queue => sqsQueue({ client: tracer.captureAWSv3Client(sqsClient()), url: setting("DEAD_LETTERS_URL") }),
);

/** @throws Input.Invalid where the stack's options are not usable */
export const importOptions = once((): ImportOptions => {
  const what = "usable environment variable IMPORT_OPTIONS";
  return parseEvent({ schema: ImportOptions, event: JSON.parse(setting("IMPORT_OPTIONS")), what });
});

const CatalogDefaults = CatalogOptions.omit({ catalogId: true });
/** @throws Input.Invalid where the stack's options are not usable */
export const catalogDefaults = once(() => {
  const what = "usable environment variable CATALOG_OPTIONS";
  return parseEvent({ schema: CatalogDefaults, event: JSON.parse(setting("CATALOG_OPTIONS")), what });
});

/**
 * What a catalog's file is enriched with; its name is the catalog's.
 *
 * @throws Input.Invalid where the stack's options are not usable
 */
export function catalogOptions({ sourceFile }: { sourceFile: string }): CatalogOptions {
  return { ...catalogDefaults(), catalogId: catalogIdOfFile(sourceFile) };
}
