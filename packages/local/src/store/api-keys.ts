import type { DatabaseSync } from "node:sqlite";
import { ApiKey, type ApiKeys, Scope } from "@millrace/core/api-key";
import { MillraceError } from "@millrace/core/error";
import * as z from "zod";
import { fromJson, transaction } from "./database.ts";

const COLUMNS = `id, secret_hash AS secretHash, tenant_id AS tenantId, name, scopes,
  created_at AS createdAt, revoked_at AS revokedAt`;

const KeyRow = ApiKey.extend({ scopes: fromJson(z.array(Scope)) });

/** API keys in SQLite. */
export function sqliteApiKeys(db: DatabaseSync): ApiKeys {
  const insert = db.prepare(
    `INSERT INTO api_keys (id, secret_hash, tenant_id, name, scopes, created_at, revoked_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const select = db.prepare(`SELECT ${COLUMNS} FROM api_keys WHERE id = ?`);
  const selectOfTenant = db.prepare(
    `SELECT ${COLUMNS} FROM api_keys WHERE tenant_id = ? ORDER BY created_at DESC, id DESC`,
  );
  const revokeOne = db.prepare(
    "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?) WHERE tenant_id = ? AND id = ?",
  );

  return {
    async add({ id, secretHash, tenantId, name, scopes, createdAt, revokedAt }) {
      const added = transaction(db, () =>
        insert.run(id, secretHash, tenantId, name, JSON.stringify(scopes), createdAt, revokedAt),
      );
      if (added.changes === 0)
        throw new MillraceError("Input.Invalid", "there is an API key of that id already");
    },

    async get({ id }) {
      const row = select.get(id);
      return row === undefined ? null : KeyRow.parse(row);
    },

    async list({ tenantId }) {
      return selectOfTenant.all(tenantId).map((row) => KeyRow.parse(row));
    },

    async revoke({ tenantId, id, at }) {
      return transaction(db, () => revokeOne.run(at, tenantId, id)).changes > 0;
    },
  };
}
