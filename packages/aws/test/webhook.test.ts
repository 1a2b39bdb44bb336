import { createServer, type RequestListener, type Server } from "node:http";
import { postToWebhook, slackNotifier, slackWebhook } from "@millrace/aws/notify";
import type { Log } from "@millrace/core/log";
import { afterEach, describe, expect, it } from "vitest";

const WEBHOOK = "https://hooks.slack.com/services/T0/B0/secret";

describe("a Slack webhook", () => {
  it.each([
    ["http://hooks.slack.com/services/T0/B0/secret"],
    ["https://hooks.slack.com.example.com/services/T0"],
    ["https://example.com/hooks.slack.com"],
    ["https://hooks.slack.com@example.com/services/T0"],
    ["https://user:word@hooks.slack.com/services/T0"],
    ["https://hooks.slack.com:8443/services/T0"],
    ["https://127.0.0.1/services/T0"],
    ["file:///etc/passwd"],
    ["not-set"],
    [""],
  ])("is not %s, and the refusal does not repeat it", (text) => {
    expect(() => slackWebhook(text)).toThrow(
      expect.objectContaining({
        name: "Input.Invalid",
        message: "the Slack webhook is no https URL of hooks.slack.com",
      }),
    );
  });

  it("is an https URL of hooks.slack.com, whatever its case", () => {
    expect(slackWebhook(WEBHOOK).href).toBe(WEBHOOK);
    expect(slackWebhook("HTTPS://Hooks.Slack.COM:443/services/T0").host).toBe("hooks.slack.com");
  });
});

interface Seen {
  method: string | undefined;
  path: string | undefined;
  type: string | undefined;
  body: unknown;
}

describe("posting to a webhook", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  /** A server that answers by `answers` in turn; the last one stays. */
  async function serve(...answers: RequestListener[]): Promise<{ url: URL; seen: Seen[] }> {
    const seen: Seen[] = [];
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      const { method, url: path, headers } = request;
      seen.push({ method, path, type: headers["content-type"], body: JSON.parse(body) });
      answers[Math.min(seen.length, answers.length) - 1]?.(request, response);
    });
    const listening = server;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const address = listening.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    return { url: new URL(`http://127.0.0.1:${port}/services/T0`), seen };
  }

  /** Time that passes at once; what was waited for is kept. */
  function clock() {
    const waits: number[] = [];
    return {
      waits,
      clock: { now: () => 1_800_000_000_000, sleep: async (ms: number) => void waits.push(ms) },
    };
  }

  const answer =
    (status: number, headers: Record<string, string> = {}): RequestListener =>
    (_, response) =>
      response.writeHead(status, headers).end(status === 200 ? "ok" : "no");

  it("sends the text as JSON, with Slack's control characters escaped", async () => {
    const { url, seen } = await serve(answer(200));
    const text = "3 of 9 records\n• <!channel> & more";
    expect(await postToWebhook({ url, text, ...clock() })).toEqual({ outcome: "sent", status: 200 });
    expect(seen).toEqual([
      {
        ...{ method: "POST", path: "/services/T0", type: "application/json" },
        body: { text: "3 of 9 records\n• &lt;!channel&gt; &amp; more" },
      },
    ]);
  });

  it("waits as long as Slack asks, and tries once more", async () => {
    const { url, seen } = await serve(answer(429, { "retry-after": "2" }), answer(200));
    const { waits, clock: time } = clock();
    expect(await postToWebhook({ url, text: "x", clock: time })).toEqual({ outcome: "sent", status: 200 });
    expect([seen.length, waits]).toEqual([2, [2000]]);
  });

  it.each([
    ["asked twice to wait", 429, "1", 2, [1000]],
    ["asked to wait for longer than five seconds", 429, "6", 1, []],
    ["asked to wait without being told how long", 429, undefined, 1, []],
    ["refused", 404, "1", 1, []],
    ["the server is at fault", 500, "1", 1, []],
  ])("gives up when %s", async (_, status, after, requests, expected) => {
    const { url, seen } = await serve(answer(status, after === undefined ? {} : { "retry-after": after }));
    const { waits, clock: time } = clock();
    expect(await postToWebhook({ url, text: "x", clock: time })).toEqual({ outcome: "failed", status });
    expect([seen.length, waits]).toEqual([requests, expected]);
  });

  it("follows no redirect", async () => {
    const { url, seen } = await serve(answer(302, { location: "/elsewhere" }));
    expect(await postToWebhook({ url, text: "x", ...clock() })).toEqual({ outcome: "failed", status: 302 });
    expect(seen).toHaveLength(1);
  });

  it("is no error where nobody answers", async () => {
    const { url } = await serve((request) => request.socket.destroy());
    expect(await postToWebhook({ url, text: "x", ...clock() })).toEqual({ outcome: "failed", status: null });
  });

  it("says in the log that Slack was not told, without the URL or the text", async () => {
    const { url } = await serve(answer(500));
    const lines: unknown[] = [];
    const log: Log = { info() {}, warn: (...line) => lines.push(line) };
    const elsewhere: typeof fetch = (_, request) => fetch(url, request);
    const notifier = slackNotifier({ url: WEBHOOK, log, ...clock(), fetch: elsewhere });
    expect(await notifier.notify({ text: "***4567" })).toBe("failed");
    expect(lines).toEqual([["Slack was not told", { errorName: "HTTP 500" }]]);
  });
});
