import { leadIdOf } from "@millrace/core/lead";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DuplicateIndex } from "../../src/lead-import/duplicate-index.ts";

const idOf = (n: number) =>
  leadIdOf({ tenantId: "t", identity: { kind: "email", value: `${n}@example.com` } });

describe("the index of duplicates", () => {
  it("knows for each lead the last row, as a Map would", () =>
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { maxLength: 300 }), (leads) => {
        const index = new DuplicateIndex();
        const map = new Map<string, number>();
        for (const [at, lead] of leads.entries()) {
          index.set(idOf(lead), at + 1);
          map.set(idOf(lead), at + 1);
        }
        expect(index.size).toBe(map.size);
        for (let lead = 0; lead <= 50; lead++) expect(index.lastRow(idOf(lead))).toBe(map.get(idOf(lead)));
      }),
    ));

  it("keeps every lead when it grows", () => {
    const index = new DuplicateIndex();
    const leads = 5_000;
    for (let lead = 0; lead < leads; lead++) index.set(idOf(lead), lead + 1);
    expect(index.size).toBe(leads);
    for (let lead = 0; lead < leads; lead++) expect(index.lastRow(idOf(lead))).toBe(lead + 1);
    expect(index.lastRow(idOf(leads))).toBeUndefined();
  });
});
