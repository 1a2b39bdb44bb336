import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyOf } from "../src/dynamo/index.ts";
import { leadKey, partitionOf } from "../src/leads/keys.ts";

const parts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "#", "%", "2", "3", "é", "") }), {
  minLength: 1,
  maxLength: 3,
});

describe("keys of DynamoDB", () => {
  it("are the same only for the same parts, whatever these hold", () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(keyOf(...a) === keyOf(...b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  it("put leads into partitions in the order of their leadIds", () => {
    const leadId = fc.oneof(fc.uuid(), fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(leadId, leadId, (a, b) => {
        if (a < b) expect(partitionOf(a) <= partitionOf(b)).toBe(true);
      }),
    );
  });

  it("spread UUIDs over 16 partitions", () => {
    const digits = [..."0123456789abcdef"];
    const keys = digits.map((digit) => leadKey({ tenantId: "acme", leadId: `${digit}5c0a5a2` }).pk);
    expect(keys).toEqual(digits.map((digit) => `leads#acme#${digit}`));
  });
});
