import { randomBytes } from "node:crypto";
import { type ApiKey, type ApiKeys, createKey, parseKey, Scope } from "@millrace/core/api-key";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unique } from "./samples.ts";

/** What {@link apiKeysContract} asks of an adapter: an open store of keys, empty or not. */
export type MakeApiKeys = () => Promise<{ apiKeys: ApiKeys; close(): Promise<void> }>;

/** What every {@link ApiKeys} does. The store may be shared: each test has a tenant of its own. */
export function apiKeysContract(name: string, make: MakeApiKeys): void {
  describe(`${name}: the contract of ApiKeys`, () => {
    let apiKeys: ApiKeys;
    let close: () => Promise<void>;
    let tenantId: string;

    beforeEach(async () => {
      ({ apiKeys, close } = await make());
      tenantId = unique("tenant");
    });
    afterEach(() => close());

    async function added(change: Partial<ApiKey> = {}): Promise<ApiKey> {
      const holder = { tenantId, name: "till", scopes: Scope.options, createdAt: 1_700_000_000_000 };
      const record = { ...createKey({ ...holder, randomBytes }).record, ...change };
      await apiKeys.add(record);
      return record;
    }

    it("gives a record back as it was added", async () => {
      const key = await added({ name: "Zoë's till 👩‍👧", scopes: ["customers:read", "statistics:read"] });
      expect(await apiKeys.get({ id: key.id })).toEqual(key);
    });

    it("keeps a key without scopes", async () => {
      const key = await added({ scopes: [] });
      expect(await apiKeys.get({ id: key.id })).toEqual(key);
    });

    it("knows no key of another id", async () => {
      await added();
      expect(await apiKeys.get({ id: "ffffffffffff" })).toBeNull();
    });

    it("refuses a second key of one id, and keeps the first", async () => {
      const key = await added();
      const again = { ...key, tenantId: unique("tenant"), name: "another" };
      await expect(apiKeys.add(again)).rejects.toMatchObject({ name: "Input.Invalid" });
      expect(await apiKeys.get({ id: key.id })).toEqual(key);
      expect(await apiKeys.list({ tenantId: again.tenantId })).toEqual([]);
    });

    it("lists a tenant's keys, newest first, revoked ones included, and nobody else's", async () => {
      const first = await added({ createdAt: 9 });
      const third = await added({ createdAt: 1_700_000_000_000 });
      const second = await added({ createdAt: 10 });
      await added({ tenantId: `${tenantId}#x` });
      await apiKeys.revoke({ tenantId, id: second.id, at: 11 });
      expect(await apiKeys.list({ tenantId })).toEqual([third, { ...second, revokedAt: 11 }, first]);
    });

    it("lists more keys than one answer of a store holds", async () => {
      const keys: ApiKey[] = [];
      for (let n = 0; n < 120; n++) keys.push(await added({ createdAt: n }));
      expect(await apiKeys.list({ tenantId })).toEqual(keys.toReversed());
    });

    it("revokes at once and for good: a second time changes nothing", async () => {
      const key = await added();
      expect(await apiKeys.revoke({ tenantId, id: key.id, at: 5 })).toBe(true);
      expect(await apiKeys.revoke({ tenantId, id: key.id, at: 9 })).toBe(true);
      expect(await apiKeys.get({ id: key.id })).toEqual({ ...key, revokedAt: 5 });
    });

    it("revokes nobody else's key", async () => {
      const key = await added();
      expect(await apiKeys.revoke({ tenantId: unique("tenant"), id: key.id, at: 5 })).toBe(false);
      expect(await apiKeys.revoke({ tenantId, id: "ffffffffffff", at: 5 })).toBe(false);
      expect(await apiKeys.get({ id: key.id })).toEqual(key);
    });

    it("holds no secret", async () => {
      const { key, record } = createKey({ tenantId, name: "", scopes: [], createdAt: 1, randomBytes });
      await apiKeys.add(record);
      const stored = JSON.stringify([await apiKeys.get({ id: record.id }), await apiKeys.list({ tenantId })]);
      expect(stored).not.toContain(parseKey(key)?.secret);
    });
  });
}
