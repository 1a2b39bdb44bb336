import { Buffer } from "node:buffer";
import { type Json, StatesError } from "@millrace/asl";
import * as z from "zod";
import { type App, all, lambdas, one } from "../equipment/stacks.ts";
import type { Lambda } from "./lambda.ts";

/** A request as a client sends it. */
export interface HttpRequest {
  method?: string;
  /** Absolute. */
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const Api = z.object({ id: z.string(), apiEndpoint: z.url(), executionArn: z.string() });
const Permission = z.object({
  action: z.literal("lambda:InvokeFunction"),
  function: z.string(),
  principal: z.string(),
  sourceArn: z.string().optional(),
});
const Stage = z.object({ name: z.literal("$default"), apiId: z.string() });
const Route = z.object({ routeKey: z.string(), target: z.string() });
const Integration = z.object({
  apiId: z.string(),
  integrationType: z.literal("AWS_PROXY"),
  integrationUri: z.string(),
  payloadFormatVersion: z.literal("2.0"),
});

/** Payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
});

/**
 * The app's HTTP API, as API Gateway serves it with what is synthesised: each request goes to the function of the most exact route.
 *
 * @returns where it is, and what answers a request
 */
export function httpApi({ app, invoke }: { app: App; invoke: Lambda["invoke"] }) {
  const { id, apiEndpoint, executionArn } = one(app, "aws:apigatewayv2/api:Api", Api);
  const stage = one(app, "aws:apigatewayv2/stage:Stage", Stage);
  if (stage.apiId !== id) throw new Error("the API has no stage");
  const functions = new Map(
    all(app, "aws:apigatewayv2/integration:Integration", Integration).map(([name, integration]) => {
      const [, fn] = lambdas(app).find(([, { arn }]) => arn === integration.integrationUri) ?? [];
      if (fn === undefined || integration.apiId !== id) throw new Error(`${name} leads to no function`);
      const allowed = all(app, "aws:lambda/permission:Permission", Permission).some(
        ([, permission]) =>
          permission.principal === "apigateway.amazonaws.com" &&
          permission.function === fn.arn &&
          permission.sourceArn === `${executionArn}/*`,
      );
      if (!allowed) throw new Error(`the API may not invoke ${fn.name}`);
      return [`integrations/${name}`, fn.name];
    }),
  );
  const routes = new Map(
    all(app, "aws:apigatewayv2/route:Route", Route).map(([, { routeKey, target }]) => [
      routeKey,
      functions.get(target) ?? "",
    ]),
  );
  const functionFor = (path: string): string => {
    const [, exact, greedy] = /^((\/api\/[^/]+)(?:\/.+)?)$/.exec(path) ?? [];
    const found =
      routes.get(`ANY ${exact}`) ?? (exact === greedy ? undefined : routes.get(`ANY ${greedy}/{below+}`));
    return found ?? routes.get("$default") ?? "";
  };
  return {
    endpoint: apiEndpoint,
    async fetch(request: HttpRequest): Promise<HttpResponse> {
      const { host, pathname } = new URL(request.url);
      if (host !== new URL(apiEndpoint).host) throw new Error(`nothing listens at ${host}`);
      try {
        return responseOf(
          await invoke({ functionName: functionFor(pathname), payload: requestEvent(request) }),
        );
      } catch (error) {
        // Whatever befalls the function: an error, a timeout, too many at once.
        if (!(error instanceof StatesError)) throw error;
        const throttled = error.error === "Lambda.TooManyRequestsException";
        const message = throttled ? "Service Unavailable" : "Internal Server Error";
        return { status: throttled ? 503 : 500, headers: JSON_TYPE, body: JSON.stringify({ message }) };
      }
    },
  };
}

const JSON_TYPE = { "content-type": "application/json" };

/** What an HTTP API makes of a request. It decodes the path, and what follows a decoded question mark is gone. */
function requestEvent({ method = "GET", url, headers = {}, body }: HttpRequest): Json {
  const { host, pathname, search } = new URL(url);
  const [path = ""] = decodeURIComponent(pathname).split("?");
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: search.slice(1),
    headers: { host, "x-forwarded-for": "203.0.113.7", ...Object.fromEntries(lower) },
    requestContext: {
      accountId: "123456789012",
      apiId: host.split(".")[0] ?? "",
      domainName: host,
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "203.0.113.7", userAgent: "" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage: "$default",
    },
    ...(body === undefined ? {} : { body: Buffer.from(body).toString("base64") }),
    isBase64Encoded: body !== undefined,
  };
}

function responseOf(answer: Json): HttpResponse {
  const { statusCode: status, headers, body, isBase64Encoded } = Answer.parse(answer);
  return { status, headers, body: isBase64Encoded ? Buffer.from(body, "base64").toString() : body };
}
