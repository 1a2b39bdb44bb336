import { type ApiKeys, authenticate, type Scope } from "@millrace/core/api-key";
import { say } from "@millrace/core/sentence";
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";

const REALM = 'Bearer realm="millrace"';

/**
 * Lets nobody in without a valid key; nothing is looked up before, but the key. The tenant is the key's.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3 for `WWW-Authenticate`
 */
export function requireKey({ apiKeys }: { apiKeys: ApiKeys }) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    // What a browser asks before a request of another site carries no key, and is answered by the methods alone.
    if (c.req.method === "OPTIONS") return c.notFound();
    const header = c.req.header("Authorization");
    const apiKey = await authenticate({ header, apiKeys });
    if (apiKey === null) {
      c.header("WWW-Authenticate", header === undefined ? REALM : `${REALM}, error="invalid_token"`);
      throw new Problem("unauthorized", { detail: say("request.authorization") });
    }
    c.set("apiKey", apiKey);
    return next();
  });
}

/** Lets those in whose key has a scope. */
export function requireScope(scope: Scope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (!c.var.apiKey.scopes.includes(scope)) refuseScope(c, scope);
    await next();
  });
}

/** @param scopes - any of which would do @throws Problem */
export function refuseScope(c: Context<ApiEnv>, ...scopes: Scope[]): never {
  c.header("WWW-Authenticate", `${REALM}, error="insufficient_scope", scope="${scopes.join(" ")}"`);
  throw new Problem("insufficient-scope", { detail: say("request.scope", { scopes: scopes.join(", ") }) });
}
