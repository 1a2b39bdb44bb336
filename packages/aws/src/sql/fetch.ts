import type { Clock } from "@millrace/core/clock";
import { MillraceError } from "@millrace/core/error";
import { say } from "@millrace/core/sentence";
import type { Config } from "@planetscale/database";
import * as z from "zod";

/** How the client sends a statement. */
type Send = NonNullable<Config["fetch"]>;
type Request = NonNullable<Parameters<Send>[1]>;
type Answer = Awaited<ReturnType<Send>>;

/** The first wait is at most this long; each further one at most twice the one before. */
const FIRST_WAIT_MS = 50;

/** A hiccup, such as a failover's first seconds, is bridged; an outage is for the caller to wait out. */
const TRIES = 3;

/**
 * What Vitess answers where the same statement may succeed later, a deadlock included: https://grpc.io/docs/guides/status-codes/.
 * It stands in capitals as the answer's code, or in the message of an unknown one: `code = ResourceExhausted`.
 */
const PASSING = new Set(["unavailable", "resourceexhausted", "deadlineexceeded", "aborted"]);

const Statement = z.object({ query: z.string(), session: z.unknown() });
const Refusal = z.looseObject({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * What carries statements to PlanetScale: with a time limit, with further tries for those that only read, and with errors that hold
 * no customer's data.
 *
 * It sits below the client because the client knows neither time limits nor tries, and reports what is no answer of the
 * database (a proxy's page, an empty body) in four different ways.
 *
 * @param input.timeoutMs - for one try, until the answer is read
 * @throws Sql.Unavailable where the database cannot be reached, does not answer in time or is overloaded
 */
export function steadyFetch(input: {
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  timeoutMs: number;
}): Send {
  const { clock, random } = input;
  return async (url, request) => {
    if (request === undefined) throw new TypeError("a statement has a body");
    const tries = onlyReads(request) ? TRIES : 1;
    for (let failed = 1; ; failed++) {
      try {
        return await once({ ...input, url, request });
      } catch (error) {
        if (failed === tries) throw error;
        await clock.sleep(random() * FIRST_WAIT_MS * 2 ** (failed - 1));
      }
    }
  };
}

/** Outside a transaction, where doing it twice changes nothing: a session comes with a transaction. */
function onlyReads(request: Request): boolean {
  const statement = Statement.safeParse(JSON.parse(request.body)).data;
  return statement !== undefined && statement.session === null && /^\s*select\b/i.test(statement.query);
}

async function once(input: {
  fetch: typeof fetch;
  url: string;
  request: Request;
  timeoutMs: number;
}): Promise<Answer> {
  const { ok, status, text } = await sent(input);
  const body = parsed(text);
  const refusal = Refusal.safeParse(body);
  const answer = { ok, status, statusText: "" };
  if (!refusal.success) {
    if (!ok || body === undefined) throw unavailable(`HTTP ${status}`);
    return { ...answer, text: async () => text };
  }
  const { code, reason } = reasonOf(refusal.data.error);
  if (PASSING.has(code) || status >= 500) throw unavailable(reason);
  const quiet = { ...refusal.data, error: { code: refusal.data.error.code, message: reason } };
  return { ...answer, text: async () => JSON.stringify(quiet) };
}

async function sent(input: { fetch: typeof fetch; url: string; request: Request; timeoutMs: number }) {
  const { fetch, url, request, timeoutMs } = input;
  try {
    const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    throw unavailable("no answer", error);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a statement was refused, without the message itself: it repeats the statement, and with it customers' data. */
function reasonOf(error: { code: string; message: string }): { code: string; reason: string } {
  const { code, message } = error;
  const inner = /\bcode = (\w+)/.exec(message)?.[1] ?? code;
  const numbers = message.match(/\((?:errno \d+|sqlstate \w+)\)/g) ?? [];
  const reason = ["the database refused a statement:", inner, ...numbers].join(" ");
  return { code: inner.toLowerCase().replaceAll("_", ""), reason };
}

function unavailable(reason: string, cause?: unknown): MillraceError {
  return new MillraceError("Sql.Unavailable", say("sql.unavailable", { reason }), {
    cause,
  });
}
