import { randomBytes, systemClock } from "@millrace/aws/system";
import { type ApiKeys, createKey, Scope, shownKey } from "@millrace/core/api-key";
import { MillraceError } from "@millrace/core/error";
import * as z from "zod";
import { apiKeys } from "../deps.ts";
import { parseEvent } from "../event/parse.ts";
import { lambdaHandler } from "../handler.ts";
import { log } from "../observe.ts";

const TenantId = z.string().regex(/^[a-z0-9-]{1,63}$/);

/** What an operator may ask for: as `millrace keys` on one machine. */
const Operation = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("create"),
    tenantId: TenantId,
    name: z.string().max(100).default(""),
    scopes: z.array(Scope).min(1),
  }),
  z.strictObject({ action: z.literal("list"), tenantId: TenantId }),
  z.strictObject({ action: z.literal("revoke"), tenantId: TenantId, id: z.string().regex(/^[0-9a-f]{12}$/) }),
]);
type Operation = z.infer<typeof Operation>;

/**
 * Invoked by an operator, from the AWS CLI or the console: `{ "action": "create", "tenantId": "acme", "scopes": ["customers:read"] }`.
 * The answer to `create` is the only place where the key ever is. What cannot be done is answered as `{ refused: { name, message } }`.
 */
export const handler = lambdaHandler("Keys", async (event) => {
  try {
    const operation = parseEvent({ schema: Operation, event, what: "operation on API keys" });
    const answer = await perform(operation, apiKeys());
    log.info("API keys", { action: operation.action, tenantId: operation.tenantId });
    return answer;
  } catch (error) {
    if (!(error instanceof MillraceError) || error.name !== "Input.Invalid") throw error;
    return { refused: { name: error.name, message: error.message } };
  }
});

async function perform(operation: Operation, keys: ApiKeys) {
  const { tenantId } = operation;
  const now = systemClock.now();
  if (operation.action === "list") return { keys: (await keys.list({ tenantId })).map(shownKey) };
  if (operation.action === "revoke") {
    const { id } = operation;
    if (await keys.revoke({ tenantId, id, at: now })) return { id, revoked: true };
    throw new MillraceError("Input.Invalid", "the tenant has no such key");
  }
  const { name, scopes } = operation;
  const { key, record } = createKey({ tenantId, name, scopes, createdAt: now, randomBytes });
  await keys.add(record);
  return { key, ...shownKey(record) };
}
