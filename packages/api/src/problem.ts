import { Told, told } from "@millrace/core/sentence";
import type { Context } from "hono";
import * as z from "zod";

/** What can be wrong with a request or its answer: the last part of a problem's `type`, its status and its title. */
const PROBLEMS = {
  "malformed-request": { status: 400, title: "The request is malformed" },
  "malformed-json": { status: 400, title: "The body is no usable JSON" },
  unauthorized: { status: 401, title: "A valid API key is needed" },
  "insufficient-scope": { status: 403, title: "The API key may not do this" },
  "tenant-mismatch": { status: 403, title: "X-Tenant-Subdomain is not the API key's tenant" },
  "foreign-request": { status: 403, title: "The request comes from somewhere else" },
  "not-found": { status: 404, title: "There is no such thing" },
  "customer-not-found": { status: 404, title: "There is no customer with this phone" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  conflict: { status: 409, title: "It cannot be done as things stand" },
  "payload-too-large": { status: 413, title: "The body is too large" },
  "unsupported-media-type": { status: 415, title: "The body must be application/json" },
  "invalid-request": { status: 422, title: "The request is not valid" },
  "rate-limited": { status: 429, title: "Too many requests with this API key" },
  "internal-error": { status: 500, title: "The request failed" },
  unavailable: { status: 503, title: "A store does not answer" },
} as const;

export type ProblemName = keyof typeof PROBLEMS;
type ProblemStatus = (typeof PROBLEMS)[ProblemName]["status"];

/** A field that is not valid. It never repeats what was sent. */
const FieldError = z.object({
  in: z.enum(["query", "body", "path", "header"]).meta({ description: "Where the field was sent" }),
  field: z.string().meta({ description: "Its name, with dots; empty where the whole is meant" }),
  ...Told.shape,
});
export type FieldError = z.infer<typeof FieldError>;

/** An error as it is answered: https://www.rfc-editor.org/rfc/rfc9457 */
export const ProblemBody = z
  .object({
    type: z.string().meta({ example: "urn:problem-type:millrace:not-found" }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    code: Told.shape.code
      .optional()
      .meta({ description: "What the detail is; null for one of another program" }),
    params: Told.shape.params
      .optional()
      .meta({ description: "What the detail has been filled with, by name" }),
    requestId: z.string().meta({ description: "The same as in X-Request-Id; tell it when you ask for help" }),
    errors: z.array(FieldError).optional(),
  })
  .meta({ id: "Problem" });

/**
 * A request that is answered with an error.
 *
 * @param name - which
 * @param options.detail - a sentence about this case, without personal data
 */
export class Problem extends Error {
  readonly problem: ProblemName;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;

  constructor(
    problem: ProblemName,
    options: { detail?: string; errors?: FieldError[]; cause?: unknown } = {},
  ) {
    super(PROBLEMS[problem].title, "cause" in options ? { cause: options.cause } : {});
    this.name = "Problem";
    this.problem = problem;
    this.detail = options.detail;
    this.errors = options.errors;
  }

  get status(): ProblemStatus {
    return PROBLEMS[this.problem].status;
  }
}

/** The answer to a request that failed so. Headers that were set before stay. */
export function answerProblem(c: Context, failure: Problem, requestId: string): Response {
  const { problem, detail, errors } = failure;
  const { status, title } = PROBLEMS[problem];
  const why = detail === undefined ? undefined : told(detail);
  const body: z.infer<typeof ProblemBody> = {
    type: `urn:problem-type:millrace:${problem}`,
    title,
    status,
    ...(why === undefined ? {} : { detail: why.message, code: why.code, params: why.params }),
    requestId,
    ...(errors === undefined ? {} : { errors }),
  };
  return c.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json" });
}

/** The answers of a documented route that are errors. */
export function problemResponses<const Status extends ProblemStatus>(...statuses: Status[]) {
  const response = (status: Status) => ({
    description: Object.values(PROBLEMS)
      .filter((problem) => problem.status === status)
      .map(({ title }) => title)
      .join(", or: "),
    content: { "application/problem+json": { schema: ProblemBody } },
  });
  const entries = statuses.map((status): [Status, ReturnType<typeof response>] => [status, response(status)]);
  return Object.fromEntries(entries);
}
