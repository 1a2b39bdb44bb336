import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type KeepaBehaviour,
  type KeepaServer,
  startKeepaServer,
} from "../../../../test/equipment/keepa-server.ts";
import { KeepaError, keepaSource } from "../../src/keepa/index.ts";
import type { ProductCode } from "../../src/product/index.ts";

const asins = (count: number): ProductCode[] =>
  Array.from({ length: count }, (_, n) => ({ kind: "asin", code: `B0TEST${String(n).padStart(4, "0")}` }));
const upc: ProductCode = { kind: "upc", code: "036000291452" };

describe("Keepa over HTTP", () => {
  let now = 1_700_000_000_000;
  let server: KeepaServer;

  beforeEach(async () => {
    now = 1_700_000_000_000;
    server = await startKeepaServer({
      now: () => now,
      refillRate: 50,
      tokens: 300,
      unknown: (code) => code.endsWith("99"),
      productsOf: (code) => (code === upc.code ? 4 : 1),
    });
  });
  afterEach(() => server.close());

  const open = (more: Partial<Parameters<typeof keepaSource>[0]> = {}) =>
    keepaSource({
      apiKey: "test-key",
      clock: { now: () => now },
      baseURL: server.url,
      timeoutMs: 2_000,
      ...more,
    });
  const fetchThem = (codes: ProductCode[], more = {}) =>
    open(more).fetchProducts({ codes, marketplace: "com" });

  it("answers for every code of a batch in one call, and says what it cost", async () => {
    const { products, tokens } = await fetchThem([...asins(20), { kind: "asin", code: "B0TEST0099" }]);
    expect([...products.keys()]).toEqual([...asins(20).map(({ code }) => code), "B0TEST0099"]);
    expect([...products.values()].filter(({ status }) => status === "found")).toHaveLength(20);
    expect(products.get("B0TEST0099")).toEqual({ status: "noData", reason: "product.notFound" });
    expect(tokens).toEqual({ left: 280, refillIn: 60_000, refillRate: 50, consumed: 20, at: now });
    expect(server.calls).toHaveLength(1);
    expect(server.calls[0]?.parameters).toMatchObject({ history: "0", stats: "90", domain: "1" });
  });

  it("asks about 100 codes at most, of one kind, and at least about one", async () => {
    await expect(fetchThem(asins(101))).rejects.toMatchObject({ name: "Input.Invalid" });
    await expect(fetchThem([])).rejects.toMatchObject({ name: "Input.Invalid" });
    await expect(fetchThem([...asins(1), upc])).rejects.toMatchObject({ name: "Input.Invalid" });
    expect(server.calls).toEqual([]);
    expect((await fetchThem(asins(100))).products.size).toBe(100);
  });

  it("asks once about a code that is given twice", async () => {
    const { tokens } = await fetchThem([...asins(2), ...asins(2)]);
    expect(tokens?.consumed).toBe(2);
  });

  it("of a product code looks at as many products as it is told and reserved for", async () => {
    const source = open({ productsPerCode: 3 });
    expect(source.price([upc])).toBe(3);
    const { products, tokens } = await source.fetchProducts({ codes: [upc], marketplace: "com" });
    expect(tokens?.consumed).toBe(3);
    expect(products.get(upc.code)).toMatchObject({
      fields: { alternatives: [expect.any(String), expect.any(String)] },
    });
    expect((await fetchThem([upc])).tokens?.consumed).toBe(1);
  });

  it.each<[KeepaBehaviour, number]>([
    ["reordered", 6],
    ["duplicated", 6],
    ["missing", 3],
    ["foreign", 0],
    ["empty", 0],
    ["odd", 6],
  ])("joins products by their code: %j", async (behaviour, found) => {
    const good = (await fetchThem(asins(6))).products;
    server.script(behaviour);
    const { products } = await fetchThem(asins(6));
    const answered = [...products].filter(([, { status }]) => status === "found");
    expect(answered).toHaveLength(found);
    for (const [code, answer] of answered) {
      if (behaviour === "odd") expect(answer).toMatchObject({ fields: { asin: code } });
      else expect(answer).toEqual(good.get(code));
    }
  });

  const tokens = {
    left: expect.any(Number),
    refillIn: 60_000,
    refillRate: 50,
    consumed: 0,
    at: 1_700_000_000_000,
  };
  it.each<[KeepaBehaviour, object]>([
    [{ tokensLeft: 0 }, { name: "Keepa.OutOfTokens", retryAfterMs: 60_000, tokens }],
    [
      { tokensLeft: -130 },
      { name: "Keepa.OutOfTokens", retryAfterMs: 180_000, tokens: { ...tokens, left: -130 } },
    ],
    [
      { status: 429, body: "slow down", headers: { "retry-after": "7" } },
      { name: "Keepa.OutOfTokens", retryAfterMs: 7_000, tokens: null },
    ],
    [{ status: 503 }, { name: "Keepa.Unavailable", retryAfterMs: 60_000, tokens }],
    [
      { status: 500, body: "<html>" },
      { name: "Keepa.Unavailable", retryAfterMs: undefined, tokens: null },
    ],
    [{ status: 502 }, { name: "Keepa.Unavailable" }],
    [{ status: 400 }, { name: "Keepa.InvalidRequest", tokens }],
    [{ status: 402 }, { name: "Keepa.PaymentRequired" }],
    [{ status: 405 }, { name: "Keepa.OutOfRange" }],
    [{ status: 404 }, { name: "Keepa.Rejected" }],
    [{ status: 403 }, { name: "Keepa.Rejected" }],
    [{ status: 302, headers: { location: "http://127.0.0.1:1/" } }, { name: "Keepa.Unavailable" }],
    [{ error: "invalidParameter" }, { name: "Keepa.InvalidRequest" }],
    [{ error: "paymentRequired" }, { name: "Keepa.PaymentRequired" }],
    [{ error: "notEnoughToken" }, { name: "Keepa.OutOfTokens" }],
    [{ error: "internalServerError" }, { name: "Keepa.Unavailable" }],
    [{ error: "somethingElse" }, { name: "Keepa.Rejected" }],
    ["html", { name: "Keepa.Unavailable", tokens: null }],
    ["truncated", { name: "Keepa.Unavailable", tokens: null }],
    ["reset", { name: "Keepa.Unavailable", tokens: null }],
    ["refuse", { name: "Keepa.Unavailable", tokens: null }],
  ])("%j has a name, and no key in it", async (behaviour, expected) => {
    server.script(behaviour);
    const error: unknown = await fetchThem(asins(3)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(KeepaError);
    expect(error).toMatchObject(expected);
    expect(
      `${String(error)} ${error instanceof Error ? error.stack : ""} ${JSON.stringify(error)}`,
    ).not.toContain("test-key");
    expect(error instanceof Error ? error.cause : null).toBeUndefined();
  });

  it("that hangs is given up", async () => {
    server.script("hang");
    await expect(fetchThem(asins(3), { timeoutMs: 50 })).rejects.toMatchObject({ name: "Keepa.Unavailable" });
  });

  it("with a wrong key is refused, and its zeros are no figures", async () => {
    const error = await fetchThem(asins(3), { apiKey: "wrong" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "Keepa.InvalidRequest", tokens: null });
    expect(String(error)).toContain("refuses the API key");
    expect(() => open({ apiKey: "" })).toThrow(expect.objectContaining({ name: "Input.Invalid" }));
  });

  it("that answers too much is not read to the end", async () => {
    await expect(fetchThem(asins(50), { mostBytes: 10_000 })).rejects.toMatchObject({
      name: "Keepa.Rejected",
    });
  });

  it("ends with the caller's reason once the caller gives up", async () => {
    server.script("hang");
    const reason = new Error("stopped");
    const controller = new AbortController();
    const asked = open().fetchProducts({ codes: asins(1), marketplace: "com", signal: controller.signal });
    controller.abort(reason);
    await expect(asked).rejects.toBe(reason);
  });

  it("is refilled every minute, and holds an hour's tokens", async () => {
    await fetchThem(asins(50));
    now += 59_999;
    expect(server.balance()).toBe(250);
    now += 1;
    expect(server.balance()).toBe(300);
    now += 90 * 60_000;
    expect(server.balance()).toBe(3_000);
  });
});
