import { createRoute } from "@hono/zod-openapi";
import { Scope } from "@millrace/core/api-key";
import { ImportMode } from "@millrace/core/run";
import * as z from "zod";
import { COMMON_PROBLEMS, json, SECURITY_SCHEME } from "../route/common.ts";

export const Session = z
  .object({
    tenantId: z.string(),
    key: z.object({ id: z.string(), name: z.string(), scopes: z.array(Scope) }),
    place: z.enum(["machine", "aws"]),
    live: z.boolean().meta({ description: "Whether there are server-sent events; otherwise ask again" }),
    uploads: z.object({
      maxBytes: z.int(),
      types: z
        .array(z.string())
        .meta({ description: "Endings of file names that can be read, such as .csv" }),
    }),
    imports: z.object({
      country: z
        .string()
        .nullable()
        .meta({ description: "Of phones without a country code, where not chosen" }),
      countries: z.array(z.string()).meta({ description: "Those that can be chosen, ISO 3166-1 alpha-2" }),
      mode: ImportMode,
      targets: z.array(z.string()).meta({ description: "What a column can be mapped to" }),
      model: z
        .string()
        .nullable()
        .meta({ description: "Name of the language model; null: rules alone decide" }),
    }),
    customers: z.object({
      ready: z.boolean().meta({ description: "Whether there is a shop's database, and a cache" }),
    }),
    catalogs: z.object({
      ready: z.boolean().meta({ description: "Whether the provider can be asked" }),
      marketplaces: z.array(z.string()),
    }),
  })
  .meta({ id: "Session" });

export const getSession = createRoute({
  method: "get",
  path: "/api/session",
  operationId: "getSession",
  summary: "What the key may do, and what can be chosen here",
  tags: ["service"],
  security: [{ [SECURITY_SCHEME]: [] }],
  responses: { 200: json(Session, "The session"), ...COMMON_PROBLEMS },
});
