import { randomBytes } from "../packages/aws/src/system.ts";
import { createKey } from "../packages/core/src/api-key/index.ts";

/** Prints a new API key and keeps nothing of it: for the secret RefreshKey, whose hash a deployment puts into the table of keys. */
const { key } = createKey({ tenantId: "", name: "", scopes: [], createdAt: 0, randomBytes });
console.log(key);
