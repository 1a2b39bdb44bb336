import { API_TIMEOUT, type Api } from "./api.ts";
import { createFunction } from "./function.ts";
import { machineArn } from "./machine.ts";
import { runAccess } from "./run-access.ts";
import type { Secrets } from "./secrets.ts";
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
export function createRunsApi(input: { stage: StageSettings; storage: Storage; secrets: Secrets; api: Api }) {
  const { stage, storage, secrets, api } = input;
  const handler = createFunction({
    name: "RunsApi",
    file: "runs-api",
    service: "api",
    stage,
    // Sums up the records of thousands of batches, and reads files for a preview: as much processor as the steps have.
    memory: 1024,
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
    },
    permissions: runAccess(storage),
    secrets: [secrets.planetscaleUrl, secrets.upstashUrl, secrets.upstashToken],
  });
  routeTo({ handler, gateway: api.gateway });
  return { functions: { RunsApi: handler } };
}
export type RunsApi = ReturnType<typeof createRunsApi>;

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
