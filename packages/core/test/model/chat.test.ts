import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Behaviour, type ChatServer, startChatServer } from "../../../../test/equipment/chat-server.ts";
import { chatModel, FREE } from "../../src/model/index.ts";
import { modelAt, SUNDAY_NOON, testClock } from "./equipment.ts";

const QUESTION = JSON.stringify({
  country: "CO",
  rows: [
    {
      i: 0,
      cells: [["Nombre", "ANA RUIZ"]],
      now: { firstName: "ANA RUIZ" },
      check: ["firstName", "lastName"],
    },
  ],
});
const REQUEST = { system: "Answer in JSON", user: QUESTION, maxTokens: 300 };

let server: ChatServer;
beforeEach(async () => {
  server = await startChatServer();
});
afterEach(() => server.close());

describe("a chat model's answer", () => {
  it.each<[string, Behaviour]>([
    ["as it comes", "good"],
    ["after blank lines that keep the connection alive", "keepAlive"],
  ])("is content, finish reason, tokens and cost, %s", async (_, behaviour) => {
    server.script(behaviour);
    const completion = await modelAt({ url: server.url }).complete(REQUEST);
    expect(JSON.parse(completion.content)).toEqual({
      rows: [{ i: 0, set: { firstName: "Ana", lastName: "Ruiz" } }],
    });
    expect(completion.finishReason).toBe("stop");
    const { promptTokens, cachedTokens, completionTokens } = completion.usage;
    expect(cachedTokens).toBe(0);
    expect(completion.costUsd).toBeCloseTo((promptTokens * 0.15 + completionTokens * 0.6) / 1e6, 12);
  });

  it("counts the cached part of the prompt apart", async () => {
    const model = modelAt({ url: server.url });
    const first = await model.complete(REQUEST);
    const second = await model.complete(REQUEST);
    expect(second.usage.cachedTokens).toBeGreaterThan(0);
    expect(second.costUsd).toBeLessThan(first.costUsd);
  });

  it("counts cached tokens under the other name, and no tokens where none are told", async () => {
    const choices = [{ finish_reason: "content_filter", message: { content: null } }];
    const usage = { prompt_tokens: 9, completion_tokens: 1, prompt_tokens_details: { cached_tokens: 4 } };
    server.script(
      { status: 200, body: JSON.stringify({ choices, usage }) },
      { status: 200, body: JSON.stringify({ choices }) },
    );
    const model = modelAt({ url: server.url });
    expect(await model.complete(REQUEST)).toMatchObject({
      content: "",
      finishReason: "other",
      usage: { promptTokens: 9, cachedTokens: 4, completionTokens: 1 },
    });
    expect(await model.complete(REQUEST)).toMatchObject({ costUsd: 0 });
  });

  it.each<[Behaviour, string, string]>([
    ["blank", "", "stop"],
    ["length", '{"rows":[{"i":0,"set":{"first', "length"],
  ])("may be %s: no error, as it is paid for", async (behaviour, content, finishReason) => {
    server.script(behaviour);
    const completion = await modelAt({ url: server.url }).complete(REQUEST);
    expect(completion).toMatchObject({ finishReason });
    expect(completion.content.startsWith(content)).toBe(true);
    expect(completion.costUsd).toBeGreaterThan(0);
  });
});

