import { createRoute } from "@hono/zod-openapi";
import { addCustomer, addPet, changeCustomer, readCustomer } from "@millrace/core/customers";
import { CustomerQuery, listCustomers } from "@millrace/core/shop";
import { answered, found } from "../cached.ts";
import type { Api, ShopDeps } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { BODY_PROBLEMS, COMMON_PROBLEMS, cachedJson, IdParam, json, jsonBody, secured } from "./common.ts";
import { Schemas } from "./schema.ts";

const list = createRoute({
  method: "get",
  path: "/api/customers",
  operationId: "listCustomers",
  summary: "Customers, the newest first; never cached",
  tags: ["customers"],
  ...secured("customers:read"),
  request: { query: CustomerQuery },
  responses: { 200: json(Schemas.CustomerPage, "A page"), ...COMMON_PROBLEMS, ...problemResponses(422) },
});

const create = createRoute({
  method: "post",
  path: "/api/customers",
  operationId: "createCustomer",
  summary: "Record a customer",
  tags: ["customers"],
  ...secured("customers:write"),
  request: { body: jsonBody(Schemas.NewCustomer) },
  responses: {
    201: json(Schemas.Customer, "The customer; Location says where it is"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
  },
});

const get = createRoute({
  method: "get",
  path: "/api/customers/{id}",
  operationId: "getCustomer",
  summary: "A customer with pets; cached for 300 s",
  tags: ["customers"],
  ...secured("customers:read"),
  request: { params: IdParam },
  responses: {
    200: cachedJson(Schemas.Customer, "The customer"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});

const update = createRoute({
  method: "put",
  path: "/api/customers/{id}",
  operationId: "updateCustomer",
  summary: "Change the named fields of a customer; the others stay",
  tags: ["customers"],
  ...secured("customers:write"),
  request: { params: IdParam, body: jsonBody(Schemas.CustomerChange) },
  responses: {
    200: json(Schemas.Customer, "The customer as it is now"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

const listPets = createRoute({
  method: "get",
  path: "/api/customers/{id}/pets",
  operationId: "listPets",
  summary: "A customer's pets; cached with the customer",
  tags: ["pets"],
  ...secured("customers:read"),
  request: { params: IdParam },
  responses: { 200: cachedJson(Schemas.Pets, "The pets"), ...COMMON_PROBLEMS, ...problemResponses(404) },
});

const createPet = createRoute({
  method: "post",
  path: "/api/customers/{id}/pets",
  operationId: "createPet",
  summary: "Record a pet of a customer",
  tags: ["pets"],
  ...secured("customers:write"),
  request: { params: IdParam, body: jsonBody(Schemas.NewPet) },
  responses: {
    201: json(Schemas.Pet, "The pet; Location says where it is"),
    ...COMMON_PROBLEMS,
    ...BODY_PROBLEMS,
    ...problemResponses(404),
  },
});

export function customerRoutes(api: Api, deps: ShopDeps): void {
  api.openapi(list, async (c) => {
    const { tenantId } = c.var.apiKey;
    return c.json(await listCustomers({ sql: deps.sql, tenantId, ...c.req.valid("query") }), 200);
  });

  api.openapi(create, async (c) => {
    const { tenantId } = c.var.apiKey;
    const customer = await addCustomer({ tenantId, customer: c.req.valid("json") }, deps);
    return c.json(customer, 201, { Location: `/api/customers/${customer.id}` });
  });

  api.openapi(get, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: customerId } = c.req.valid("param");
    return c.json(answered(c, await readCustomer({ tenantId, customerId }, deps)), 200);
  });

  api.openapi(update, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: customerId } = c.req.valid("param");
    const change = c.req.valid("json");
    return c.json(found(await changeCustomer({ tenantId, customerId, change }, deps)), 200);
  });

  api.openapi(listPets, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: customerId } = c.req.valid("param");
    const { pets } = answered(c, await readCustomer({ tenantId, customerId }, deps));
    return c.json({ items: pets }, 200);
  });

  api.openapi(createPet, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: customerId } = c.req.valid("param");
    const pet = found(await addPet({ tenantId, customerId, pet: c.req.valid("json") }, deps));
    return c.json(pet, 201, { Location: `/api/pets/${pet.id}` });
  });
}
