import { type Lead, listLeads } from "@millrace/core/lead";
import { describe, expect, it } from "vitest";
import { fields } from "../../../../test/contract/samples.ts";
import { emptyMemory, memoryLeads } from "../../../../test/equipment/memory-stores.ts";

/** A store of so many leads, of which every thousandth is wanted. */
function leadsOf(count: number) {
  const memory = emptyMemory();
  for (let n = 0; n < count; n++) {
    const leadId = String(n).padStart(6, "0");
    const lead: Lead = {
      ...{ tenantId: "acme", leadId, position: "1", runId: "run", row: n, sourceFile: "a.csv" },
      fields: fields({ firstName: n % 1_000 === 999 ? "Zoë" : "Ana" }),
      ...{ createdAt: 0, updatedAt: 0 },
    };
    memory.leads.set(leadId, lead);
  }
  return memoryLeads(memory, async () => {});
}
const idsOf = ({ items }: { items: Lead[] }) => items.map(({ leadId }) => leadId);

describe("a page of leads that are searched for", () => {
  it("looks through five thousand at most, and says where to go on", async () => {
    const leads = leadsOf(5_001);
    const ask = { tenantId: "acme", search: "nobody", limit: 10 };
    const page = await listLeads(ask, { leads });
    expect(page).toMatchObject({ items: [], looked: 5_000, nextCursor: expect.any(String) });
    const next = await listLeads({ ...ask, cursor: page.nextCursor ?? "" }, { leads });
    expect(next).toMatchObject({ items: [], looked: 1, nextCursor: null });
  });

  it("is full as soon as it can be, and no lead is left out between two pages", async () => {
    const leads = leadsOf(4_500);
    const ask = { tenantId: "acme", search: "zoe", limit: 2 };
    const first = await listLeads(ask, { leads });
    expect([idsOf(first), first.nextCursor]).toEqual([["000999", "001999"], expect.any(String)]);
    const second = await listLeads({ ...ask, cursor: first.nextCursor ?? "" }, { leads });
    expect(idsOf(second)).toEqual(["002999", "003999"]);
    const end = await listLeads({ ...ask, cursor: second.nextCursor ?? "" }, { leads });
    expect(end).toMatchObject({ items: [], nextCursor: null });
  });
});
