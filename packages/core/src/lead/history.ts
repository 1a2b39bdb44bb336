import { changedFields } from "./changes.ts";
import { LEAD_FIELDS, type LeadField } from "./fields.ts";
import type { Lead, LeadStore, LeadVersion } from "./store.ts";

/** What one row said about a lead, and what that changed. */
export interface LeadChange {
  version: LeadVersion;
  /** Fields in which it differs from the row before; of the first, those it filled. */
  fieldsChanged: LeadField[];
  /** Whether the lead is as this row says. */
  current: boolean;
}

/** A lead and every row that ever spoke for it, newest upload first; null where the tenant has no such lead. */
export async function leadHistory(
  input: { tenantId: string; leadId: string },
  { leads }: { leads: Pick<LeadStore, "get" | "history"> },
): Promise<{ lead: Lead; changes: LeadChange[] } | null> {
  const lead = await leads.get(input);
  if (lead === null) return null;
  const versions = await leads.history(input);
  const changes = versions.map((version, index) => {
    const before = versions[index - 1];
    const fieldsChanged =
      before === undefined
        ? LEAD_FIELDS.filter((field) => version.fields[field] !== "")
        : changedFields(before.fields, version.fields);
    return { version, fieldsChanged, current: version.position === lead.position };
  });
  return { lead, changes: changes.toReversed() };
}
