import { Hono } from "hono";
import { answerProblem, Problem } from "./problem.ts";

/**
 * An app that lets through what programs of this machine ask, and refuses what a web page elsewhere has a browser ask: by a name of its
 * own that it has pointed at this machine (DNS rebinding: the `Host` is wrong), or across sites (the `Origin` is wrong).
 *
 * @param input.app - what is served: the API, and the page before it
 * @param input.hosts - what `Host` may be, with the port; asked at each request
 * @param input.uuid - names refused requests
 */
export function forThisMachine(input: {
  app: Pick<Hono, "fetch">;
  hosts: () => readonly string[];
  uuid: () => string;
}): Hono {
  const { app, hosts, uuid } = input;
  const guarded = new Hono();
  guarded.use(async (c, next) => {
    const allowed = hosts();
    const host = c.req.header("Host")?.toLowerCase() ?? "";
    const origin = c.req.header("Origin")?.toLowerCase();
    const isHere = allowed.includes(host);
    const isSameOrigin = origin === undefined || allowed.some((each) => origin === `http://${each}`);
    if (isHere && isSameOrigin) return next();
    return answerProblem(c, new Problem("foreign-request"), uuid());
  });
  guarded.all("*", (c) => app.fetch(c.req.raw, c.env));
  return guarded;
}
