import { say } from "@millrace/core/sentence";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "../deps.ts";
import { Problem } from "../problem.ts";
import { routeOf } from "./route.ts";

/** A customer with the longest notes is 3 KB. */
export const MAX_BODY_BYTES = 64 * 1024;

const WITH_BODY = new Set(["POST", "PUT"]);

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Names by which an object's prototype is reached, should code copy properties carelessly. No field of ours has one. */
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** Bodies up to 64 KiB. */
export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError() {
    throw new Problem("payload-too-large", { detail: say("request.bodyBytes", { most: MAX_BODY_BYTES }) });
  },
});

/** Lets through bodies that are JSON, say so, and name no property that could reach a prototype. */
export const requireJson = createMiddleware<ApiEnv>(async (c, next) => {
  // What no route takes is refused for that, not for its body.
  if (WITH_BODY.has(c.req.method) && routeOf(c) !== undefined) {
    // A page of another site can post a form or plain text without asking first, but no JSON.
    if (!JSON_TYPE.test(c.req.header("Content-Type") ?? "")) throw new Problem("unsupported-media-type");
    checkJson(await c.req.text());
  }
  await next();
});

function checkJson(text: string): void {
  try {
    JSON.parse(text, (key, value: unknown) => {
      if (FORBIDDEN.has(key))
        throw new Problem("malformed-json", { detail: say("request.property", { property: key }) });
      return value;
    });
  } catch (error) {
    // V8's message quotes the text.
    throw error instanceof Problem ? error : new Problem("malformed-json");
  }
}
