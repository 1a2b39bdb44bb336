import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  CustomerChange,
  CustomerQuery,
  Id,
  NewCustomer,
  NewPet,
  ReservationQuery,
  Subdomain,
} from "../../src/shop/index.ts";
import { decodeCursor, encodeCursor } from "../../src/shop/list.ts";

describe("what comes from outside", () => {
  it.each([
    ["a", true],
    ["customer-1_Z", true],
    ["x".repeat(64), true],
    ["x".repeat(65), false],
    ["", false],
    ["a b", false],
    ["a/b", false],
    ["a\n", false],
    ["á", false],
    ["../a", false],
  ])("an id %j: %s", (id, isOne) => {
    expect(Id.safeParse(id).success).toBe(isOne);
  });

  it.each([
    ["demo", true],
    ["a-1", true],
    ["Demo", false],
    ["-a", false],
    ["a.b", false],
    ["a".repeat(64), false],
  ])("a subdomain %j: %s", (subdomain, isOne) => {
    expect(Subdomain.safeParse(subdomain).success).toBe(isOne);
  });

  it("a new customer needs a first name alone", () => {
    const rest = { lastName: "", email: "", phone: "", notes: "" };
    expect(NewCustomer.parse({ firstName: " Ana " })).toEqual({ firstName: "Ana", ...rest });
  });

  it.each([
    [{}],
    [{ firstName: " " }],
    [{ firstName: "x".repeat(101) }],
    [{ firstName: "a\nb" }],
    [{ firstName: "Ana", email: "nobody" }],
    [{ firstName: "Ana", phone: "call me" }],
    [{ firstName: "Ana", phone: "1".repeat(33) }],
    [{ firstName: "Ana", notes: "x".repeat(2_001) }],
    [{ firstName: "Ana", tenantId: "other" }],
    [{ firstName: 5 }],
  ])("%j is no new customer", (customer) => {
    expect(NewCustomer.safeParse(customer).success).toBe(false);
  });

  it.each([
    ["", true],
    ["3001234567", true],
    ["(601) 123 4567", true],
    ["+57 (300) 123 45 67", true],
    ["(+57) 300-123-4567", true],
    ["+(57)300.123.4567", true],
    ["3001234567/3109876543", false],
    ["300\u00a0123\u20114567", true],
    ["300 123 4567 ext. 2", false],
    ["+", false],
    ["(", false],
    ["(((300) 1", false],
    ["300+1", false],
    ["300, 301", false],
    ["()".repeat(20), false],
    [`3${"-".repeat(32)}`, false],
  ])("a phone %j: %s", (phone, isOne) => {
    expect(NewCustomer.safeParse({ firstName: "Ana", phone }).success).toBe(isOne);
  });

  it("a change names what it changes; what is not named has no value", () => {
    expect(CustomerChange.parse({ lastName: "" })).toEqual({ lastName: "" });
    expect(CustomerChange.parse({})).toEqual({});
    expect(CustomerChange.safeParse({ firstName: "" }).success).toBe(false);
    expect(CustomerChange.safeParse({ id: "x" }).success).toBe(false);
  });

  it("text is stored in one Unicode form, without halves of characters", () => {
    expect(NewCustomer.parse({ firstName: "Zoe\u0308 \ud800" }).firstName).toBe("Zoë \ufffd");
  });

  it.each(["2024-02-30", "31/05/2024", "2024-5-1", ""])("%j is no date of birth", (birthDate) => {
    expect(NewPet.safeParse({ name: "Luna", birthDate }).success).toBe(false);
  });

  it("a page has 25 rows where nobody says how many, and at most 100", () => {
    expect(CustomerQuery.parse({})).toEqual({ limit: 25 });
    expect(CustomerQuery.parse({ limit: "100", search: "a" })).toEqual({ limit: 100, search: "a" });
    for (const limit of ["0", "101", "1.5", "x", "-1"]) {
      expect(CustomerQuery.safeParse({ limit }).success).toBe(false);
    }
    expect(ReservationQuery.parse({ from: "5", to: "1e3" })).toEqual({ from: 5, to: 1_000, limit: 25 });
    expect(ReservationQuery.safeParse({ from: "1e16" }).success).toBe(false);
  });

  it("a cursor brings back where a page ended, in signs that need no encoding", () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (at, id) => {
        const cursor = encodeCursor({ at, id });
        expect(decodeCursor(cursor)).toEqual({ at, id });
        expect(encodeURIComponent(cursor)).toBe(cursor);
      }),
    );
  });

  it("the cursor of the longest id is within what a query takes", () => {
    const cursor = encodeCursor({ at: -8.64e15, id: "x".repeat(64) });
    expect(CustomerQuery.safeParse({ cursor }).success).toBe(true);
  });
});
