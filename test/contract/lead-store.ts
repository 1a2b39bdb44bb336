import { createHash } from "node:crypto";
import type { LeadStore, LeadVersion } from "@millrace/core/lead";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leadStoreProperties } from "./lead-store-properties.ts";
import { fields, position, unique, version } from "./samples.ts";

/** What {@link leadStoreContract} asks of an adapter: an open store, empty or not. */
export type MakeLeadStore = () => Promise<{ store: LeadStore; close(): Promise<void> }>;

/** What every {@link LeadStore} does. The store may be shared: each test has a tenant of its own. */
export function leadStoreContract(name: string, make: MakeLeadStore): void {
  describe(`${name}: the contract of LeadStore`, () => {
    let store: LeadStore;
    let close: () => Promise<void>;
    let tenantId: string;
    const leadId = "b5c0a5a2-6a0d-5d5c-9a43-0c1d1f2f0001";

    beforeEach(async () => {
      ({ store, close } = await make());
      tenantId = unique("tenant");
    });
    afterEach(() => close());

    const of = (upload: number, more: Partial<Parameters<typeof version>[0]> = {}) =>
      version({ tenantId, leadId, upload, ...more });
    /** Stores a version and makes it current, as an upsert does. */
    const upsert = async (one: LeadVersion, at = one.at) => {
      await store.putVersions({ versions: [one] });
      return (await store.advance({ versions: [one], at }))[0];
    };
    const current = () => store.get({ tenantId, leadId });

    describe("versions", () => {
      it("come back as they were put, oldest first", async () => {
        await store.putVersions({ versions: [of(3)] });
        await store.putVersions({ versions: [of(1)] });
        await store.putVersions({ versions: [of(2)] });
        expect(await store.history({ tenantId, leadId })).toEqual([of(1), of(2), of(3)]);
      });

      it("are ordered by row within an upload, by number and not by its digits", async () => {
        for (const row of [10, 9, 100]) await store.putVersions({ versions: [of(1, { row })] });
        expect((await store.history({ tenantId, leadId })).map(({ row }) => row)).toEqual([9, 10, 100]);
      });

      it("put again change nothing", async () => {
        await store.putVersions({ versions: [of(1)] });
        await store.putVersions({ versions: [of(1)] });
        expect(await store.history({ tenantId, leadId })).toEqual([of(1)]);
      });

      it("do not touch the current item", async () => {
        await upsert(of(1));
        const before = await current();
        await store.putVersions({ versions: [of(2, { fields: { firstName: "Eva" } })] });
        expect(await current()).toEqual(before);
      });

      it("of many leads are put in one call", async () => {
        const versions = Array.from({ length: 100 }, (_, row) => of(1, { leadId: `lead-${row}`, row }));
        await store.putVersions({ versions });
        for (const one of versions) {
          expect(await store.history({ tenantId, leadId: one.leadId })).toEqual([one]);
        }
      });

      it("keep every character and the empty field", async () => {
        const odd = of(1, {
          fields: {
            firstName: "Zoë \u0000\t'\"; 𝒥 👩‍👩‍👧",
            lastName: "",
            remarks: `a: ${"x".repeat(30_000)}\n\n`,
          },
        });
        await upsert(odd);
        expect(await store.history({ tenantId, leadId })).toEqual([odd]);
        expect((await current())?.fields).toEqual(odd.fields);
      });

      it("put with no versions are no error", async () => {
        await store.putVersions({ versions: [] });
        expect(await store.advance({ versions: [], at: 1 })).toEqual([]);
      });

      it("are deleted one by one; one that is not there is no error", async () => {
        await store.putVersions({ versions: [of(1)] });
        await store.putVersions({ versions: [of(2)] });
        await store.deleteVersion({ tenantId, leadId, position: position(1) });
        await store.deleteVersion({ tenantId, leadId, position: position(1) });
        await store.deleteVersion({ tenantId, leadId: "another", position: position(2) });
        expect(await store.history({ tenantId, leadId })).toEqual([of(2)]);
      });

      it("of a lead nobody knows are none", async () => {
        expect(await store.history({ tenantId, leadId })).toEqual([]);
        expect(await store.newest({ tenantId, leadId })).toBeNull();
        expect(await current()).toBeNull();
      });
    });

    describe("getMany", () => {
      // More than one request of DynamoDB, and than its keys may be.
      const ids = Array.from({ length: 130 }, (_, number) =>
        createHash("sha256").update(`${number}`).digest("hex"),
      );
      const at = (...numbers: number[]) => numbers.map((number) => ids[number] ?? "");

      it("gives the lead of each id, in the order of the ids, null where there is none, and no other tenant's", async () => {
        // Every third is there, and every thirteenth another tenant has.
        const there = ids.flatMap((id, row) => (row % 3 === 0 ? [of(1, { leadId: id, row })] : []));
        const others = ids.flatMap((id, row) =>
          row % 13 === 0 ? [version({ tenantId: `${tenantId}-2`, leadId: id, upload: 9, row })] : [],
        );
        await store.advance({ versions: there, at: 50 });
        await store.advance({ versions: others, at: 60 });
        const leads = await store.getMany({ tenantId, leadIds: ids });
        expect(leads.map((lead) => lead?.leadId ?? null)).toEqual(
          ids.map((id, row) => (row % 3 === 0 ? id : null)),
        );
        expect(leads[3]).toEqual(await store.get({ tenantId, leadId: ids[3] ?? "" }));
        expect(new Set(leads.flatMap((lead) => lead?.tenantId ?? []))).toEqual(new Set([tenantId]));
      });

      it("gives a lead as often as its id is given", async () => {
        await store.advance({ versions: [of(1, { leadId: ids[0] ?? "" })], at: 50 });
        const leads = await store.getMany({ tenantId, leadIds: at(1, 0, 0, 1, 0) });
        expect(leads.map((lead) => lead?.position ?? null)).toEqual([
          ...[null, position(1), position(1), null, position(1)],
        ]);
      });

      it("of no ids is none", async () => {
        expect(await store.getMany({ tenantId, leadIds: [] })).toEqual([]);
      });
    });

    describe("newest", () => {
      it.each([
        ["of all", {}, 5],
        ["below a position that is there", { below: position(5) }, 3],
        ["below one that is not there", { below: position(4) }, 3],
        ["below the oldest", { below: position(1) }, null],
      ])("%s", async (_, below, expected) => {
        for (const upload of [5, 1, 3]) await store.putVersions({ versions: [of(upload)] });
        expect(await store.newest({ tenantId, leadId, ...below })).toEqual(
          expected === null ? null : of(expected),
        );
      });
    });

    describe("advance", () => {
      it("creates a lead that is new, and answers null", async () => {
        expect(await upsert(of(1), 50)).toBeNull();
        const { batchId, by, issues, modelKey, at, ...shared } = of(1);
        expect(await current()).toEqual({ ...shared, createdAt: 50, updatedAt: 50 });
      });

      it("replaces a lower position and answers what was there; createdAt stays", async () => {
        await upsert(of(1), 50);
        const before = await current();
        expect(await upsert(of(2, { fields: { firstName: "Eva" } }), 60)).toEqual(before);
        expect(await current()).toMatchObject({
          position: position(2),
          runId: "run-2",
          sourceFile: "Leads 2.csv",
          fields: fields({ firstName: "Eva" }),
          createdAt: 50,
          updatedAt: 60,
        });
      });

      it("moves position, run, row and file where no field differs; updatedAt stays", async () => {
        await upsert(of(1), 50);
        const before = await current();
        expect(await upsert(of(2, { row: 7 }), 60)).toEqual(before);
        expect(await current()).toEqual({
          ...before,
          position: position(2, 7),
          runId: "run-2",
          row: 7,
          sourceFile: "Leads 2.csv",
        });
      });

      it.each(["firstName", "lastName", "title", "company", "email", "phone", "remarks"] as const)(
        "sees that %s alone differs, also where it is emptied",
        async (field) => {
          await upsert(of(1, { fields: { [field]: "a" } }), 50);
          await upsert(of(2, { fields: { [field]: "A" } }), 60);
          expect((await current())?.updatedAt).toBe(60);
          await upsert(of(3, { fields: { [field]: "" } }), 70);
          expect(await current()).toMatchObject({ fields: fields({}), createdAt: 50, updatedAt: 70 });
        },
      );

      it("leaves a higher position as it is, and answers it", async () => {
        await upsert(of(2), 50);
        const before = await current();
        expect(await upsert(of(1, { fields: { firstName: "Eva" } }), 60)).toEqual(before);
        expect(await current()).toEqual(before);
      });

      it("of its own position changes nothing, and answers it", async () => {
        await upsert(of(1), 50);
        const before = await current();
        expect(await upsert(of(1), 60)).toEqual(before);
        expect(await current()).toEqual(before);
      });

      it("answers in the order of the versions, each by its own rule", async () => {
        const lead = (id: string, upload: number) => of(upload, { leadId: id });
        await upsert(lead("higher", 9), 50);
        await upsert(lead("lower", 1), 50);
        const answers = await store.advance({
          versions: [lead("new", 5), lead("higher", 5), lead("lower", 5)],
          at: 60,
        });
        expect(answers.map((answer) => answer?.position ?? null)).toEqual([null, position(9), position(1)]);
        const list = await store.list({ tenantId, limit: 10 });
        expect(list.map((one) => [one.leadId, one.position])).toEqual([
          ["higher", position(9)],
          ["lower", position(5)],
          ["new", position(5)],
        ]);
      });

      it("compares rows of one upload by number", async () => {
        await upsert(of(1, { row: 9 }));
        await upsert(of(1, { row: 10 }));
        expect((await current())?.row).toBe(10);
      });

      it("of one lead many times at once ends at the highest position, and each answer is a state that was", async () => {
        const uploads = [7, 3, 12, 1, 9, 4, 11, 2, 8, 5, 10, 6];
        const answers = await Promise.all(uploads.map((upload) => upsert(of(upload))));
        expect((await current())?.position).toBe(position(12));
        expect(answers.filter((answer) => answer === null)).toHaveLength(1);
        // Every upload that advanced the lead was answered a lower position; each state was left only once.
        const left = answers.flatMap((answer, index) => {
          const mine = position(uploads[index] ?? 0);
          return answer != null && answer.position < mine ? [answer.position] : [];
        });
        expect(new Set(left).size).toBe(left.length);
      });
    });

    describe("restore", () => {
      it("goes back to a lower version where the position is as expected; createdAt stays", async () => {
        await upsert(of(1), 50);
        await upsert(of(2, { fields: { firstName: "Eva" } }), 60);
        const done = await store.restore({ tenantId, leadId, expected: position(2), version: of(1), at: 70 });
        expect(done).toBe(true);
        const { batchId, by, issues, modelKey, at, ...shared } = of(1);
        expect(await current()).toEqual({ ...shared, createdAt: 50, updatedAt: 70 });
      });

      it("to the same fields leaves updatedAt", async () => {
        await upsert(of(1), 50);
        await upsert(of(2), 60);
        await store.restore({ tenantId, leadId, expected: position(2), version: of(1), at: 70 });
        expect(await current()).toMatchObject({ position: position(1), createdAt: 50, updatedAt: 50 });
      });

      it("deletes the item where there is no version to go back to; its versions stay", async () => {
        await upsert(of(1));
        expect(await store.restore({ tenantId, leadId, expected: position(1), version: null, at: 70 })).toBe(
          true,
        );
        expect(await current()).toBeNull();
        expect(await store.list({ tenantId, limit: 10 })).toEqual([]);
        expect(await store.history({ tenantId, leadId })).toEqual([of(1)]);
      });

      it("makes an item where none is expected and none is", async () => {
        expect(await store.restore({ tenantId, leadId, expected: null, version: of(1), at: 70 })).toBe(true);
        expect(await current()).toMatchObject({ position: position(1), createdAt: 70, updatedAt: 70 });
      });

      it("of nothing where nothing is expected is done", async () => {
        expect(await store.restore({ tenantId, leadId, expected: null, version: null, at: 70 })).toBe(true);
        expect(await current()).toBeNull();
      });

      it.each([
        ["a lower position", position(1)],
        ["a higher position", position(3)],
        ["no item", null],
      ])("changes nothing where %s was expected", async (_, expected) => {
        await upsert(of(2));
        const before = await current();
        expect(await store.restore({ tenantId, leadId, expected, version: of(5), at: 70 })).toBe(false);
        expect(await store.restore({ tenantId, leadId, expected, version: null, at: 70 })).toBe(false);
        expect(await current()).toEqual(before);
      });

      it("changes nothing where an item was expected and none is", async () => {
        expect(await store.restore({ tenantId, leadId, expected: position(1), version: of(1), at: 70 })).toBe(
          false,
        );
        expect(await current()).toBeNull();
      });

      it("done many times at once from one state succeeds once", async () => {
        await upsert(of(9));
        const done = await Promise.all(
          [1, 2, 3, 4].map((upload) =>
            store.restore({ tenantId, leadId, expected: position(9), version: of(upload), at: 70 }),
          ),
        );
        expect(done.filter(Boolean)).toHaveLength(1);
        expect((await current())?.position).toBe(position([1, 2, 3, 4][done.indexOf(true)] ?? 0));
      });
    });

    describe("list", () => {
      it("pages through a tenant's leads in order of leadId", async () => {
        const ids = ["0a", "0b", "3f", "a0", "a1", "f9"];
        for (const id of [...ids].reverse()) await upsert(of(1, { leadId: id }));
        const seen: string[] = [];
        for (let after: string | undefined; ; after = seen.at(-1)) {
          const page = await store.list({ tenantId, limit: 4, ...(after === undefined ? {} : { after }) });
          seen.push(...page.map((lead) => lead.leadId));
          expect(page.length).toBeLessThanOrEqual(4);
          if (page.length === 0) break;
        }
        expect(seen).toEqual(ids);
      });

      it("gives each lead that is there all the while exactly once, whatever is written meanwhile", async () => {
        const idOf = (number: number) => createHash("sha256").update(`lead ${number}`).digest("hex");
        const there = Array.from({ length: 160 }, (_, number) => idOf(number));
        const all = there.map((id, row) => of(1, { leadId: id, row }));
        await store.putVersions({ versions: all });
        await store.advance({ versions: all, at: 1 });
        expect(new Set(there.map((id) => id.charAt(0))).size).toBe(16);
        let listed = false;
        const write = async () => {
          for (let number = 160; !listed; number++) {
            // A new lead, and a change of one that is there.
            await upsert(of(2, { leadId: idOf(number) }));
            await upsert(of(number, { leadId: there[number % there.length] ?? "" }));
          }
        };
        const writing = Promise.all([write(), write()]);
        const seen: string[] = [];
        for (let after: string | undefined; ; after = seen.at(-1)) {
          const page = await store.list({ tenantId, limit: 7, ...(after === undefined ? {} : { after }) });
          if (page.length === 0) break;
          seen.push(...page.map((lead) => lead.leadId));
        }
        listed = true;
        await writing;
        expect(seen).toEqual([...new Set(seen)].sort());
        expect(there.filter((id) => !seen.includes(id))).toEqual([]);
      });

      it("goes on after a lead that is no longer there", async () => {
        for (const id of ["a", "b", "c"]) await upsert(of(1, { leadId: id }));
        await store.erase({ tenantId, leadId: "b" });
        expect((await store.list({ tenantId, after: "b", limit: 9 })).map((lead) => lead.leadId)).toEqual([
          "c",
        ]);
      });
    });

    it("erase removes the lead and all its versions, and nothing else; again is no error", async () => {
      await upsert(of(1));
      await upsert(of(2));
      await upsert(of(1, { leadId: "another" }));
      await store.erase({ tenantId, leadId });
      await store.erase({ tenantId, leadId });
      expect(await current()).toBeNull();
      expect(await store.history({ tenantId, leadId })).toEqual([]);
      expect(await store.history({ tenantId, leadId: "another" })).toHaveLength(1);
      expect((await store.list({ tenantId, limit: 9 })).map((lead) => lead.leadId)).toEqual(["another"]);
    });

    it("a tenant neither sees nor changes another's lead of the same id", async () => {
      const other = `${tenantId}-2`;
      await upsert(of(5));
      const before = await current();
      expect(await upsert(version({ tenantId: other, leadId, upload: 1 }))).toBeNull();
      await store.deleteVersion({ tenantId: other, leadId, position: position(5) });
      await store.restore({ tenantId: other, leadId, expected: position(1), version: null, at: 1 });
      await store.erase({ tenantId: other, leadId });
      expect(await current()).toEqual(before);
      expect(await store.history({ tenantId, leadId })).toEqual([of(5)]);
      expect(await store.list({ tenantId: other, limit: 9 })).toEqual([]);
    });

    leadStoreProperties(() => store);
  });
}
