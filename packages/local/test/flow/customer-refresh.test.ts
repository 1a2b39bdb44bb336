import { type Json, virtualClock } from "@millrace/asl";
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { answer, definition, PATH, refresh, STATISTICS } from "./refreshing.ts";

/** The upper bounds of the waits: 2 s doubling to 4 min. */
const WAITS = [2, 4, 8, 16, 32, 64, 128, 240];
const RETRIED = [408, 429, 500, 502, 503, 504];

const ok = () => answer(200, STATISTICS);
const socket = () => new Error("ECONNRESET");

describe("a refresh", () => {
  it("asks once and gives the six statistics, and what else was answered it leaves there", async () => {
    const { result, calls } = await refresh({
      http: () => answer(200, { ...STATISTICS, phone: "3001234567", _cache: { schema: 1 } }),
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({
      method: "GET",
      url: `https://prod.example${PATH}3001234567?withoutCache=1`,
    });
    expect(result).toMatchObject({
      status: "SUCCEEDED",
      output: { status: "refreshed", attempts: 1, statistics: STATISTICS },
    });
    expect(JSON.stringify(result)).not.toContain("3001234567");
  });

  it("of a phone that no customer has succeeds as not found, at once", async () => {
    const { result, calls } = await refresh({ http: () => answer(404, { status: 404 }) });
    expect(calls).toHaveLength(1);
    expect(result).toMatchObject({
      status: "SUCCEEDED",
      output: { status: "notFound", attempts: 1, statistics: null },
    });
  });

  it("that meets a 404 after troubles is not found, and tells how many attempts it took", async () => {
    const { result } = await refresh({ http: (before) => answer(before < 3 ? 503 : 404) });
    expect(result).toMatchObject({ output: { status: "notFound", attempts: 4 } });
  });
});

describe("what passes is tried again", () => {
  it.each(RETRIED)("%i, up to eight times", async (status) => {
    const { result, calls } = await refresh({ http: () => answer(status) });
    expect(calls).toHaveLength(9);
    expect(result).toMatchObject({
      status: "FAILED",
      error: "Refresh.Unavailable",
      cause: `The metrics endpoint gave no statistics: States.Http.StatusCode.${status} at attempt 9`,
    });
  });

  test("a connection that breaks, up to eight times", async () => {
    const { result, calls } = await refresh({ http: socket });
    expect(calls).toHaveLength(9);
    expect(result).toMatchObject({ error: "Refresh.Unavailable" });
  });

  test("an endpoint that says nothing for 60 s", async () => {
    const { result, at } = await refresh({
      http: (before) => (before === 0 ? new Promise(() => {}) : ok()),
    });
    expect(result).toMatchObject({ output: { status: "refreshed", attempts: 2 } });
    expect(at).toEqual([0, 62_000]);
  });

  it.each([400, 401, 403, 405, 409, 410, 422, 501, 301])("%i is not", async (status) => {
    const { result, calls, at } = await refresh({ http: () => answer(status) });
    expect(calls).toHaveLength(1);
    expect(at).toEqual([0]);
    const error = status === 401 || status === 403 ? "Refresh.Unauthorized" : "Refresh.Rejected";
    expect(result).toMatchObject({ status: "FAILED", error });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("after %i failures in turn of any of these it succeeds", async (n) => {
    const troubles = [socket, ...RETRIED.map((status) => () => answer(status))];
    const { result } = await refresh({
      http: (before) => (before < n ? (troubles[before % troubles.length] ?? socket)() : ok()),
    });
    expect(result).toMatchObject({ output: { status: "refreshed", attempts: n + 1 } });
  });
});

describe("the waits between attempts", () => {
  const waitsOf = (at: number[]) => at.slice(1).map((ms, n) => (ms - (at[n] ?? 0)) / 1000);

  it("double from 2 s to 4 min at most", async () => {
    const { at } = await refresh({ http: () => answer(503) });
    expect(waitsOf(at)).toEqual(WAITS);
  });

  it("are full jitter: anything from nothing to the bound, as chance says", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
          minLength: 8,
          maxLength: 8,
        }),
        async (chances) => {
          const left = [...chances];
          const { at } = await refresh({ http: socket, random: () => left.shift() ?? 0 });
          for (const [n, seconds] of waitsOf(at).entries()) {
            expect(seconds).toBeCloseTo((chances[n] ?? 0) * (WAITS[n] ?? 0), 2);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  test("a day without the endpoint passes in a moment", async () => {
    const clock = virtualClock();
    const start = clock.now();
    const day = 24 * 60 * 60 * 1000;
    const http = () => (clock.now() - start < day ? answer(503) : ok());
    let executions = 0;
    for (let status = "FAILED"; status === "FAILED"; executions++) {
      ({
        result: { status },
      } = await refresh({ http, clock }));
    }
    expect(clock.now() - start).toBeGreaterThanOrEqual(day);
    // 494 s each.
    expect(executions).toBe(175);
  });
});

describe("the phone", () => {
  const urlFor = async (phone: string) => {
    const { calls } = await refresh({ http: ok, given: { phone, environment: "production" } });
    return calls[0]?.url;
  };

  it.each([
    { phone: "+573001234567", encoded: "%2B573001234567" },
    { phone: "300 123 45 67", encoded: "300%20123%2045%2067" },
    { phone: "1&withoutCache=0#", encoded: "1%26withoutCache%3D0%23" },
    { phone: "@evil.example", encoded: "%40evil.example" },
    { phone: "٣٠٠", encoded: encodeURIComponent("٣٠٠") },
  ])("$phone is one part of the path", async ({ phone, encoded }) => {
    expect(await urlFor(phone)).toBe(`https://prod.example${PATH}${encoded}?withoutCache=1`);
  });

  it("arrives as it was given, whatever it is made of, or is refused", async () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ maxLength: 40, unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(..."./\\%?#&=:@+2e\n") }),
    );
    await fc.assert(
      fc.asyncProperty(text, async (phone) => {
        const { result, calls } = await refresh({ http: ok, given: { phone, environment: "production" } });
        if (/^\.*$|[/\\?%]/.test(phone) || [...phone].length > 40) {
          expect(result).toMatchObject({ status: "FAILED", error: "Input.Invalid" });
          expect(calls).toEqual([]);
          return;
        }
        const url = new URL(calls[0]?.url ?? "");
        expect(url.origin).toBe("https://prod.example");
        expect(url.search).toBe("?withoutCache=1");
        expect(url.pathname.startsWith(PATH)).toBe(true);
        const rest = url.pathname.slice(PATH.length);
        expect(rest).not.toContain("/");
        expect(decodeURIComponent(rest)).toBe(phone);
      }),
      { numRuns: 150 },
    );
  });

  it.each<{ name: string; given: Json }>([
    { name: "none", given: { environment: "production" } },
    { name: "an empty one", given: { phone: "", environment: "production" } },
    { name: "dots", given: { phone: "..", environment: "production" } },
    { name: "encoded dots", given: { phone: "%2e%2e", environment: "production" } },
    { name: "another path", given: { phone: "../../../admin", environment: "production" } },
    { name: "one with backslashes", given: { phone: "\\..\\", environment: "production" } },
    { name: "two", given: { phone: "300 123 4567/310 765 4321", environment: "production" } },
    { name: "one with a query", given: { phone: "1?x=", environment: "production" } },
    { name: "a number", given: { phone: 3001234567, environment: "production" } },
    { name: "null", given: { phone: null, environment: "production" } },
    { name: "a list", given: { phone: ["1"], environment: "production" } },
    { name: "41 characters", given: { phone: "1".repeat(41), environment: "production" } },
    { name: "input that is a text", given: "3001234567" },
    { name: "input that is a list", given: [{ phone: "3001234567", environment: "production" }] },
    { name: "input that is null", given: null },
  ])("$name is refused before anything is asked", async ({ given }) => {
    const { result, calls } = await refresh({ http: ok, given });
    expect(result).toMatchObject({ status: "FAILED", error: "Input.Invalid" });
    expect(calls).toEqual([]);
  });

  it("that no URL can carry is refused before anything is asked", async () => {
    const { result, calls } = await refresh({
      http: ok,
      given: { phone: "\ud800", environment: "production" },
    });
    expect(result).toMatchObject({ status: "FAILED", error: "Refresh.Rejected" });
    expect(calls).toEqual([]);
  });
});

describe("the environment", () => {
  it.each([
    { environment: "development", origin: "https://dev.example", connectionArn: "arn:dev" },
    { environment: "production", origin: "https://prod.example", connectionArn: "arn:prod" },
  ])("$environment has its endpoint and its own key", async ({ environment, origin, connectionArn }) => {
    const { calls } = await refresh({ http: ok, given: { phone: "1", environment } });
    expect(calls[0]).toMatchObject({ url: `${origin}${PATH}1?withoutCache=1`, connectionArn });
  });

  it.each<[string, Json]>([
    ["that has no endpoint here", "staging"],
    ["that nobody knows", "Production"],
    ["of the language", "constructor"],
    ["that is a URL", "https://evil.example"],
    ["that is empty", ""],
    ["that is null", null],
    ["that is a list", ["production"]],
    ["that is an object", { endpoint: "https://evil.example" }],
  ])("%s is refused before anything is asked", async (_name, environment) => {
    const { result, calls } = await refresh({ http: ok, given: { phone: "1", environment } });
    expect(result).toMatchObject({ status: "FAILED", error: "Input.Invalid" });
    expect(calls).toEqual([]);
  });
});

describe("the answer", () => {
  it.each<[string, Json]>([
    ["all zero, and no percentage", { ...STATISTICS, cantOrders: 0, percentageReturn: null }],
    ["a percentage of 100", { ...STATISTICS, percentageReturn: 100 }],
  ])("%s is taken", async (_name, body) => {
    const { result } = await refresh({ http: () => answer(200, body) });
    expect(result).toMatchObject({ output: { status: "refreshed", statistics: body } });
  });

  const { blockedBy: _, ...five } = STATISTICS;
  it.each<[string, Json]>([
    ["empty", {}],
    ["null", null],
    ["a text", "ok"],
    ["a list", [STATISTICS]],
    ["two", [STATISTICS, STATISTICS]],
    ["five of six", five],
    ["a count that is a text", { ...STATISTICS, delivered: "5" }],
    ["a count that is null", { ...STATISTICS, delivered: null }],
    ["a count that is a list", { ...STATISTICS, delivered: [5] }],
    ["a count that is broken", { ...STATISTICS, delivered: 1.5 }],
    ["a count below zero", { ...STATISTICS, delivered: -1 }],
    ["a percentage above 100", { ...STATISTICS, percentageReturn: 101 }],
    ["a percentage that is a text", { ...STATISTICS, percentageReturn: "16 %" }],
    ["wrapped", { data: STATISTICS }],
  ])("%s is a failure of that name, not tried again", async (_name, body) => {
    const { result, calls } = await refresh({ http: () => answer(200, body) });
    expect(calls).toHaveLength(1);
    expect(result).toMatchObject({ status: "FAILED", error: "Refresh.Malformed" });
  });

  it("that is no JSON is a failure of that name", async () => {
    const { result } = await refresh({ http: () => ({ ...ok(), body: "<html>" }) });
    expect(result).toMatchObject({ error: "Refresh.Malformed" });
  });
});

it("leaves the phone in its input and its request, and nowhere after", async () => {
  for (const http of [ok, socket, () => answer(404), () => answer(403), () => answer(200, {})]) {
    const { events } = await refresh({ http });
    const last = events.findLastIndex(({ type }) => type === "TaskScheduled");
    const after = events.slice(last + 1);
    expect(after.length).toBeGreaterThan(1);
    expect(JSON.stringify(after)).not.toContain("3001234567");
  }
});

it("names what it tries again, never all errors: they would include a 404, which Retry sees before Catch", () => {
  const { RequestMetrics: task } = definition.States;
  const names = task?.Type === "Task" ? task.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals) : [];
  expect(names).toEqual(["States.Http.Socket", ...RETRIED.map((code) => `States.Http.StatusCode.${code}`)]);
});
