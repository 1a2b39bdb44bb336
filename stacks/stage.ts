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
  /** How long a batch usually takes, in ms; an alarm says when it takes 30 % more. */
  usualBatchMs: number;
  /** How long a run's working files are kept, in days; undo needs 30. */
  runDays: number;
  /** How long the records of runs and their batches are kept, in days. */
  recordDays: number;
  /** How long replaced and deleted versions of uploads are kept, in days. */
  oldVersionDays: number;
  /** null: functions run outside any network of the account; they need none. */
  vpc: Vpc | null;
}

const DEVELOPMENT: StageSettings = {
  removal: "remove",
  protect: false,
  logRetention: "1 week",
  parse: { memory: 1024, timeout: 300 },
  standardize: { memory: 512, timeout: 300 },
  upsert: { memory: 512, timeout: 60 },
  modelConcurrency: null,
  import: { country: null, batchSize: 10, maxConcurrency: 2, maxCostUsd: 1 },
  usualBatchMs: 15_000,
  runDays: 31,
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
