import { createHash } from "node:crypto";

/**
 * Answers of the model, kept as long as leads live, so that no row is paid for twice. Values are text; whoever reads one
 * checks it again.
 */
export interface ModelCache {
  /** The values that are there; at most 100 keys in a call. */
  get(keys: string[]): Promise<Map<string, string>>;
  /** Stores entries, over older ones of the same key; at most 100 in a call. */
  put(entries: { key: string; value: string }[]): Promise<void>;
  /** Forgets entries; keys that are not there are no error. */
  remove(keys: string[]): Promise<void>;
}

/**
 * The key of one row's answer. Holds nothing of the row but a hash, and the tenant's part of it keeps tenants apart.
 *
 * @param promptVersion - changes whenever the question changes
 * @param modelId - {@link Model.id}
 * @param row - everything the answer depends on, as JSON-able data
 */
export function modelCacheKey(input: {
  promptVersion: string;
  modelId: string;
  tenantId: string;
  row: unknown;
}): string {
  const asked = JSON.stringify([input.promptVersion, input.modelId, input.tenantId, input.row]);
  return `lead-${createHash("sha256").update(asked).digest("hex")}`;
}
