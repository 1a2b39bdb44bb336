import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ask } from "../src/api/ask.ts";
import { safeName } from "../src/api/download.ts";
import { ApiProblem, NotReached, storeRefusal } from "../src/api/problem.ts";
import { isWorthRetrying, retryDelay } from "../src/api/query-client.ts";
import type { RouteShape } from "../src/api/route-types.ts";
import { addressOf } from "../src/api/url.ts";
import { currentKey, keepKey } from "../src/session/key.ts";
import { memoryStorage } from "./memory-storage.ts";

interface AnyRoute extends RouteShape {
  method: "get";
  path: "/api/things/{id}";
}
const REQUEST = { method: "get", path: "/api/things/{id}", params: { id: "1" } } as const;

describe("the client", () => {
  const asked: Request[] = [];
  let answer: () => Response | Promise<Response> = () => new Response();

  beforeEach(() => {
    asked.length = 0;
    vi.stubGlobal("sessionStorage", memoryStorage());
    vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
      asked.push(new Request(new URL(path, "http://localhost"), init));
      return answer();
    });
    keepKey("mr_1_secret");
  });
  afterEach(() => vi.unstubAllGlobals());

  it("sends the key as a header, and never in the address", async () => {
    answer = () => Response.json({ name: "one" });
    expect(await ask<AnyRoute>(REQUEST)).toEqual({ name: "one" });
    expect(asked.map(({ url, headers }) => [url, headers.get("Authorization")])).toEqual([
      ["http://localhost/api/things/1", "Bearer mr_1_secret"],
    ]);
  });

  it("an answer without a body is undefined", async () => {
    answer = () => new Response(null, { status: 204 });
    expect(await ask<AnyRoute>(REQUEST)).toBeUndefined();
  });

  it("a problem keeps what the API says, and when to ask again", async () => {
    const body = {
      ...{ type: "urn:problem-type:millrace:rate-limited", title: "Too many", requestId: "r-1" },
      ...{ detail: "try again in 7 s", code: "request.rate", params: { seconds: 7 } },
      errors: [{ in: "query", field: "limit", message: "too large", code: null, params: {} }],
    };
    const headers = { "Content-Type": "application/problem+json", "Retry-After": "7" };
    answer = () => new Response(JSON.stringify(body), { status: 429, headers });
    await expect(ask<AnyRoute>(REQUEST)).rejects.toMatchObject({
      ...{ name: "ApiProblem", status: 429, problem: "rate-limited", requestId: "r-1" },
      detail: { message: "try again in 7 s", code: "request.rate", params: { seconds: 7 } },
      ...{ errors: body.errors, retryAfterMs: 7_000 },
    });
  });

  it.each(["<h1>Bad gateway</h1>", "", "{"])(
    "an answer of a proxy is told by its status: %j",
    async (body) => {
      answer = () =>
        new Response(body, { status: 502, headers: { "Content-Type": "application/problem+json" } });
      await expect(ask<AnyRoute>(REQUEST)).rejects.toMatchObject({ name: "ApiProblem", status: 502 });
    },
  );

  it("no answer has an error of its own", async () => {
    answer = () => Promise.reject(new TypeError("Failed to fetch"));
    await expect(ask<AnyRoute>(REQUEST)).rejects.toBeInstanceOf(NotReached);
  });

  it("a refused key is forgotten, but not one that was entered meanwhile", async () => {
    answer = () => new Response(null, { status: 401 });
    await expect(ask<AnyRoute>(REQUEST)).rejects.toMatchObject({ status: 401 });
    expect(currentKey()).toBeNull();
    keepKey("mr_2_old");
    answer = () => {
      keepKey("mr_3_new");
      return new Response(null, { status: 401 });
    };
    await expect(ask<AnyRoute>(REQUEST)).rejects.toMatchObject({ status: 401 });
    expect(currentKey()).toBe("mr_3_new");
  });
});

describe("what is asked again", () => {
  it.each([
    [new NotReached("offline"), true],
    [new ApiProblem(503, {}), true],
    [new ApiProblem(429, {}, 2_000), true],
    [new ApiProblem(429, {}, 60_000), false],
    [new ApiProblem(500, {}), false],
    [new ApiProblem(422, {}), false],
    [new Error("of ours"), false],
  ])("%s: %s", (error, isRetried) => expect(isWorthRetrying(error)).toBe(isRetried));

  it("waits as long as the API says, or longer each time", () => {
    expect(retryDelay(0, new ApiProblem(429, {}, 2_500))).toBe(2_500);
    expect([0, 1, 2].map((failures) => retryDelay(failures, new NotReached("offline")))).toEqual([
      1e3, 2e3, 4e3,
    ]);
  });
});

it.each([
  ["<Error><Code>EntityTooLarge</Code></Error>", "EntityTooLarge"],
  ["<html>", null],
])("the store refuses by %s: %s", (text, code) => {
  expect(storeRefusal({ status: 400, text })).toMatchObject({ status: 400, code });
});

describe("addresses", () => {
  it.each([
    [{ path: "/api/runs/{runId}", params: { runId: "a/../b?c#d" } }, "/api/runs/a%2F..%2Fb%3Fc%23d"],
    [
      { path: "/api/runs", query: { limit: 10, status: undefined, cursor: "a&b" } },
      "/api/runs?limit=10&cursor=a%26b",
    ],
    [
      { path: "/api/runs", query: { status: ["A", "B"], flag: false } },
      "/api/runs?status=A&status=B&flag=false",
    ],
    [{ path: "/api/runs", query: {} }, "/api/runs"],
  ])("%j is %s", (request, address) => expect(addressOf(request)).toBe(address));
});

describe("names of downloads", () => {
  it.each([
    ["leads.csv", "leads.csv"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\Users\\a|b?.csv", "C_Users_a_b_.csv"],
    [".bashrc", "bashrc"],
    ["con.csv", "file-con.csv"],
    ["", "file-"],
    ["fdc\u202exslx.csv", "fdc_xslx.csv"],
    ["a\r\nb.csv", "a_b.csv"],
    ["año — résumé.csv", "año — résumé.csv"],
  ])("%j is kept as %j", (name, safe) => expect(safeName(name)).toBe(safe));

  it("are no longer than file systems allow, and keep their ending", () => {
    expect(safeName(`${"x".repeat(400)}.csv`)).toMatch(/^x{116}\.csv$/);
  });
});
