import type { Api } from "@millrace/api";
import { type APIGatewayProxyResult, handle } from "hono/aws-lambda";
import * as z from "zod";
import { once } from "./deps.ts";
import { parseEvent } from "./event/parse.ts";
import { type Handler, lambdaHandler } from "./handler.ts";

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

/** What no path has as it is: `%` alone, and what is neither of RFC 3986's own characters nor a separator of parts. */
const NOT_IN_PATHS = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]/gu;

/**
 * The path as it was sent. An HTTP API decodes it before the function gets it, so that a `#` in a phone would begin the URL's
 * fragment, which swallows the query as well; a path that was not decoded stays as it is.
 */
function encodedPath(path: string): string {
  return path.toWellFormed().replace(NOT_IN_PATHS, encodeURIComponent);
}

/**
 * A function that API Gateway invokes with each request.
 *
 * @param name - the trace's
 * @param make - called with the first request: until then no secret is read
 */
export function httpHandler(name: string, make: () => Api): Handler<APIGatewayProxyResult> {
  const answer = once(() => handle(make()));
  return lambdaHandler(name, async (event): Promise<APIGatewayProxyResult> => {
    const request = parseEvent({ schema: Event, event, what: "request of API Gateway" });
    return answer()("rawPath" in request ? { ...request, rawPath: encodedPath(request.rawPath) } : request);
  });
}
