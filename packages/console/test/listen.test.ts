import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { listen } from "../src/api/listen.ts";
import { memoryStorage } from "./memory-storage.ts";

/** What a browser does to the body of an answer that is aborted. */
const broken = new WeakMap<Response, () => void>();

/** A stream of events that a test feeds. */
function stream() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(started) {
      controller = started;
    },
  });
  const response = new Response(body, { headers: { "Content-Type": "text/event-stream" } });
  broken.set(response, () => controller?.error(new DOMException("aborted", "AbortError")));
  return {
    response,
    send: (text: string) => controller?.enqueue(new TextEncoder().encode(text)),
    end: () => controller?.close(),
  };
}

describe("server-sent events", () => {
  const asked: Headers[] = [];
  const heard: [string, string][] = [];
  const states: boolean[] = [];
  let answers: Response[] = [];
  let ending = new AbortController();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("sessionStorage", memoryStorage());
    for (const list of [asked, heard, states]) list.length = 0;
    ending = new AbortController();
    vi.stubGlobal("fetch", async (_path: string, init: RequestInit) => {
      asked.push(new Headers(init.headers));
      const answer = answers.shift();
      if (answer === undefined) throw new TypeError("Failed to fetch");
      init.signal?.addEventListener("abort", () => broken.get(answer)?.());
      return answer;
    });
  });
  afterEach(() => {
    ending.abort();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function begin(...given: Response[]) {
    answers = given;
    return listen({
      ...{ path: "/api/live", signal: ending.signal },
      onConnected: (isConnected) => states.push(isConnected),
      onEvent: (name, data) => heard.push([name, data]),
    });
  }
  const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it("are told by name, however they are cut into pieces", async () => {
    const { response, send } = stream();
    void begin(response);
    await wait(0);
    send('event: run\ndata: {"a"');
    send(":1}\n\n: still here\n\nevent: grid\r\ndata: 2\r\n\r\n");
    await wait(0);
    expect(heard).toEqual([
      ["run", '{"a":1}'],
      ["grid", "2"],
    ]);
    expect(states).toEqual([true]);
  });

  it("go on after the last one where a connection ends", async () => {
    const [first, second] = [stream(), stream()];
    void begin(first.response, second.response);
    await wait(0);
    first.send("id: 7\ndata: 1\n\n");
    await wait(0);
    first.end();
    await wait(2_000);
    second.send("data: 2\n\n");
    await wait(0);
    expect(asked.map((headers) => headers.get("Last-Event-ID"))).toEqual([null, "7"]);
    expect(heard).toEqual([
      ["message", "1"],
      ["message", "2"],
    ]);
    expect(states).toEqual([true, false, true]);
  });

  it("are asked for ever more seldom while there is no answer", async () => {
    void begin();
    await wait(60_000);
    // After 0, 1, 2, 4, 8, 16, 30 s, each up to half as long again.
    expect(asked.length).toBeGreaterThanOrEqual(5);
    expect(asked.length).toBeLessThanOrEqual(7);
  });

  it("are asked for again where a connection has been silent for longer than heartbeats are apart", async () => {
    const [silent, next] = [stream(), stream()];
    void begin(silent.response, next.response);
    await wait(40_000);
    silent.send(": still here\n\n");
    await wait(40_000);
    expect(asked).toHaveLength(1);
    await wait(10_000);
    expect(asked).toHaveLength(2);
  });

  it.each([403, 404])("are not asked for again where there are none for this key: %i", async (status) => {
    await begin(new Response(null, { status }));
    expect(asked).toHaveLength(1);
  });

  it.each([429, 503])("are asked for again where it may go better: %i", async (status) => {
    void begin(new Response(null, { status }));
    await wait(5_000);
    expect(asked.length).toBeGreaterThan(1);
  });

  it("end when nobody wants them any more", async () => {
    const { response, send } = stream();
    const listening = begin(response);
    await wait(0);
    ending.abort();
    await listening;
    expect(() => send("data: 1\n\n")).toThrow();
    await wait(60_000);
    expect([asked.length, heard]).toEqual([1, []]);
  });
});
