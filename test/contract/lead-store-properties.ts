import type { Lead, LeadStore, LeadVersion } from "@millrace/core/lead";
import fc from "fast-check";
import { expect, it } from "vitest";
import { position, unique, version } from "./samples.ts";

const LEADS = ["a", "b", "c"];
const UPLOADS = [1, 2, 3, 4];

const lead = fc.constantFrom(...LEADS);
const upload = fc.constantFrom(...UPLOADS);
const Operation = fc.oneof(
  fc.record({ kind: fc.constant("put" as const), lead, upload }),
  fc.record({ kind: fc.constant("advance" as const), lead, upload }),
  fc.record({ kind: fc.constant("delete" as const), lead, upload }),
  fc.record({ kind: fc.constant("settle" as const), lead }),
  fc.record({ kind: fc.constant("restore" as const), lead, upload, expected: fc.option(upload) }),
  fc.record({ kind: fc.constant("erase" as const), lead }),
);
type Operation = typeof Operation extends fc.Arbitrary<infer T> ? T : never;

/** The store said in a few lines: what the contract means, and nothing of how. */
class Reference {
  readonly versions = new Map<string, LeadVersion>();
  readonly leads = new Map<string, Lead>();

  history(leadId: string): LeadVersion[] {
    const all = [...this.versions.values()].filter((one) => one.leadId === leadId);
    return all.sort((a, b) => (a.position < b.position ? -1 : 1));
  }

  advance(one: LeadVersion, at: number): Lead | null {
    const before = this.leads.get(one.leadId) ?? null;
    if (before === null || before.position < one.position) this.make(one, at);
    return before;
  }

  restore(leadId: string, expected: string | null, to: LeadVersion | null, at: number): boolean {
    if ((this.leads.get(leadId)?.position ?? null) !== expected) return false;
    if (to === null) this.leads.delete(leadId);
    else this.make(to, at);
    return true;
  }

  private make(one: LeadVersion, at: number): void {
    const before = this.leads.get(one.leadId);
    const same = JSON.stringify(before?.fields) === JSON.stringify(one.fields);
    const { batchId, by, issues, modelKey, at: _, ...shared } = one;
    this.leads.set(one.leadId, {
      ...shared,
      createdAt: before?.createdAt ?? at,
      updatedAt: same ? (before?.updatedAt ?? at) : at,
    });
  }
}

/** What holds for any sequence of operations. */
export function leadStoreProperties(store: () => LeadStore): void {
  it("does what the reference does, for any sequence of operations", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Operation, { maxLength: 30 }), async (operations) => {
        const tenantId = unique("tenant");
        const reference = new Reference();
        for (const [at, operation] of operations.entries()) {
          await apply({ store: store(), reference, tenantId, operation, at });
        }
        await same({ store: store(), reference, tenantId });
      }),
      { numRuns: 60 },
    );
  });

  it("ends in the same leads for any order and repetition of upserts", async () => {
    const upserts = fc.array(fc.record({ lead, upload }), { minLength: 1, maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(upserts, fc.infiniteStream(fc.double({ noNaN: true })), async (list, chance) => {
        const again = list.flatMap((one) => [one, one]);
        const shuffled = again
          .map((one) => ({ one, at: chance.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const ends = [];
        for (const sequence of [list, shuffled]) {
          const tenantId = unique("tenant");
          for (const { lead: leadId, upload: number } of sequence) {
            const versions = [sample({ tenantId, leadId, number })];
            await store().putVersions({ versions });
            await store().advance({ versions, at: 1 });
          }
          const leads = await store().list({ tenantId, limit: LEADS.length });
          ends.push(leads.map((one) => ({ ...one, tenantId: "" })));
        }
        expect(ends[1]).toEqual(ends[0]);
      }),
      { numRuns: 40 },
    );
  });
}

/** One content for each lead and upload, as every retry has it; half of the uploads say the same. */
function sample(input: { tenantId: string; leadId: string; number: number }): LeadVersion {
  const { tenantId, leadId, number } = input;
  return version({ tenantId, leadId, upload: number, fields: { title: `title ${number >> 1}` } });
}

async function apply(input: {
  store: LeadStore;
  reference: Reference;
  tenantId: string;
  operation: Operation;
  at: number;
}): Promise<void> {
  const { store, reference, tenantId, operation, at } = input;
  const leadId = operation.lead;
  const of = (number: number) => sample({ tenantId, leadId, number });
  switch (operation.kind) {
    case "put": {
      const one = of(operation.upload);
      await store.putVersions({ versions: [one] });
      reference.versions.set(leadId + one.position, one);
      return;
    }
    case "advance": {
      const one = of(operation.upload);
      const [before] = await store.advance({ versions: [one], at });
      expect(before).toEqual(reference.advance(one, at));
      return;
    }
    case "delete": {
      const place = position(operation.upload);
      await store.deleteVersion({ tenantId, leadId, position: place });
      reference.versions.delete(leadId + place);
      return;
    }
    case "settle": {
      const expected = (await store.get({ tenantId, leadId }))?.position ?? null;
      const to = await store.newest({ tenantId, leadId });
      expect(to).toEqual(reference.history(leadId).at(-1) ?? null);
      expect(await store.restore({ tenantId, leadId, expected, version: to, at })).toBe(true);
      reference.restore(leadId, expected, to, at);
      return;
    }
    case "restore": {
      const expected = operation.expected === null ? null : position(operation.expected);
      const to = of(operation.upload);
      const done = await store.restore({ tenantId, leadId, expected, version: to, at });
      expect(done).toBe(reference.restore(leadId, expected, to, at));
      return;
    }
    case "erase": {
      await store.erase({ tenantId, leadId });
      reference.leads.delete(leadId);
      for (const [key, one] of reference.versions) if (one.leadId === leadId) reference.versions.delete(key);
    }
  }
}

async function same(input: { store: LeadStore; reference: Reference; tenantId: string }): Promise<void> {
  const { store, reference, tenantId } = input;
  const leads = LEADS.flatMap((id) => reference.leads.get(id) ?? []);
  expect(await store.list({ tenantId, limit: 10 })).toEqual(leads);
  for (const leadId of LEADS) {
    expect(await store.get({ tenantId, leadId })).toEqual(reference.leads.get(leadId) ?? null);
    const history = reference.history(leadId);
    expect(await store.history({ tenantId, leadId })).toEqual(history);
    for (const number of UPLOADS) {
      const below = position(number);
      const newest = history.filter((one) => one.position < below).at(-1) ?? null;
      expect(await store.newest({ tenantId, leadId, below })).toEqual(newest);
    }
  }
}
