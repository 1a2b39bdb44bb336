import type { Api } from "./api.ts";
import refresh from "./flows/customer-refresh.asl.json" with { type: "json" };
import { createFunction } from "./function.ts";
import { createMachine } from "./machine.ts";
import { arnOf, physicalName } from "./names.ts";
import { deadLetterQueue, ruleQueue } from "./queue.ts";
import { createRefreshKey } from "./refresh-key.ts";
import { createRefreshMetrics } from "./refresh-metrics.ts";
import { type Secrets, textOf } from "./secrets.ts";
import { type StageSettings, statisticsEnvironment } from "./stage.ts";
import type { Storage } from "./storage.ts";

const RULE = "customer-events";
/** Two queries of at most 500 phones each and their pipelines take a second or two; PlanetScale may be asked again. */
export const PRELOAD_TIMEOUT = 60;
/** A query takes as many phones as it asks for at once; more messages make fewer queries. */
const MESSAGES = 500;
/** Seconds that Lambda collects messages for: SQS batches of more than ten need it. */
const WINDOW = 5;

/** Customers' statistics: preloaded from the shop's events, and refreshed one by one on demand. */
export function createCustomers(input: {
  stage: StageSettings;
  storage: Storage;
  secrets: Secrets;
  api: Api;
}) {
  const { stage, storage, secrets, api } = input;
  const ruleArn = arnOf("events", `rule/${physicalName(RULE)}`);
  /** Events that could not be worked off, and those that EventBridge could not put into the queue. */
  const deadLetters = deadLetterQueue({ name: "CustomerEventDeadLetters", fromRule: ruleArn });
  const events = ruleQueue({
    name: "CustomerEvents",
    timeout: PRELOAD_TIMEOUT,
    window: WINDOW,
    deadLetters,
    rule: ruleArn,
  });
  const preload = createFunction({
    name: "PreloadStatistics",
    file: "customers/preload",
    service: "customers",
    stage,
    memory: 512,
    timeout: PRELOAD_TIMEOUT,
    environment: statisticsEnvironment(stage),
    permissions: [
      // What Lambda's mapping does in the function's name.
      {
        actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        resources: [events.arn],
      },
    ],
    secrets: [secrets.planetscaleUrl, secrets.upstashUrl, secrets.upstashToken, secrets.slackWebhookUrl],
  });
  events.subscribe(preload.arn, {
    batch: { size: MESSAGES, window: `${WINDOW} seconds`, partialResponses: true },
    transform: {
      eventSourceMapping: (args) => {
        args.scalingConfig = { maximumConcurrency: stage.preloadConcurrency };
      },
    },
  });
  const rule = new aws.cloudwatch.EventRule("CustomerEventsRule", {
    name: physicalName(RULE),
    description: "What the shop tells of its customers",
    eventPattern: $jsonStringify({ source: [stage.customerEventSource] }),
  });
  new aws.cloudwatch.EventTarget("CustomerEventsTarget", {
    rule: rule.name,
    arn: events.arn,
    deadLetterConfig: { arn: deadLetters.arn },
  });

  createRefreshKey({ storage, key: secrets.refreshKey });
  const connection = new aws.cloudwatch.EventConnection("RefreshConnection", {
    name: physicalName("refresh"),
    description: "How the refresh of a customer's statistics presents itself to the API",
    authorizationType: "API_KEY",
    authParameters: {
      apiKey: { key: "Authorization", value: $interpolate`Bearer ${textOf(secrets.refreshKey)}` },
    },
  });
  const machine = createMachine({
    id: "CustomerRefresh",
    name: "customer-refresh",
    definition: refresh,
    functions: {},
    values: environments({ endpoint: api.gateway.url, connection: connection.arn }),
    permissions: [
      {
        actions: ["states:InvokeHTTPEndpoint"],
        resources: [arnOf("states", `stateMachine:${physicalName("customer-refresh")}`)],
        conditions: [
          { test: "StringEquals", variable: "states:HTTPMethod", values: ["GET"] },
          {
            test: "StringLike",
            variable: "states:HTTPEndpoint",
            values: [$interpolate`${api.gateway.url}/*`],
          },
        ],
      },
      { actions: ["events:RetrieveConnectionCredentials"], resources: [connection.arn] },
      // EventBridge keeps a connection's key in a secret of its own making.
      {
        actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        resources: [connection.secretArn],
      },
    ],
    stage,
  });
  createRefreshMetrics({ machine });
  return {
    functions: { PreloadStatistics: preload },
    machines: { "customer-refresh": machine },
    events,
    deadLetters: { events: deadLetters },
  };
}
export type Customers = ReturnType<typeof createCustomers>;

/**
 * The environments a refresh may name. A stage knows its own API and no other: an API of another stage takes another key,
 * whose connection would be named here.
 */
function environments(own: { endpoint: $util.Input<string>; connection: $util.Input<string> }) {
  const stage = $app.stage === "production" || $app.stage === "staging" ? $app.stage : "development";
  const of = (name: string) => (name === stage ? own : { endpoint: "none", connection: "none" });
  return {
    DevelopmentEndpoint: of("development").endpoint,
    DevelopmentConnection: of("development").connection,
    StagingEndpoint: of("staging").endpoint,
    StagingConnection: of("staging").connection,
    ProductionEndpoint: of("production").endpoint,
    ProductionConnection: of("production").connection,
  };
}
