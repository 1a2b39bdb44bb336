import { StatesError } from "../error.ts";
import type { Runtime } from "../execution.ts";
import { isJsonObject, type Json } from "../json.ts";
import { objectArguments, stringArgument } from "./arguments.ts";
import { withDeadlines } from "./deadline.ts";
import { noRunner } from "./failure.ts";
import type { HttpAnswer, TaskCall } from "./runner.ts";

/** The service cuts a cause to this many characters. */
const MAX_CAUSE_LENGTH = 32_768;

/**
 * The service waits no longer for an answer, whatever TimeoutSeconds allows.
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html
 */
const MAX_SECONDS = 60;

/** `http:invoke`. An answer of 300 and above fails the task by its status. */
export async function invokeHttp(options: { runtime: Runtime; call: TaskCall; args: Json }): Promise<Json> {
  const { runtime, call } = options;
  const { http } = runtime.tasks;
  if (!http) throw noRunner("http");
  const args = objectArguments({ args: options.args, resource: "http:invoke" });
  const request = {
    ...call,
    method: stringArgument({ args, name: "Method" }),
    url: withQuery({
      url: stringArgument({ args, name: "ApiEndpoint" }),
      query: args.QueryParameters ?? {},
    }),
    ...encodedBody(args),
    connectionArn: connectionOf(args),
  };
  let answer: HttpAnswer;
  try {
    answer = await withDeadlines({
      clock: runtime.clock,
      signal: call.signal,
      timeoutSeconds: MAX_SECONDS,
      heartbeatSeconds: undefined,
      run: ({ signal }) => http({ ...request, signal }),
    });
  } catch (error) {
    if (isTimeout(error) && !call.signal.aborted) {
      throw new StatesError("States.Http.Socket", `No answer within ${MAX_SECONDS} seconds.`);
    }
    if (error instanceof StatesError) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new StatesError("States.Http.Socket", cause, { cause: error });
  }
  if (answer.statusCode >= 300) {
    const cause = answer.body === "" ? answer.statusText : answer.body;
    throw new StatesError(`States.Http.StatusCode.${answer.statusCode}`, cause.slice(0, MAX_CAUSE_LENGTH));
  }
  return {
    StatusCode: answer.statusCode,
    StatusText: answer.statusText,
    Headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, [value]])),
    ResponseBody: decodedBody(answer),
  };
}

function isTimeout(error: unknown): boolean {
  return error instanceof StatesError && error.error === "States.Timeout";
}

function withQuery({ url, query }: { url: string; query: Json }): string {
  if (!URL.canParse(url)) throw new StatesError("States.Runtime", "ApiEndpoint must be a URL.");
  if (!isJsonObject(query)) return url;
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) target.searchParams.append(name, text(one));
  }
  return target.href;
}

function encodedBody(args: { [name: string]: Json }): {
  headers: { [name: string]: string };
  body: string | undefined;
} {
  const headersGiven = args.Headers ?? {};
  const given = isJsonObject(headersGiven) ? headersGiven : {};
  const headers = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name.toLowerCase(), text(value)]),
  );
  const value = args.RequestBody;
  if (value === undefined) return { headers, body: undefined };
  const transform = args.Transform ?? null;
  if (isJsonObject(transform) && transform.RequestBodyEncoding === "URL_ENCODED" && isJsonObject(value)) {
    const form = new URLSearchParams();
    for (const [name, one] of Object.entries(value)) form.append(name, text(one));
    return {
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: form.toString(),
    };
  }
  return { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(value) };
}

function decodedBody({ headers, body }: HttpAnswer): Json {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (!/\bjson\b/i.test(type)) return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function connectionOf(args: { [name: string]: Json }): string | undefined {
  const authentication = args.Authentication ?? null;
  const arn = isJsonObject(authentication) ? authentication.ConnectionArn : undefined;
  return typeof arn === "string" ? arn : undefined;
}

function text(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
