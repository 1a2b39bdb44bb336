import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digitsOf, fold, searchPatterns } from "../../src/shop/search.ts";

describe("what a search looks for", () => {
  it.each([
    ["", []],
    ["   ", []],
    ["Zoë", ["%zoe%"]],
    ["  zoe   NÚÑEZ ", ["%zoe%", "%nunez%"]],
    ["100%", ["%100!%%"]],
    ["a_b!", ["%a!_b!!%"]],
    ["+57 (300) 123-4567", ["%573001234567%"]],
    ["300.123", ["%300123%"]],
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
          [fold(text), digitsOf(text)].some((stored) => matches(stored, pattern)),
        );
        expect(found).toBe(true);
      }),
    );
  });
});
