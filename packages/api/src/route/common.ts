import type { Scope } from "@millrace/core/api-key";
import { Id } from "@millrace/core/shop";
import * as z from "zod";
import { requireScope } from "../middleware/authentication.ts";
import { problemResponses } from "../problem.ts";

/** The name of the security scheme in the document. */
export const SECURITY_SCHEME = "apiKey";

/** What a route has that needs a scope: the check, and its documentation. */
export function secured(scope: Scope) {
  return { middleware: requireScope(scope), security: [{ [SECURITY_SCHEME]: [scope] }] };
}

/** Errors that every route behind a key may answer. */
export const COMMON_PROBLEMS = problemResponses(401, 403, 429, 500, 503);

/** Errors that every route with a body may answer as well. */
export const BODY_PROBLEMS = problemResponses(400, 413, 415, 422);

/** The answer of a route that gives JSON. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

/** The same, read through the cache. */
export function cachedJson<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { ...json(schema, description), headers: CacheHeaders };
}

/** Where a file is that is too long for an answer. */
export const Download = z
  .object({
    url: z
      .string()
      .meta({ description: "A path of this API, which needs the key, or an address signed for 5 minutes" }),
    fileName: z.string(),
  })
  .meta({ id: "Download" });

/** The answer of a route that gives a CSV: the file, or in AWS Lambda, where it is longer than an answer may be, where it is. */
export function csv(description: string) {
  return {
    description: `${description}; as JSON where they are too many for an answer of AWS Lambda`,
    content: { "text/csv": { schema: z.string() }, "application/json": { schema: Download } },
  };
}

/** A body that a route needs. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { "application/json": { schema } } };
}

const CacheHeaders = z.object({
  "X-Cache": z
    .enum(["hit", "miss", "stale"])
    .meta({ description: "From the cache, from the database, or from the cache though no longer fresh" }),
});

/** The parameter of a path that names one thing. An id that none could have is as unknown as any other. */
export const IdParam = z.object({ id: Id.meta({ param: { name: "id", in: "path" }, example: "c-000001" }) });

/** A page of a list. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: "Asks for the next page; null at the end" }),
  });
}
