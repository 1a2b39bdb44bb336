import { ApiKey } from "@millrace/core/api-key";
import { type Item, type Key, keyOf } from "../dynamo/index.ts";

/** Digits of the largest time that JavaScript can count, so that times sort as text. */
const TIME_DIGITS = 16;

/** Where a key's record is. */
export function apiKeyKey(id: string): Key {
  return { pk: keyOf("key", id), sk: "key" };
}

/** The partition key of the list of a tenant's keys; their sort key is when they were made, then the id. */
export function apiKeyListPk(tenantId: string): string {
  return keyOf("keys", tenantId);
}

/**
 * The two items of a key: its record, and its place in its tenant's list. A deployment that makes a key of its own writes
 * the same.
 */
export function itemsOfApiKey(key: ApiKey): [record: Item, place: Item] {
  const createdAt = String(key.createdAt).padStart(TIME_DIGITS, "0");
  return [
    { ...apiKeyKey(key.id), ...key },
    { pk: apiKeyListPk(key.tenantId), sk: keyOf(createdAt, key.id), id: key.id },
  ];
}

/** @throws ZodError where the item is not a key's record */
export function apiKeyOf(item: unknown): ApiKey {
  return ApiKey.parse(item);
}
