import type { ToldText } from "../i18n/sentences.ts";

/** A field that the API found wrong. */
export interface FieldProblem extends ToldText {
  in: string;
  field: string;
}

/** An answer's body; a proxy's has none of it. */
interface ProblemBody {
  type?: string;
  title?: string;
  detail?: string;
  code?: string | null;
  params?: ToldText["params"];
  errors?: readonly FieldProblem[];
  requestId?: string;
}

/** An answer of the API that is an error: https://www.rfc-editor.org/rfc/rfc9457 */
export class ApiProblem extends Error {
  readonly status: number;
  /** The last part of the problem's type, such as `not-found`. */
  readonly problem: string;
  /** What is to be said of this very case. */
  readonly detail: ToldText | undefined;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | undefined;
  /** When the API asks to be asked again; undefined where it says nothing. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, body: ProblemBody, retryAfterMs?: number) {
    super(body.title ?? `HTTP ${status}`);
    const { detail: message, code = null, params = {} } = body;
    this.name = "ApiProblem";
    this.status = status;
    this.problem = body.type?.split(":").at(-1) ?? "";
    this.detail = message === undefined ? undefined : { message, code, params };
    this.errors = body.errors ?? [];
    this.requestId = body.requestId;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The API was not reached: no network, or Millrace does not run. */
export class NotReached extends Error {
  constructor(cause: unknown) {
    super("the API was not reached", { cause });
    this.name = "NotReached";
  }
}

/** The store of files has refused what the API had allowed: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export class StoreRefused extends Error {
  readonly status: number;
  /** Such as `AccessDenied`; null where the store names none. */
  readonly code: string | null;

  constructor(status: number, code: string | null) {
    super(`the store of files has refused: ${code ?? status}`);
    this.name = "StoreRefused";
    this.status = status;
    this.code = code;
  }
}

/** What the store's answer, which is XML, is an error of. */
export function storeRefusal({ status, text }: { status: number; text: string }): StoreRefused {
  return new StoreRefused(status, /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? null);
}

/** Reads an answer that is no success. Proxies answer in their own formats: then the status alone is known. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1000 : undefined;
  const isProblem = response.headers.get("Content-Type")?.startsWith("application/problem+json") === true;
  const requestId = response.headers.get("X-Request-Id") ?? undefined;
  const known = requestId === undefined ? {} : { requestId };
  if (!isProblem) return new ApiProblem(response.status, known, retryAfterMs);
  const body: unknown = await response.json().catch(() => null);
  return new ApiProblem(response.status, { ...known, ...(isObject(body) ? body : {}) }, retryAfterMs);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
