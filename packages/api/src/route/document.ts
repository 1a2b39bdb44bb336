import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Api } from "../deps.ts";
import { json, SECURITY_SCHEME } from "./common.ts";

const document = createRoute({
  method: "get",
  path: "/api/openapi.json",
  operationId: "getDocument",
  summary: "This document",
  tags: ["service"],
  responses: { 200: json(z.looseObject({ openapi: z.string() }), "The document") },
});

/** Serves the OpenAPI document of the routes that the app has by the time it is first asked. */
export function documentRoute(api: Api): void {
  let text: string | undefined;
  api.openAPIRegistry.registerPath(document);
  api.get(document.getRoutingPath(), (c) => {
    text ??= JSON.stringify(openApiDocument(api), withoutFlags);
    return c.body(text, 200, { "Content-Type": "application/json" });
  });
}

/** The OpenAPI 3.1 document of an app. */
function openApiDocument(api: Api) {
  return api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Millrace",
      version: "1",
      description:
        "Customers, their pets and their statistics; catalogs and their products. Errors are RFC 9457 problems; times are milliseconds since 1970.",
    },
    security: [],
  });
}

/** A pattern of JSON Schema has no delimiters and is always Unicode; the generator leaves the flags of ours at its end. */
function withoutFlags(name: string, value: unknown): unknown {
  return name === "pattern" && typeof value === "string" ? value.replace(/\/[a-z]*$/, "") : value;
}

/** Declares how requests are authenticated. */
export function declareSecurity(api: Api): void {
  api.openAPIRegistry.registerComponent("securitySchemes", SECURITY_SCHEME, {
    type: "http",
    scheme: "bearer",
    bearerFormat: "mr_{id}_{secret}",
    description:
      "An API key of a tenant, made by `millrace keys create`; it says which tenant is meant, and its scopes what it may do.",
  });
}
