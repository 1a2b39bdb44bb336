import { createApi } from "@millrace/api";
import { type APIGatewayProxyResult, handle } from "hono/aws-lambda";
import * as z from "zod";
import { apiDeps } from "./customers/api-deps.ts";
import { once } from "./deps.ts";
import { parseEvent } from "./event/parse.ts";
import { lambdaHandler } from "./handler.ts";

/** What is read of an event of API Gateway's, version 2: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
const HttpEvent = z.looseObject({
  version: z.literal("2.0"),
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  isBase64Encoded: z.boolean(),
  requestContext: z.looseObject({ domainName: z.string(), http: z.looseObject({ method: z.string() }) }),
});

type HonoEvent = Parameters<ReturnType<typeof handle>>[0];

/** The event as Hono's types name it, which say more of it than Hono reads. */
const Event = z.custom<HonoEvent>((event) => HttpEvent.safeParse(event).success);

const answer = once(() => handle(createApi(apiDeps())));

/** Invoked by API Gateway with each request. */
export const handler = lambdaHandler(
  "Api",
  async (event): Promise<APIGatewayProxyResult> =>
    answer()(parseEvent({ schema: Event, event, what: "request of API Gateway" })),
);
