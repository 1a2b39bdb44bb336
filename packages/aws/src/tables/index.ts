/** How a DynamoDB table is keyed; the stacks and the tests create the same. All keys are strings. */
export interface TableDefinition {
  partitionKey: "pk";
  /** Null where the partition key alone names an item. */
  sortKey: "sk" | null;
  /** The attribute after whose time, in seconds, an item may go; null where items stay. */
  timeToLive: "expiresAt" | null;
}

/** Leads and their versions: `docs/decisions/0005-dynamodb-keys.md` has the layout of all tables. */
export const LEADS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: "sk", timeToLive: null };

/** Runs and the records of their batches. */
export const RUNS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: "sk", timeToLive: "expiresAt" };

/** The language model's answers, which live as long as leads do. */
export const MODEL_ANSWERS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: null, timeToLive: null };

/** API keys, each by its id, and the list of each tenant's. */
export const API_KEYS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: "sk", timeToLive: null };

/** What is known and promised of each provider's tokens, an item an account. */
export const TOKEN_LEDGERS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: null, timeToLive: null };

/** Products of catalogs. */
export const PRODUCTS_TABLE: TableDefinition = { partitionKey: "pk", sortKey: "sk", timeToLive: null };
