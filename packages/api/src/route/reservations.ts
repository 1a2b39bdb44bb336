import { createRoute } from "@hono/zod-openapi";
import { readReservation } from "@millrace/core/customers";
import { listReservations, ReservationQuery } from "@millrace/core/shop";
import { answered } from "../cached.ts";
import type { Api, ShopDeps } from "../deps.ts";
import { problemResponses } from "../problem.ts";
import { COMMON_PROBLEMS, cachedJson, IdParam, json, secured } from "./common.ts";
import { Schemas } from "./schema.ts";

const list = createRoute({
  method: "get",
  path: "/api/reservations",
  operationId: "listReservations",
  summary: "Reservations by the time they start; never cached",
  tags: ["shop"],
  ...secured("customers:read"),
  request: { query: ReservationQuery },
  responses: { 200: json(Schemas.ReservationPage, "A page"), ...COMMON_PROBLEMS, ...problemResponses(422) },
});

const get = createRoute({
  method: "get",
  path: "/api/reservations/{id}",
  operationId: "getReservation",
  summary: "A reservation; cached for 60 s",
  tags: ["shop"],
  ...secured("customers:read"),
  request: { params: IdParam },
  responses: {
    200: cachedJson(Schemas.Reservation, "The reservation"),
    ...COMMON_PROBLEMS,
    ...problemResponses(404),
  },
});

export function reservationRoutes(api: Api, deps: ShopDeps): void {
  api.openapi(list, async (c) => {
    const { tenantId } = c.var.apiKey;
    return c.json(await listReservations({ sql: deps.sql, tenantId, ...c.req.valid("query") }), 200);
  });

  api.openapi(get, async (c) => {
    const { tenantId } = c.var.apiKey;
    const { id: reservationId } = c.req.valid("param");
    return c.json(answered(c, await readReservation({ tenantId, reservationId }, deps)), 200);
  });
}
