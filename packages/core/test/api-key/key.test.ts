import { randomBytes } from "node:crypto";
import { type ApiKey, authenticate, createKey, hashSecret, parseKey, recordOf } from "@millrace/core/api-key";
import { MillraceError } from "@millrace/core/error";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const holder = { tenantId: "acme", name: "till", scopes: ["customers:read" as const], createdAt: 7 };

function storeOf(...records: ApiKey[]) {
  const asked: string[] = [];
  return {
    asked,
    async get({ id }: { id: string }) {
      asked.push(id);
      return records.find((record) => record.id === id) ?? null;
    },
  };
}

describe("a key", () => {
  it("is made of the bytes it is given, and its record holds the hash of its secret alone", () => {
    const { key, record } = createKey({ ...holder, randomBytes: (count) => new Uint8Array(count).fill(255) });
    expect(key).toBe("mr_ffffffffffff___________________________________________8");
    expect(record).toEqual({
      ...holder,
      id: "ffffffffffff",
      secretHash: "225f7e75329dd45aa354975d73987319309393af3a4c6733bc13601a4f1b8796",
      revokedAt: null,
    });
  });

  it("is taken apart into what it was made of, whatever its bytes", () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(6), bytes(32), (id, secret) => {
        const { key, record } = createKey({ ...holder, randomBytes: (count) => (count === 6 ? id : secret) });
        const parts = parseKey(key);
        expect(parts?.id).toBe(record.id);
        expect(hashSecret(parts?.secret ?? "")).toBe(record.secretHash);
        expect(recordOf({ ...holder, id: record.id, secret: parts?.secret ?? "" })).toEqual(record);
      }),
    );
  });

  it.each([
    "",
    "mr_",
    "mr_0123456789ab_",
    `mr_0123456789ab_${"a".repeat(42)}`,
    `mr_0123456789ab_${"a".repeat(44)}`,
    `mr_0123456789AB_${"a".repeat(43)}`,
    `mr_0123456789ab_${"a".repeat(43)}\n`,
    ` mr_0123456789ab_${"a".repeat(43)}`,
    `mr_0123456789ab_${"+".repeat(43)}`,
  ])("is not %j", (text) => {
    expect(parseKey(text)).toBeNull();
  });
});

describe("authenticate", () => {
  const { key, record } = createKey({ ...holder, randomBytes });

  it.each([`Bearer ${key}`, `bearer ${key}`, `BEARER   ${key} `])(
    "knows the holder of a good key, however the scheme is written",
    async (header) => {
      expect(await authenticate({ header, apiKeys: storeOf(record) })).toEqual(record);
    },
  );

  it.each([
    ["no header", undefined],
    ["an empty header", ""],
    ["the key alone", key],
    ["another scheme", `Basic ${key}`],
    ["two keys", `Bearer ${key} ${key}`],
    ["a key with more behind it", `Bearer ${key}x`],
    ["a header of a megabyte", `Bearer ${" ".repeat(1_000_000)}${key}`],
    ["text that is no key", "Bearer secret"],
  ])("refuses %s, and asks the store nothing", async (_, header) => {
    const store = storeOf(record);
    expect(await authenticate({ header, apiKeys: store })).toBeNull();
    expect(store.asked).toEqual([]);
  });

  it("refuses a key with any character of its secret changed", async () => {
    const from = key.length - 43;
    for (let at = from; at < key.length - 1; at++) {
      const wrong = `${key.slice(0, at)}${key[at] === "a" ? "b" : "a"}${key.slice(at + 1)}`;
      expect(await authenticate({ header: `Bearer ${wrong}`, apiKeys: storeOf(record) })).toBeNull();
    }
  });

  it("refuses one key's secret with another's id", async () => {
    const other = createKey({ ...holder, randomBytes });
    const header = `Bearer mr_${other.record.id}_${parseKey(key)?.secret}`;
    expect(await authenticate({ header, apiKeys: storeOf(record, other.record) })).toBeNull();
  });

  it("refuses an unknown id", async () => {
    expect(await authenticate({ header: `Bearer ${key}`, apiKeys: storeOf() })).toBeNull();
  });

  it("refuses a revoked key, revoked at whatever time", async () => {
    const header = `Bearer ${key}`;
    expect(await authenticate({ header, apiKeys: storeOf({ ...record, revokedAt: 0 }) })).toBeNull();
  });

  it("lets the store's failure out, and lets nobody in", async () => {
    const apiKeys = {
      get: () => Promise.reject(new MillraceError("Store.Throttled", "overloaded")),
    };
    await expect(authenticate({ header: `Bearer ${key}`, apiKeys })).rejects.toMatchObject({
      name: "Store.Throttled",
    });
  });
});
