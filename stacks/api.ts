import { createFunction } from "./function.ts";
import { physicalName } from "./names.ts";
import type { Secrets } from "./secrets.ts";
import { type StageSettings, statisticsEnvironment } from "./stage.ts";
import type { Storage } from "./storage.ts";

/** A second below what API Gateway waits for: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const API_TIMEOUT = 29;

/** The HTTP API: one function behind API Gateway, which limits how fast it is asked. */
export function createApi(input: { stage: StageSettings; storage: Storage; secrets: Secrets }) {
  const { stage, storage, secrets } = input;
  const { apiKeys } = storage;
  const handler = createFunction({
    name: "Api",
    file: "api",
    service: "api",
    stage,
    memory: 1024,
    timeout: API_TIMEOUT,
    splitting: true,
    environment: {
      API_KEYS_TABLE: apiKeys.name,
      MILLRACE_API_REQUESTS_PER_MINUTE: String(stage.api.keyRequestsPerMinute),
      ...statisticsEnvironment(stage),
    },
    permissions: [{ actions: ["dynamodb:GetItem"], resources: [apiKeys.arn] }],
    secrets: [secrets.planetscaleUrl, secrets.upstashUrl, secrets.upstashToken],
  });
  /** Operators invoke it: it makes, lists and revokes keys. */
  const keys = createFunction({
    name: "Keys",
    file: "customers/keys",
    service: "api",
    stage,
    memory: 512,
    timeout: 30,
    environment: { API_KEYS_TABLE: apiKeys.name },
    permissions: [
      {
        actions: ["dynamodb:PutItem", "dynamodb:Query", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"],
        resources: [apiKeys.arn],
      },
    ],
  });
  const gateway = new sst.aws.ApiGatewayV2("HttpApi", {
    cors: false,
    accessLog: { retention: stage.logRetention },
    transform: {
      api: { name: physicalName("api") },
      stage: (args) => {
        args.defaultRouteSettings = {
          throttlingRateLimit: stage.api.requestsPerSecond,
          throttlingBurstLimit: stage.api.burst,
          detailedMetricsEnabled: true,
        };
        args.accessLogSettings = $output(args.accessLogSettings).apply((settings) => ({
          destinationArn: settings?.destinationArn ?? "",
          format: ACCESS_LOG,
        }));
      },
    },
  });
  gateway.route("$default", handler.arn, { name: "Everything" });
  return { functions: { Api: handler, Keys: keys }, gateway };
}
export type Api = ReturnType<typeof createApi>;

/** SST's own format also writes the path, the address and the browser of whoever asks: paths hold phone numbers. */
const ACCESS_LOG = JSON.stringify({
  requestTime: "$context.requestTime",
  requestId: "$context.requestId",
  httpMethod: "$context.httpMethod",
  status: "$context.status",
  responseLatency: "$context.responseLatency",
  responseLength: "$context.responseLength",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integration.latency",
  integrationError: "$context.integrationErrorMessage",
});
