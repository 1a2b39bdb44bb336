import * as z from "zod";

/** What a key's holder may do. */
export const Scope = z.enum([
  "customers:read",
  "customers:write",
  "statistics:read",
  "leads:read",
  "leads:write",
  "catalogs:read",
  "catalogs:write",
  "operations:read",
  "operations:write",
]);
export type Scope = z.infer<typeof Scope>;

/** A key as it is stored: never the key itself. */
export const ApiKey = z.object({
  /** The part of the key before its secret: names the record, and may be shown. */
  id: z.string(),
  /** SHA-256 of the secret part, hexadecimal. The secret is 256 random bits, so that no salt or slow hash is needed. */
  secretHash: z.string().regex(/^[0-9a-f]{64}$/),
  tenantId: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  createdAt: z.number(),
  revokedAt: z.number().nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** Where keys are kept. */
export interface ApiKeys {
  /** @throws Input.Invalid where a key of that id is there already */
  add(key: ApiKey): Promise<void>;
  get(input: { id: string }): Promise<ApiKey | null>;
  /** A tenant's keys, newest first, revoked ones included. */
  list(input: { tenantId: string }): Promise<ApiKey[]>;
  /** @returns false where the tenant has no such key; one revoked before stays as it was */
  revoke(input: { tenantId: string; id: string; at: number }): Promise<boolean>;
}
