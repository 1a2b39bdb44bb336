import fc from "fast-check";
import { parse, v5 } from "uuid";
import { expect, it } from "vitest";
import { leadIdOf } from "../../src/lead/identity.ts";

const NAMESPACE = parse("5d0a4f0e-2f5c-4c0b-9d53-7a6f1f0b8e21");

it("a lead's id is the UUIDv5 of its tenant and identity", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("email", "row"),
      fc.string({ unit: "grapheme" }),
      (tenantId, kind, value) => {
        const name = JSON.stringify([tenantId, kind, value]);
        expect(leadIdOf({ tenantId, identity: { kind, value } })).toBe(v5(name, NAMESPACE));
      },
    ),
  );
});

it("a lead's id never changes from one version of Millrace to the next", () => {
  const identity = { kind: "email", value: "jane@example.com" } as const;
  expect(leadIdOf({ tenantId: "acme", identity })).toBe("22ed1a4a-f3e2-56af-abbc-af02aa59237c");
});
