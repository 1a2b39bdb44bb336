import type { LeadView } from "../../api/views.ts";

/** What a lead is called in lists; empty where its rows said nothing that could name it. */
export function nameOf({ fields }: Pick<LeadView, "fields">): string {
  const { firstName, lastName, email, phone, company } = fields;
  return [firstName, lastName].filter((part) => part !== "").join(" ") || email || phone || company;
}
