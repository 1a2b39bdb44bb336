import { currentKey, dropKey } from "../session/key.ts";
import { NotReached, problemOf } from "./problem.ts";
import type { AnswerOf, RequestOf, RouteShape } from "./route-types.ts";
import { addressOf } from "./url.ts";

/** What every kind of request is made of; {@link RequestOf} says what a route asks for. */
export interface AnyRequest {
  method: string;
  path: string;
  params?: unknown;
  query?: unknown;
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

/**
 * Asks the API. Method, path, what is sent and what is answered are those of the route's definition.
 *
 * @throws ApiProblem where it answers with an error; after a 401 the key is forgotten, and the page asks for another
 * @throws NotReached where it does not answer
 *
 * @example
 * const run = await ask<typeof getRun>({ method: "get", path: "/api/runs/{runId}", params: { runId }, signal });
 */
export async function ask<Route extends RouteShape>(request: RequestOf<Route>): Promise<AnswerOf<Route>> {
  return (await askAll<Route>(request)).answer;
}

/** The same, with the answer's headers. */
export async function askAll<Route extends RouteShape>(
  request: RequestOf<Route>,
): Promise<{ answer: AnswerOf<Route>; headers: Headers }> {
  const response = await send(request);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json") === true;
  const answer: unknown = isJson ? await response.json() : undefined;
  // The page and the API are delivered together, and the API's tests hold its answers to the definition: they are not checked again.
  return { answer: answer as AnswerOf<Route>, headers: response.headers };
}

/** Sends a request with the key. @throws like {@link ask} */
export async function send(request: AnyRequest): Promise<Response> {
  const { method, body, signal, headers } = request;
  const key = currentKey();
  const response = await fetch(addressOf(request), {
    method: method.toUpperCase(),
    headers: {
      ...headers,
      ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
    // The key is all the API goes by.
    credentials: "omit",
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw new NotReached(error);
  });
  if (response.ok) return response;
  // A request that was sent with an older key says nothing about this one.
  if (response.status === 401 && key === currentKey()) dropKey(true);
  throw await problemOf(response);
}
