import { createRoute } from "@hono/zod-openapi";
import { changePet, readPet, removePet } from "@millrace/core/customers";
import { answered, found } from "../cached.ts";
import type { Api, ShopDeps } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, cachedJson, IdParam, json, jsonBody, secured } from "./common.ts";
import { Schemas } from "./schema.ts";

const get = createRoute({
  method: "get",
  path: "/api/pets/{id}",
  operationId: "getPet",
  summary: "A pet; cached for 300 s",
  tags: ["pets"],
  ...secured("customers:read"),
  request: { params: IdParam },
  responses: { 200: cachedJson(Schemas.Pet, "The pet"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

const update = createRoute({
  method: "put",
  path: "/api/pets/{id}",
  operationId: "updatePet",
  summary: "Change the named fields of a pet; the others stay",
  tags: ["pets"],
  ...secured("customers:write"),
  request: { params: IdParam, body: jsonBody(Schemas.PetChange) },
  responses: {
    200: json(Schemas.Pet, "The pet as it is now"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

const remove = createRoute({
  method: "delete",
  path: "/api/pets/{id}",
  operationId: "deletePet",
  summary: "Delete a pet",
  tags: ["pets"],
  ...secured("customers:write"),
  request: { params: IdParam },
  responses: { 204: { description: "It is gone" }, ...COMMON_PROBLEMS, ...problemResponses(404) },
});

export function petRoutes(api: Api, deps: ShopDeps): void {
  api.openapi(get, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: petId } = c.req.valid("param");
    return c.json(answered(c, await readPet({ tenantId, petId }, deps)), 200);
  });

  api.openapi(update, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: petId } = c.req.valid("param");
    const change = c.req.valid("json");
    return c.json(found(await changePet({ tenantId, petId, change }, deps)), 200);
  });

  api.openapi(remove, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: petId } = c.req.valid("param");
    found(await removePet({ tenantId, petId }, deps));
    return c.body(null, 204);
  });
}
