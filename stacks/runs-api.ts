import { API_TIMEOUT, type Api } from "./api.ts";
import type { Customers } from "./customers.ts";
import { createFunction } from "./function.ts";
import type { Leads } from "./leads.ts";
import { machineArn } from "./machine.ts";
import { physicalName } from "./names.ts";
import { modelEnvironment, uploadOptions } from "./options.ts";
import { runAccess } from "./run-access.ts";
import { isSet, type Secrets } from "./secrets.ts";
import { type StageSettings, statisticsEnvironment } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** What is served about files and runs, and the document of the whole API; all else is the other function's. */
const PATHS = [
  ...["/api/session", "/api/openapi.json"],
  ...["previews", "runs", "leads", "catalogs", "health"].flatMap((path) => [
    `/api/${path}`,
    `/api/${path}/{below+}`,
  ]),
];

/** Items are read in a few milliseconds. Eight tries that hang, and the waits between them, end well before API Gateway gives up. */
const PATIENCE_MS = 1_000;

/**
 * The part of the HTTP API that is about files, runs and what they made: a function of its own, so that what answers about customers can
 * touch none of it. Behind the same gateway.
 */
export function createRunsApi(input: {
  stage: StageSettings;
  storage: Storage;
  secrets: Secrets;
  api: Api;
  leads: Leads;
  customers: Customers;
}) {
  const { stage, storage, secrets, api, leads, customers } = input;
  const handler = createFunction({
    name: "RunsApi",
    file: "runs-api",
    service: "api",
    stage,
    // A preview reads a file and standardises 10,000 rows while somebody waits: one whole processor.
    memory: 1769,
    timeout: API_TIMEOUT,
    splitting: true,
    environment: {
      BUCKET: storage.files.name,
      LEADS_TABLE: storage.leads.name,
      RUNS_TABLE: storage.runs.name,
      PRODUCTS_TABLE: storage.products.name,
      TOKEN_LEDGERS_TABLE: storage.tokenLedgers.name,
      API_KEYS_TABLE: storage.apiKeys.name,
      RUN_RECORD_DAYS: String(stage.recordDays),
      LEAD_IMPORT_ARN: machineArn("lead-import"),
      LEAD_UNDO_ARN: machineArn("lead-undo"),
      CATALOG_ENRICHMENT_ARN: machineArn("catalog-enrichment"),
      ANSWER_WITHIN_MS: String(PATIENCE_MS),
      MILLRACE_API_REQUESTS_PER_MINUTE: String(stage.api.keyRequestsPerMinute),
      ...statisticsEnvironment(stage),
      ...uploadOptions({ stage, secrets }),
      ...modelEnvironment(stage),
      KEEPA_READY: isSet(secrets.keepaKey).apply(String),
      HEALTH_QUEUES: watchedQueues({ leads, customers }),
      ALARM_PREFIX: physicalName(""),
    },
    permissions: runAccess({ storage, leads, customers }),
    secrets: [secrets.planetscaleUrl, secrets.upstashUrl, secrets.upstashToken],
  });
  routeTo({ handler, gateway: api.gateway });
  return { functions: { RunsApi: handler } };
}
export type RunsApi = ReturnType<typeof createRunsApi>;

/** What `WatchedQueue` of packages/aws/src/health reads: how each is tried again depends on who fills it. */
function watchedQueues({ leads, customers }: { leads: Leads; customers: Customers }): $util.Output<string> {
  const { batches, uploads, endings } = leads.deadLetters;
  const work = (name: string, { url }: sst.aws.Queue) => ({ name, url, kind: "work", redrive: null });
  const dead = (
    name: string,
    { url }: sst.aws.Queue,
    redrive: "runs" | { to: $util.Input<string> } | null,
  ) => ({
    ...{ name, url, redrive },
    kind: "dead-letters",
  });
  return $jsonStringify([
    work("Uploads", leads.uploads),
    work("CustomerEvents", customers.events),
    dead("BatchDeadLetters", batches, "runs"),
    dead("UploadDeadLetters", uploads, { to: leads.uploads.arn }),
    // SQS moves back only what came from a queue; these are from a rule and from Lambda.
    dead("EndingDeadLetters", endings, null),
    dead("CustomerEventDeadLetters", customers.deadLetters.events, { to: customers.events.arn }),
  ]);
}

/** SST would write an integration and a permission for each path; Lambda's policy of a function has 20 KB. */
function routeTo({ handler, gateway }: { handler: sst.aws.Function; gateway: sst.aws.ApiGatewayV2 }): void {
  const { id: apiId, executionArn } = gateway.nodes.api;
  const permission = new aws.lambda.Permission("RunsApiPermission", {
    action: "lambda:InvokeFunction",
    function: handler.arn,
    principal: "apigateway.amazonaws.com",
    sourceArn: $interpolate`${executionArn}/*`,
  });
  const integration = new aws.apigatewayv2.Integration(
    "RunsApiIntegration",
    {
      apiId,
      integrationType: "AWS_PROXY",
      integrationUri: handler.arn,
      payloadFormatVersion: "2.0",
    },
    { dependsOn: [permission] },
  );
  for (const path of PATHS) {
    new aws.apigatewayv2.Route(`RunsApi${path.replace(/\W+/g, "-")}`, {
      apiId,
      routeKey: `ANY ${path}`,
      target: $interpolate`integrations/${integration.id}`,
    });
  }
}
