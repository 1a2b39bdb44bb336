import { createHash } from "node:crypto";
import type { ApiKey, Scope } from "./api-keys.ts";

/** 48 bits: with a million keys the chance that a new id is there already is one in 280 million, and `add` refuses it. */
const ID_BYTES = 6;

/** 256 bits, which nobody can guess: so a plain hash keeps it safe, and no limit on tries is needed. */
const SECRET_BYTES = 32;

/** The secret may hold an underscore, the id cannot. */
const KEY = /^mr_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** What a key's record says of it, apart from what is derived from the key. */
export interface KeyHolder {
  tenantId: string;
  /** For people, such as `shop on Main Street`. */
  name: string;
  scopes: readonly Scope[];
  /** Milliseconds since 1970. */
  createdAt: number;
}

/**
 * Makes a new key.
 *
 * @param input.randomBytes - as `node:crypto` has it: bytes that nobody can guess
 * @returns the key, which is nowhere else and cannot be found again, and the record to be stored
 * @example
 * const { key, record } = createKey({ tenantId: "acme", name: "till", scopes: ["customers:read"], createdAt: clock.now(), randomBytes });
 * await apiKeys.add(record); // key: "mr_0a1b2c3d4e5f_…"
 */
export function createKey(input: KeyHolder & { randomBytes: (bytes: number) => Uint8Array }): {
  key: string;
  record: ApiKey;
} {
  const { randomBytes, ...holder } = input;
  const id = Buffer.from(randomBytes(ID_BYTES)).toString("hex");
  const secret = Buffer.from(randomBytes(SECRET_BYTES)).toString("base64url");
  return { key: keyText({ id, secret }), record: recordOf({ id, secret, ...holder }) };
}

/** A key as its holder sends it. */
export function keyText({ id, secret }: { id: string; secret: string }): string {
  return `mr_${id}_${secret}`;
}

/** The two parts of a key; null where the text is none. */
export function parseKey(text: string): { id: string; secret: string } | null {
  const [, id, secret] = KEY.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/**
 * The record of a key whose parts were made elsewhere, as a deployment makes them.
 *
 * @param input.id - 12 hexadecimal digits, lower case
 * @param input.secret - 256 random bits as 43 characters of base64url
 */
export function recordOf(input: KeyHolder & { id: string; secret: string }): ApiKey {
  const { id, secret, tenantId, name, scopes, createdAt } = input;
  return {
    id,
    secretHash: hashSecret(secret),
    tenantId,
    name,
    scopes: [...scopes],
    createdAt,
    revokedAt: null,
  };
}

/** A key's record as it may be shown: its hash is nobody's business. */
export function shownKey({ secretHash: _, ...rest }: ApiKey): Omit<ApiKey, "secretHash"> {
  return rest;
}

/** SHA-256 of a key's secret part, hexadecimal. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
