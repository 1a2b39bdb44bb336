/** Days a log group keeps its lines, as SST names them. */
type Retention = "1 week" | "2 weeks" | "1 month";

/** Subnets and security groups of a network that is there already. */
export interface Vpc {
  privateSubnets: string[];
  securityGroups: string[];
}

/** Memory in MB and timeout in seconds of one function. */
interface Size {
  memory: number;
  timeout: number;
}

/**
 * A language model behind any service that speaks chat completions. It is a setting of the source, not of the shell that
 * deploys: a variable forgotten once would send rows to another provider.
 */
interface ModelService {
  /** Its base URL, such as `https://api.example.com/v1`. */
  url: string;
  name: string;
  /** US dollars per million tokens; the cap on a run's costs counts with them. */
  promptUsd: number;
  completionUsd: number;
}

/** What differs between stages; everything else is the same everywhere. */
export interface StageSettings {
  /** What `sst remove` does with data. */
  removal: "remove" | "retain" | "retain-all";
  /** Refuses `sst remove`, and the deletion of tables. */
  protect: boolean;
  logRetention: Retention;
  /** Streams a whole file, so it has the most of both. */
  parse: Size;
  /** Waits for the language model. */
  standardize: Size;
  upsert: Size;
  /** Which model is asked, once its key is set; null: DeepSeek's, at the prices Millrace knows. */
  model: ModelService | null;
  /**
   * How many batches may ask the model at once, all runs together: the provider's limit of the account. Lambda refuses a
   * reservation that leaves the account fewer than 100: null where its own limit is that low.
   */
  modelConcurrency: number | null;
  /** What an upload is processed with. */
  import: {
    /** Whose phone numbers need no country code: an ISO 3166 code, or null. */
    country: string | null;
    batchSize: number;
    maxConcurrency: number;
    maxCostUsd: number | null;
  };
  /** What a catalog's file is enriched with. */
  catalogs: {
    /** The shop whose prices are meant, by the end of its address. */
    marketplace: string;
    /** Products of a batch, 5 to 50; null: by the size of the catalog. */
    batchSize: number | null;
    maxConcurrency: number;
    /** Whether sample values may fill empty fields of products that Keepa cannot be asked about. */
    sample: boolean;
  };
  /** How long a batch usually takes, in ms, without a model and with one; an alarm says when it takes 30 % more. */
  usualBatchMs: { rules: number; model: number };
  /** What customers' statistics are counted by. */
  statistics: {
    /** Whose phone numbers are named without a country code: an ISO 3166 code. */
    homeCountry: string;
    /** Which status of an order counts as what, in lower case. */
    statuses: { delivered: string[]; returned: string[]; canceled: string[] };
  };
  /** Who sends customers' events to EventBridge's default bus: their `source`. */
  customerEventSource: string;
  /** How many preloads at once: each holds a connection to the database for a query. */
  preloadConcurrency: number;
  /** What API Gateway lets through, all keys together, and what one key may ask in a minute. */
  api: { requestsPerSecond: number; burst: number; keyRequestsPerMinute: number };
  /**
   * The console's own name, such as `console.example.com`, and its certificate in us-east-1; null: one that CloudFront gives, whose
   * certificate lets browsers in that know no TLS 1.2.
   */
  console: { domain: string; certificateArn: string } | null;
  /** How long a run's working files are kept, in days; undo needs 30. */
  runDays: number;
  /** How long exports of leads are kept, in days: they are copies of personal data, for whoever asked to fetch. */
  exportDays: number;
  /** How long the records of runs and their batches are kept, in days. */
  recordDays: number;
  /** How long replaced and deleted versions of uploads are kept, in days. */
  oldVersionDays: number;
  /** null: functions run outside any network of the account; they need none. */
  vpc: Vpc | null;
}

/**
 * A batch waits for S3 three times, one after the other (its rows read, standardised rows written and read again), and some
 * seven times for DynamoDB. AWS says 100 to 200 ms of a small object and single-digit milliseconds of an item:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html. Its own work is a few milliseconds.
 */
const RULES_BATCH_MS = 3 * 150 + 7 * 7;
/** An answer for ten rows (`core/src/model/chat.ts`): some 500 tokens, at the 50 a second of a small model. */
const ANSWER_MS = 10_000;

const DEVELOPMENT: StageSettings = {
  removal: "remove",
  protect: false,
  logRetention: "1 week",
  parse: { memory: 1024, timeout: 300 },
  standardize: { memory: 512, timeout: 300 },
  upsert: { memory: 512, timeout: 60 },
  model: null,
  modelConcurrency: null,
  import: { country: null, batchSize: 10, maxConcurrency: 2, maxCostUsd: 1 },
  catalogs: { marketplace: "com", batchSize: null, maxConcurrency: 10, sample: false },
  usualBatchMs: { rules: RULES_BATCH_MS, model: RULES_BATCH_MS + ANSWER_MS },
  statistics: {
    homeCountry: "CO",
    statuses: { delivered: ["delivered"], returned: ["returned"], canceled: ["canceled", "cancelled"] },
  },
  customerEventSource: "shop",
  preloadConcurrency: 2,
  api: { requestsPerSecond: 20, burst: 40, keyRequestsPerMinute: 600 },
  console: null,
  runDays: 31,
  exportDays: 7,
  recordDays: 31,
  oldVersionDays: 31,
  vpc: null,
};

const STAGING: StageSettings = {
  ...DEVELOPMENT,
  removal: "retain",
  logRetention: "2 weeks",
  parse: { memory: 2048, timeout: 900 },
  standardize: { memory: 1024, timeout: 300 },
  upsert: { memory: 1024, timeout: 60 },
  modelConcurrency: 5,
  recordDays: 365,
  import: { country: null, batchSize: 10, maxConcurrency: 5, maxCostUsd: 10 },
  preloadConcurrency: 5,
  api: { requestsPerSecond: 200, burst: 400, keyRequestsPerMinute: 600 },
};

const PRODUCTION: StageSettings = {
  ...STAGING,
  removal: "retain-all",
  protect: true,
  logRetention: "1 month",
  import: { country: null, batchSize: 10, maxConcurrency: 5, maxCostUsd: 50 },
};

/** The settings of a stage; a stage of any other name is somebody's own development stage. */
export function stageSettings(stage: string): StageSettings {
  if (stage === "production") return PRODUCTION;
  return stage === "staging" ? STAGING : DEVELOPMENT;
}

/** What core reads these settings from (`core/src/statistics/settings.ts`). */
export function statisticsEnvironment({ statistics }: StageSettings): Record<string, string> {
  const { homeCountry, statuses } = statistics;
  return {
    MILLRACE_HOME_COUNTRY: homeCountry,
    MILLRACE_STATUSES_DELIVERED: statuses.delivered.join(),
    MILLRACE_STATUSES_RETURNED: statuses.returned.join(),
    MILLRACE_STATUSES_CANCELED: statuses.canceled.join(),
  };
}
