import { type ErrorName, MillraceError } from "@millrace/core/error";
import type { Log } from "@millrace/core/log";
import { say, told } from "@millrace/core/sentence";
import { withoutData } from "@millrace/core/step";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ZodError } from "zod";
import type { ApiEnv } from "./deps.ts";
import { answerProblem, type FieldError, Problem, type ProblemName } from "./problem.ts";

/** What the libraries' own errors mean. */
const BY_STATUS: Partial<Record<number, ProblemName>> = {
  400: "malformed-request",
  413: "payload-too-large",
  415: "unsupported-media-type",
};

/** What core's errors mean. The text of a wrong input says what to do, and holds no data. */
const BY_NAME: Partial<Record<ErrorName, ProblemName>> = {
  "Input.Invalid": "invalid-request",
  "LeadFile.Unsupported": "invalid-request",
  "LeadFile.Malformed": "invalid-request",
  "LeadFile.Empty": "invalid-request",
  "LeadFile.TooLarge": "invalid-request",
  "LeadFile.Encrypted": "invalid-request",
  // An object belongs to a run or a preview, whose name was in the request.
  "Object.NotFound": "not-found",
  "Run.NotFound": "not-found",
  "Run.Conflict": "conflict",
  "Run.UndoExpired": "conflict",
  "Sql.Unavailable": "unavailable",
  "Store.Throttled": "unavailable",
  "Cache.Unavailable": "unavailable",
};

/** Stores that were overloaded for a moment answer again after one. */
const RETRY_AFTER_S = 2;

/** Answers whatever a request has thrown; what nobody expected is logged, without the data it may quote. */
export function answerFailure(input: { error: Error; c: Context<ApiEnv>; log: Log }): Response {
  const { error, c, log } = input;
  const problem = problemOf(error);
  const { requestId } = c.var;
  if (problem.status >= 500) {
    const { name, message } = withoutData(error);
    log.warn(say("log.request"), { errorName: name, requestId, reason: message });
  }
  if (problem.problem === "unavailable") c.header("Retry-After", String(RETRY_AFTER_S));
  return answerProblem(c, problem, requestId);
}

function problemOf(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof HTTPException)
    return new Problem(BY_STATUS[error.status] ?? "internal-error", { cause: error });
  if (!(error instanceof MillraceError)) return new Problem("internal-error", { cause: error });
  const problem = nameOf(error);
  const detail = problem === "invalid-request" || problem === "conflict" ? { detail: error.message } : {};
  return new Problem(problem, { ...detail, cause: error });
}

function nameOf(error: MillraceError): ProblemName {
  const entry = Object.entries(BY_NAME).find(([name]) => name === error.name);
  return entry?.[1] ?? "internal-error";
}

type Target = "json" | "query" | "param" | "header" | "cookie" | "form";

const WHERE: Partial<Record<Target, FieldError["in"]>> = {
  json: "body",
  query: "query",
  param: "path",
  header: "header",
};

/**
 * Refuses a request that does not satisfy its route's schema.
 *
 * @throws Problem naming the fields at fault, never what they held. An id that no thing could have is not found.
 */
export function refuseInvalid(
  result: { target: Target } & ({ success: true } | { success: false; error: ZodError }),
): void {
  if (result.success) return;
  if (result.target === "param") throw new Problem("not-found");
  const where = WHERE[result.target] ?? "body";
  throw new Problem("invalid-request", {
    errors: result.error.issues.flatMap((issue) => fieldErrors(issue, where)),
  });
}

/** More would be read by nobody. */
const MOST_KEYS = 5;

function fieldErrors(issue: ZodError["issues"][number], where: FieldError["in"]): FieldError[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    // The names are the sender's text: cut, and in a list of their own instead of zod's sentence.
    return issue.keys.slice(0, MOST_KEYS).map((key) => ({
      in: where,
      field: [...path, key.slice(0, 50)].join("."),
      ...told(say("field.unknown")),
    }));
  }
  return [{ in: where, field: path.join("."), ...told(messageOf(issue)) }];
}

/** What is wrong with a field, said from our table: zod's own sentences have no codes, and speak of its types. */
function messageOf(issue: ZodError["issues"][number]): string {
  switch (issue.code) {
    case "invalid_type":
      return say("field.type", { expected: issue.expected });
    case "invalid_value":
      return say("field.choice", { choices: issue.values.map(String).join(", ") });
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum));
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum));
    case "custom":
      return issue.message;
    default:
      return say("field.format");
  }
}

function tooSmall(origin: string, least: number): string {
  if (origin === "string") return say("field.shortest", { least });
  return origin === "number" || origin === "int"
    ? say("field.least", { least })
    : say("field.fewest", { least });
}

function tooBig(origin: string, most: number): string {
  if (origin === "string") return say("field.longest", { most });
  return origin === "number" || origin === "int"
    ? say("field.most", { most })
    : say("field.mostMany", { most });
}
