import { timingSafeEqual } from "node:crypto";
import type { ApiKey, ApiKeys } from "./api-keys.ts";
import { hashSecret, parseKey } from "./key.ts";

/** Compared with where there is no such key, so that an unknown id takes as long as a wrong secret. No secret has this hash. */
const NOBODY = "0".repeat(64);

/** The scheme's name is in any case, and followed by at least one space: https://www.rfc-editor.org/rfc/rfc9110#section-11.4 */
const BEARER = /^bearer +([^ ]+) *$/i;

/** Longer than any header that holds a key: nothing else is worth a look. */
const MAX_HEADER = 200;

/**
 * Finds out whose key a request carries. What is wrong with one that is refused is not said, nor shown by the time it takes.
 *
 * @param input.header - the value of `Authorization`
 * @returns the key's record; null where there is no usable key: none, malformed, unknown, wrong or revoked
 * @throws Store.Throttled where the store of keys does not answer
 * @example
 * const apiKey = await authenticate({ header: "Bearer mr_0a1b2c3d4e5f_…", apiKeys });
 */
export async function authenticate(input: {
  header: string | undefined;
  apiKeys: Pick<ApiKeys, "get">;
}): Promise<ApiKey | null> {
  const { header = "", apiKeys } = input;
  const [, text = ""] = header.length > MAX_HEADER ? [] : (BEARER.exec(header) ?? []);
  const parts = parseKey(text);
  if (parts === null) return null;
  const record = await apiKeys.get({ id: parts.id });
  const expected = Buffer.from(record?.secretHash ?? NOBODY, "hex");
  const isRight = timingSafeEqual(Buffer.from(hashSecret(parts.secret), "hex"), expected);
  return record !== null && isRight && record.revokedAt === null ? record : null;
}
