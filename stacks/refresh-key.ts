import { marshall } from "@aws-sdk/util-dynamodb";
import { itemsOfApiKey } from "../packages/aws/src/api-keys/items.ts";
import { type ApiKey, parseKey, recordOf } from "../packages/core/src/api-key/index.ts";
import { valueOfSecret } from "../packages/functions/src/secret.ts";
import type { Storage } from "./storage.ts";

/** Statistics are the platform's, so the key that refreshes them is no team's. */
const TENANT = "platform";

/**
 * Makes the API know the key that refreshes statistics: its hash goes into the table of keys. Setting another secret and deploying changes the
 * key; the former one's record goes with it.
 */
export function createRefreshKey(input: { storage: Storage; key: sst.Secret }): void {
  const { storage, key } = input;
  const items = $util.unsecret(
    key.value.apply((value) => itemsOfApiKey(recordOfKey(valueOfSecret({ value })))),
  );
  for (const [index, name] of ["Record", "Place"].entries()) {
    new aws.dynamodb.TableItem(`RefreshKey${name}`, {
      tableName: storage.apiKeys.name,
      hashKey: "pk",
      rangeKey: "sk",
      item: items.apply((both) => JSON.stringify(marshall(both[index]))),
    });
  }
}

/**
 * Until a key is set there is a record that no key fits: revoked, with the hash of nothing anybody holds. A text that is no key ends
 * the deployment: every refresh would be refused.
 */
function recordOfKey(text: string | null): ApiKey {
  const parts = text === null ? null : parseKey(text);
  if (text !== null && parts === null)
    throw new Error("the secret RefreshKey is no key: npm run key makes one");
  const holder = { tenantId: TENANT, name: "refresh of statistics", scopes: ["statistics:read"] as const };
  // The same at every deployment, or each would write the record anew.
  const createdAt = 0;
  if (parts !== null) return recordOf({ ...parts, ...holder, createdAt });
  return {
    ...holder,
    id: "0".repeat(12),
    secretHash: "0".repeat(64),
    scopes: [...holder.scopes],
    createdAt,
    revokedAt: 0,
  };
}
