import { type ApiKey, type ApiKeys, createKey, type Scope } from "@millrace/core/api-key";
import type { Clock } from "@millrace/core/clock";

/** API keys of this process: never stored, unknown to every other process, and gone with this one however it ends. */
export interface OwnKeys {
  /** The stored keys, with those of this process among them. */
  apiKeys: ApiKeys;
  /** Makes a key. */
  issue(holder: { tenantId: string; name: string; scopes: readonly Scope[] }): string;
}

/**
 * API keys of this process beside the stored ones.
 *
 * @param input.randomBytes - bytes that nobody can guess
 */
export function ownKeys(input: {
  stored: ApiKeys;
  clock: Clock;
  randomBytes: (bytes: number) => Uint8Array;
}): OwnKeys {
  const { stored, clock, randomBytes } = input;
  const records = new Map<string, ApiKey>();
  return {
    apiKeys: { ...stored, get: async ({ id }) => records.get(id) ?? stored.get({ id }) },
    issue(holder) {
      const { key, record } = createKey({ ...holder, createdAt: clock.now(), randomBytes });
      records.set(record.id, record);
      return key;
    },
  };
}
