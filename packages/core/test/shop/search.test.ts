import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phoneDigits } from "../../src/shop/index.ts";
import { fold, searchPatterns } from "../../src/shop/search.ts";

describe("what a search looks for", () => {
  it.each([
    ["", []],
    ["   ", []],
    ["Zoë", ["%zoe%"]],
    ["  zoe   NÚÑEZ ", ["%zoe%", "%nunez%"]],
    ["100%", ["%100!%%"]],
    ["a_b!", ["%a!_b!!%"]],
    ["+57 (300) 123-4567", ["%3001234567%"]],
    ["0057 300 1234567", ["%3001234567%"]],
    ["57 3001234567", ["%3001234567%"]],
    ["(+57) 300", ["%57300%"]],
    ["0057 300", ["%57300%"]],
    ["322 555 12 34", ["%3225551234%"]],
    ["300.123", ["%300123%"]],
    ["00", ["%00%"]],
    ["calle 7", ["%calle%", "%7%"]],
    ["ﬃ ①", ["%ffi%", "%1%"]],
    ["one two three four five six", ["%one%", "%two%", "%three%", "%four%", "%five%"]],
    ["+ - ()", ["%+%", "%-%", "%()%"]],
  ])("of %j is %j", (text, patterns) => {
    expect(searchPatterns(text)).toEqual(patterns);
  });

  it("finds a text by any of its own words, whatever signs they have", () => {
    const matches = (text: string, pattern: string) => {
      const parts = pattern.replace(/!([!%_])|[\s\S]/g, (one, sign) =>
        sign === undefined && one === "%" ? "" : (sign ?? one),
      );
      return text.includes(parts);
    };
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const found = searchPatterns(text).every((pattern) =>
          [fold(text), phoneDigits(text)].some((stored) => matches(stored, pattern)),
        );
        expect(found).toBe(true);
      }),
    );
  });
});

describe("the digits of a phone", () => {
  it.each([
    ["3001234567", "3001234567"],
    ["300 123-45.67", "3001234567"],
    ["(601) 123 4567", "6011234567"],
    ["+57 (300) 123 4567", "00573001234567"],
    ["(+57) 300 123 4567", "00573001234567"],
    ["0057 300 123 4567", "00573001234567"],
    ["300 123 4567 +", "3001234567"],
    ["", ""],
    ["+", ""],
  ])("of %j are %j", (phone, digits) => {
    expect(phoneDigits(phone)).toBe(digits);
  });
});
