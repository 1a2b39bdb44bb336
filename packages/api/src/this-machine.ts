import { Hono } from "hono";
import type { Api } from "./deps.ts";
import { answerProblem, Problem } from "./problem.ts";

/**
 * An app that lets through what programs of this machine ask, and refuses what a web page elsewhere has a browser ask: by a name of its
 * own that it has pointed at this machine (DNS rebinding: the `Host` is wrong), or across sites (the `Origin` is wrong).
 *
 * @param input.hosts - what `Host` may be, with the port; asked at each request
 * @param input.uuid - names refused requests
 */
export function forThisMachine(input: {
  api: Api;
  hosts: () => readonly string[];
  uuid: () => string;
}): Hono {
  const { api, hosts, uuid } = input;
  const app = new Hono();
  app.use(async (c, next) => {
    const allowed = hosts();
    const host = c.req.header("Host")?.toLowerCase() ?? "";
    const origin = c.req.header("Origin")?.toLowerCase();
    const isHere = allowed.includes(host);
    const isSameOrigin = origin === undefined || allowed.some((each) => origin === `http://${each}`);
    if (isHere && isSameOrigin) return next();
    return answerProblem(c, new Problem("foreign-request"), uuid());
  });
  app.all("*", (c) => api.fetch(c.req.raw, c.env));
  return app;
}