describe("a chat model's request", () => {
  it("asks for JSON at temperature 0 without thinking, the system prompt first", async () => {
    await modelAt({ url: server.url }).complete(REQUEST);
    expect(JSON.parse(server.bodies[0] ?? "")).toEqual({
      model: "deepseek-flash",
      messages: [
        { role: "system", content: "Answer in JSON" },
        { role: "user", content: QUESTION },
      ],
      response_format: { type: "json_object" },
      temperature: 0,
      max_tokens: 300,
      stream: false,
      thinking: { type: "disabled" },
    });
  });

  it.each([
    [undefined, {}],
    [{ reasoning_effort: "none" }, { reasoning_effort: "none" }],
  ])("to another provider's model carries the further fields %o only", async (body, expected) => {
    const model = chatModel({
      baseURL: server.url,
      apiKey: "key",
      model: "small",
      prices: FREE,
      clock: testClock(),
      ...(body === undefined ? {} : { body }),
    });
    await model.complete(REQUEST);
    const sent: unknown = JSON.parse(server.bodies[0] ?? "");
    expect(sent).toMatchObject(expected);
    expect(sent).not.toHaveProperty("thinking");
  });

  it("is never logged, whatever OPENAI_LOG says", async () => {
    vi.stubEnv("OPENAI_LOG", "debug");
    const spies = (["debug", "info", "log", "warn", "error"] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation(() => {}),
    );
    server.script("good", { status: 500 });
    const model = modelAt({ url: server.url });
    await model.complete(REQUEST);
    await expect(model.complete(REQUEST)).rejects.toThrow();
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  });

  it("stops with the signal's reason", async () => {
    server.script("hang");
    const controller = new AbortController();
    const asked = modelAt({ url: server.url }).complete({ ...REQUEST, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(asked).rejects.toThrow("enough");
  });

  it("needs a key", () => {
    const create = () =>
      chatModel({ baseURL: server.url, apiKey: "", model: "m", prices: FREE, clock: testClock() });
    expect(create).toThrow(expect.objectContaining({ name: "Model.Unauthorized" }));
  });
});

describe("a failed call has a name", () => {
  it.each<[Behaviour, { name: string; retryable: boolean; retryAfterMs?: number }]>([
    [{ status: 400 }, { name: "Model.Rejected", retryable: false }],
    [{ status: 401 }, { name: "Model.Unauthorized", retryable: false }],
    [{ status: 402 }, { name: "Model.OutOfCredit", retryable: false }],
    [{ status: 403 }, { name: "Model.Unauthorized", retryable: false }],
    [{ status: 404 }, { name: "Model.Rejected", retryable: false }],
    [{ status: 408 }, { name: "Model.Unavailable", retryable: true }],
    [{ status: 422 }, { name: "Model.Rejected", retryable: false }],
    [{ status: 429 }, { name: "Model.RateLimited", retryable: true }],
    [
      { status: 429, headers: { "retry-after": "7" } },
      { name: "Model.RateLimited", retryable: true, retryAfterMs: 7000 },
    ],
    [
      { status: 429, headers: { "retry-after": new Date(SUNDAY_NOON + 9000).toUTCString() } },
      { name: "Model.RateLimited", retryable: true, retryAfterMs: 9000 },
    ],
    [{ status: 500 }, { name: "Model.Unavailable", retryable: true }],
    [
      { status: 503, headers: { "retry-after-ms": "250" } },
      { name: "Model.Unavailable", retryable: true, retryAfterMs: 250 },
    ],
    [
      { status: 502, body: "<html>Bad gateway</html>" },
      { name: "Model.Unavailable", retryable: true },
    ],
    [
      { status: 200, body: "<html>" },
      { name: "Model.Unavailable", retryable: true },
    ],
    [
      { status: 200, body: "{}" },
      { name: "Model.Unavailable", retryable: true },
    ],
    [
      { status: 200, body: "" },
      { name: "Model.Unavailable", retryable: true },
    ],
    ["html", { name: "Model.Unavailable", retryable: true }],
    ["reset", { name: "Model.Unavailable", retryable: true }],
    ["hang", { name: "Model.Unavailable", retryable: true }],
    ["blankLinesForever", { name: "Model.Unavailable", retryable: true }],
  ])("%o", async (behaviour, expected) => {
    server.script(behaviour);
    const model = modelAt({ url: server.url, timeoutMs: 300 });
    await expect(model.complete(REQUEST)).rejects.toMatchObject(expected);
    expect(server.bodies).toHaveLength(1);
  });

  it("and nothing of the question in its message", async () => {
    server.script({ status: 400, body: JSON.stringify({ error: { message: `bad: ${QUESTION}` } }) });
    const error: unknown = await modelAt({ url: server.url })
      .complete(REQUEST)
      .catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain("RUIZ");
    expect(error).not.toHaveProperty("cause");
  });

  it("also where nobody listens", async () => {
    await server.close();
    await expect(modelAt({ url: server.url }).complete(REQUEST)).rejects.toMatchObject({
      name: "Model.Unavailable",
    });
  });
});
