import type { ApiEnv } from "@millrace/api";
import type { Clock } from "@millrace/core/clock";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { eventStreams, type Look } from "../src/event-stream.ts";
import { answerProblem, Problem } from "../src/problem.ts";

/** An app whose one route answers with the events of a look, in time that passes only where somebody sleeps. */
function streamsOf(look: (now: number) => Awaited<ReturnType<Look>>) {
  let now = 0;
  const slept: number[] = [];
  const clock: Clock = {
    now: () => now,
    async sleep(ms, signal) {
      // The limit of a whole stream waits beside the looks, and moves no time.
      if (ms > 60_000) return new Promise((_, reject) => signal?.addEventListener("abort", reject));
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      slept.push(ms);
      now += ms;
    },
  };
  const ending = new AbortController();
  const problems: string[] = [];
  const log = { info() {}, warn: (message: string) => problems.push(message) };
  const streams = eventStreams({ clock, log, ending: ending.signal });
  const app = new Hono<ApiEnv>();
  app.onError((error, c) =>
    answerProblem(c, error instanceof Problem ? error : new Problem("internal-error"), ""),
  );
  app.get("/", (c) => {
    const id = c.req.query("key") ?? "one";
    c.set("apiKey", {
      id,
      secretHash: "",
      tenantId: "acme",
      name: "",
      scopes: [],
      createdAt: 0,
      revokedAt: null,
    });
    return streams.answer(c, async () => look(now));
  });
  return { app, ending, slept, problems, pass: (ms: number) => (now += ms) };
}

const nothing = { events: [], isOver: false };
const ended = { events: [], isOver: true };

describe("a stream of events", () => {
  it("sends what each look finds, and ends a while after there is nothing more to come", async () => {
    const { app, slept } = streamsOf((now) => {
      if (now === 0) return { events: [{ event: "run", data: '{"n":1}' }], isOver: false };
      if (now === 500) return { events: [{ event: "run", data: '{"n":2}' }], isOver: true };
      return ended;
    });
    const response = await app.request("/");
    expect(response.headers.get("Content-Type")).toBe("text/event-stream");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(await response.text()).toBe('event: run\ndata: {"n":1}\n\nevent: run\ndata: {"n":2}\n\n');
    expect(slept).toEqual(Array(11).fill(500));
  });

  it("goes on where what was over begins anew", async () => {
    const { app, slept } = streamsOf((now) => (now > 3_000 && now < 6_000 ? nothing : ended));
    await (await app.request("/")).text();
    expect(slept).toHaveLength(12 + 10);
  });

  it("says now and then that it is still there", async () => {
    const { app } = streamsOf((now) => (now < 40_000 ? nothing : ended));
    expect(await (await app.request("/")).text()).toBe(": still here\n\n".repeat(3));
  });

  it("looks seldom where a look takes long", async () => {
    const long = streamsOf(() => {
      long.pass(100);
      return ended;
    });
    await (await long.app.request("/")).text();
    expect(new Set(long.slept)).toEqual(new Set([2_000]));
  });

  it("ends when whoever serves it ends, and when its client goes", async () => {
    const { app, ending, slept } = streamsOf(() => nothing);
    const first = await app.request("/");
    const second = await app.request("/");
    await second.body?.cancel();
    setImmediate(() => ending.abort());
    await first.text();
    const looks = slept.length;
    for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
    expect(slept).toHaveLength(looks);
  });

  it("that fails ends, and is logged without the data it may quote", async () => {
    const { app, problems } = streamsOf(() => {
      throw new Error("ana@example.com is no number");
    });
    expect(await (await app.request("/")).text()).toBe("");
    expect(problems.join()).toMatch(/^a stream of events failed/);
    expect(problems.join()).not.toContain("ana@");
  });

  it("is one of twenty of a key at most; one that has ended makes room", async () => {
    const { app, ending } = streamsOf(() => nothing);
    const open = await Promise.all(Array.from({ length: 20 }, () => app.request("/")));
    const refused = await app.request("/");
    expect([refused.status, refused.headers.get("Retry-After")]).toEqual([429, "5"]);
    expect((await app.request("/?key=two")).status).toBe(200);
    await open[0]?.body?.cancel();
    for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
    expect((await app.request("/")).status).toBe(200);
    ending.abort();
  });

  it("asked for by HEAD is none", async () => {
    const { app, slept } = streamsOf(() => nothing);
    const response = await app.request("/", { method: "HEAD" });
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(slept).toEqual([]);
  });
});
