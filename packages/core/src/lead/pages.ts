import type { Lead, LeadStore } from "./store.ts";

/** Leads read from the store at once. */
const PAGE = 500;

/** All leads of a tenant in order of leadId, page by page. A lead that is there from the first page to the last is read once. */
export async function* leadPages(input: { leads: LeadStore; tenantId: string }): AsyncGenerator<Lead[]> {
  const { leads, tenantId } = input;
  for (let after = ""; ; ) {
    const page = await leads.list({ tenantId, after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.leadId;
  }
}
