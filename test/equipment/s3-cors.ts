import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import { S3Error } from "./s3-store.ts";

/** A rule of a bucket about pages of other origins. */
export const CorsRule = z.object({
  allowedOrigins: z.array(z.string()),
  allowedMethods: z.array(z.string()),
  allowedHeaders: z.array(z.string()).default([]),
  exposeHeaders: z.array(z.string()).default([]),
  maxAgeSeconds: z.number().optional(),
});
export type CorsRule = z.infer<typeof CorsRule>;

/** A request of a page, or what a browser asks before it sends one. */
interface Asked {
  method: string;
  headers: IncomingHttpHeaders;
  rules: readonly CorsRule[];
}

/**
 * What S3 adds to its answers for browsers, its errors among them; nothing where no rule allows the request, which is carried out all
 * the same. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html
 */
export function corsHeaders({ method, headers, rules }: Asked): Record<string, string> {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : ruleFor({ origin, method, asked: [], rules });
  return origin === undefined || rule === undefined ? {} : headersOf(rule, origin);
}

/** Answers what a browser asks before it sends a request. @throws S3Error where no rule allows it */
export function preflight({ headers, rules }: Omit<Asked, "method">): Record<string, string> {
  const { origin } = headers;
  const method = headers["access-control-request-method"];
  if (origin === undefined || method === undefined) throw new S3Error(400, "BadRequest");
  const names = headers["access-control-request-headers"] ?? "";
  const asked = names.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim().toLowerCase()]));
  const rule = ruleFor({ origin, method, asked, rules });
  if (rule === undefined) throw new S3Error(403, "AccessForbidden", "This CORS request is not allowed.");
  return {
    ...headersOf(rule, origin),
    ...(asked.length === 0 ? {} : { "access-control-allow-headers": asked.join(", ") }),
  };
}

/** The first rule that allows all of it. */
function ruleFor(input: {
  origin: string;
  method: string;
  asked: readonly string[];
  rules: readonly CorsRule[];
}): CorsRule | undefined {
  const { origin, method, asked, rules } = input;
  return rules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
      allowedOrigins.some((one) => matches(one, origin)) &&
      allowedMethods.includes(method) &&
      asked.every((name) => allowedHeaders.some((one) => matches(one.toLowerCase(), name))),
  );
}

function headersOf(rule: CorsRule, origin: string): Record<string, string> {
  const { allowedOrigins, allowedMethods, exposeHeaders, maxAgeSeconds } = rule;
  const isAnybody = allowedOrigins.includes("*");
  return {
    "access-control-allow-origin": isAnybody ? "*" : origin,
    ...(isAnybody ? {} : { "access-control-allow-credentials": "true" }),
    "access-control-allow-methods": allowedMethods.join(", "),
    ...(exposeHeaders.length === 0 ? {} : { "access-control-expose-headers": exposeHeaders.join(", ") }),
    ...(maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(maxAgeSeconds) }),
    vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

/** A pattern with at most one `*`, which stands for anything. */
function matches(pattern: string, text: string): boolean {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return pattern === text;
  return text.length >= pattern.length - 1 && text.startsWith(before) && text.endsWith(after);
}
