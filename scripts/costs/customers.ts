import { PRICES } from "../prices.ts";

const CUSTOMERS = 1_000;
/** What one query takes (`core/src/statistics/query.ts`), and so the messages of an invocation (`stacks/customers.ts`). */
const PHONES_PER_QUERY = 500;
/** Lambda's mapping takes and deletes ten messages by one request. */
const MESSAGES_PER_REQUEST = 10;
/** Lines of one invocation: start, ours, metrics, report. */
const LOG_BYTES = 2_000;
const LAMBDA_GB = { preload: 0.5, api: 1 };
/** Seconds of a preload of 500 phones, and of a request: as in `dollars.ts`, only an account can tell. */
const SECONDS = { preload: 2, api: 0.05 };

/** How often what is paid for is asked for, by 1,000 customers. */
interface Usage {
  events: number;
  sqsRequests: number;
  transitions: number;
  httpRequests: number;
  invocations: number;
  gbSeconds: number;
  dynamoReadUnits: number;
  /** Those within scripts counted one by one, the upper bound. */
  redisCommands: number;
  queries: number;
}

const ASKED = {
  /** Without a state machine: through API Gateway, with a key that is read and counted. */
  httpRequests: CUSTOMERS,
  invocations: CUSTOMERS,
  gbSeconds: CUSTOMERS * SECONDS.api * LAMBDA_GB.api,
  dynamoReadUnits: CUSTOMERS,
};

const WAYS: { name: string; usage: Usage }[] = [
  {
    name: "preloaded by events",
    usage: {
      events: CUSTOMERS,
      // One sent by EventBridge for each event; taken and deleted by tens.
      sqsRequests: CUSTOMERS + (2 * CUSTOMERS) / MESSAGES_PER_REQUEST,
      ...{ transitions: 0, httpRequests: 0, dynamoReadUnits: 0 },
      invocations: CUSTOMERS / PHONES_PER_QUERY,
      gbSeconds: (CUSTOMERS / PHONES_PER_QUERY) * SECONDS.preload * LAMBDA_GB.preload,
      // A stamp reads and sets the clock; an entry is compared (MGET) and set.
      redisCommands: 2 * CUSTOMERS + (2 * CUSTOMERS) / PHONES_PER_QUERY,
      queries: CUSTOMERS / PHONES_PER_QUERY,
    },
  },
  {
    name: "refreshed one by one",
    usage: {
      ...ASKED,
      ...{ events: 0, sqsRequests: 0 },
      // The start and the six states of `customer-refresh.asl.json` on the way to Refreshed.
      transitions: 7 * CUSTOMERS,
      // Counting the request 1, the stamp 2, the lease 4, the entry 3.
      redisCommands: 10 * CUSTOMERS,
      queries: CUSTOMERS,
    },
  },
  {
    name: "read, all hits",
    usage: {
      ...ASKED,
      ...{ events: 0, sqsRequests: 0, transitions: 0 },
      // Counting the request, and reading.
      redisCommands: 2 * CUSTOMERS,
      queries: 0,
    },
  },
];

function dollarsOf(usage: Usage): Record<string, number> {
  return {
    "EventBridge, SQS": usage.events * PRICES.eventBridgeEvent + usage.sqsRequests * PRICES.sqsRequest,
    transitions: usage.transitions * PRICES.stateTransition,
    "API Gateway": usage.httpRequests * PRICES.httpApiRequest,
    "Lambda, logs":
      usage.invocations * (PRICES.lambdaRequest + (LOG_BYTES * PRICES.logGb) / 1e9) +
      usage.gbSeconds * PRICES.lambdaGbSecond,
    "keys in DynamoDB": usage.dynamoReadUnits * PRICES.dynamoReadUnit,
    "Upstash, at most": usage.redisCommands * PRICES.redisCommand,
  };
}

/** The table of customers' costs in docs/operate.md: computed from what the code asks for, by `scripts/prices.ts`. */
export function customerCostTable(): string {
  const whole = (count: number) => count.toLocaleString("en-US");
  const usd = (amount: number) => (amount === 0 ? "none" : amount.toFixed(4));
  const costs = WAYS.map(({ usage }) => dollarsOf(usage));
  const row = (name: string, cells: string[]) => `| ${[name, ...cells].join(" | ")} |`;
  const counted: [string, (usage: Usage) => number][] = [
    ["queries", ({ queries }) => queries],
    ["function invocations", ({ invocations }) => invocations],
    ["state transitions", ({ transitions }) => transitions],
    ["Redis commands, at most", ({ redisCommands }) => redisCommands],
  ];
  const sums = costs.map((cost) => Object.values(cost).reduce((sum, one) => sum + one, 0));
  return [
    row(
      `for ${whole(CUSTOMERS)} customers`,
      WAYS.map(({ name }) => name),
    ),
    row(
      "---",
      WAYS.map(() => "---"),
    ),
    ...counted.map(([name, count]) =>
      row(
        name,
        WAYS.map(({ usage }) => whole(count(usage))),
      ),
    ),
    row(
      "**US dollars**",
      sums.map((sum) => `**${sum.toFixed(3)}**`),
    ),
    ...Object.keys(costs[0] ?? {}).map((name) =>
      row(
        name,
        costs.map((cost) => usd(cost[name] ?? 0)),
      ),
    ),
  ].join("\n");
}
