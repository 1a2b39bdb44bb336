import { type ApiKeys, createKey, type Scope } from "@millrace/core/api-key";

/** What the flows ask the API for. */
const SCOPES: readonly Scope[] = ["statistics:read"];

/**
 * An API key of this process alone, for its flows: never stored, and gone with the process.
 *
 * @param input.apiKeys - the stored keys
 * @returns the key, and keys among which it is
 */
export function ownKey(input: {
  apiKeys: ApiKeys;
  createdAt: number;
  randomBytes: (bytes: number) => Uint8Array;
}): { key: string; apiKeys: ApiKeys } {
  const { apiKeys, ...rest } = input;
  const holder = { tenantId: "default", name: "flows of this process", scopes: SCOPES };
  const { key, record } = createKey({ ...holder, ...rest });
  return {
    key,
    apiKeys: { ...apiKeys, get: async ({ id }) => (id === record.id ? record : apiKeys.get({ id })) },
  };
}
