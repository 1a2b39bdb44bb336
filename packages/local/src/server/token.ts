import { type ApiKey, createKey, Scope } from "@millrace/core/api-key";
import type { Clock } from "@millrace/core/clock";
import type { LocalApiKeys } from "../store/api-keys.ts";
import { randomBytes } from "../system.ts";

/** The name of the keys that are made at a start. */
export const START_KEY = "millrace start";

/**
 * Makes the key of a start, with all scopes, and revokes the one of the start before: whoever has seen that one, in a terminal or a
 * log, cannot use it any more.
 *
 * @returns the key, which is kept nowhere
 */
export async function startToken(input: {
  tenantId: string;
  apiKeys: LocalApiKeys;
  clock: Clock;
}): Promise<{ token: string; record: ApiKey }> {
  const { tenantId, apiKeys, clock } = input;
  const createdAt = clock.now();
  const holder = { tenantId, name: START_KEY, scopes: Scope.options, createdAt };
  const { key, record } = createKey({ ...holder, randomBytes });
  apiKeys.revokeNamed({ name: START_KEY, at: createdAt });
  await apiKeys.add(record);
  return { token: key, record };
}
