import { type Key, keyOf } from "../dynamo/index.ts";

/** A tenant's leads are spread over these partitions by the first character of their leadId, in its order. */
export const PARTITIONS = "0123456789abcdef";

/**
 * The partition of a lead: the highest digit that is not above the first character. LeadIds are UUIDs, whose digits are
 * spread evenly; any other text has a partition too, and partitions follow the order of leadIds.
 */
export function partitionOf(leadId: string): string {
  const first = leadId.charAt(0);
  return [...PARTITIONS].findLast((digit) => digit <= first) ?? "0";
}

/** The partition key of a tenant's current items whose leadId starts with `digit`. */
export function leadsPk({ tenantId, digit }: { tenantId: string; digit: string }): string {
  return keyOf("leads", tenantId, digit);
}

/** Where the current item of a lead is. */
export function leadKey({ tenantId, leadId }: { tenantId: string; leadId: string }): Key {
  return { pk: leadsPk({ tenantId, digit: partitionOf(leadId) }), sk: leadId };
}

/** The partition key of a lead's versions; their sort key is the position. */
export function versionsPk({ tenantId, leadId }: { tenantId: string; leadId: string }): string {
  return keyOf("versions", tenantId, leadId);
}
