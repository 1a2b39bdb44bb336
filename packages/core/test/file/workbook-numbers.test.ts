import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isoDate, numberText, plainNumber } from "../../src/file/workbook/number-text.ts";

const shown = (format: string, value: number, date1904 = false) => numberText({ format, date1904 })(value);

describe("a number without a format of its own", () => {
  it.each([
    [3001234567, "3001234567"],
    [573001234567, "573001234567"],
    [9007199254740991, "9007199254740991"],
    [0.1 + 0.2, "0.3"],
    [19.989999999999998, "19.99"],
    [-4.6097, "-4.6097"],
    [-0, "0"],
    [1e-9, "1e-9"],
  ])("%d reads %s", (value, text) => {
    expect(shown("General", value)).toBe(text);
    expect(shown("@", value)).toBe(text);
  });

  it("keeps every digit of any whole number", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (value) => plainNumber(value) === String(value)));
  });
});

describe("a number with a format", () => {
  it.each([
    ["00000", 1234, "01234"],
    ["000-00-0000", 12345678, "012-34-5678"],
    ["[<=9999999]###-####;(###) ###-####", 3001234567, "(300) 123-4567"],
    ['"+57 "0', 3001234567, "+57 3001234567"],
    ["0%", 0.456, "46%"],
    ["0.00", 12.5, "12.50"],
    ["0.00", 45, "45.00"],
    ['_("$"* #,##0.00_)', 1234.5, "$1,234.50"],
    ["#,##0.00", 1234.5, "1234.50"],
    ["# ?/?", 1.5, "1 1/2"],
    ["0;-0;\\-", 0, "-"],
  ])("reads as shown: %s of %d is %s", (format, value, text) => {
    expect(shown(format, value)).toBe(text);
  });

  it.each([
    ["0.00E+00", 3001234567, "3001234567"],
    ["##0.0E+0", 573001234567, "573001234567"],
    ["#,##0", 3001234567, "3001234567"],
    ["#,##0.00", 3001234567, "3001234567"],
    ["0.00", 3001234567, "3001234567"],
    ['0.0,,"M"', 12_000_000, "12000000"],
    [";;;", 42, "42"],
    ['"yes"', 1, "1"],
    ["[Bogus", 7, "7"],
  ])("keeps the digits of a whole number: %s of %d is %s", (format, value, text) => {
    expect(shown(format, value)).toBe(text);
  });

  it("keeps the digits of any whole number in any number format", () => {
    const formats = [
      "0",
      "00000",
      "#,##0",
      "#,##0.00",
      "0.00E+00",
      "#",
      "0.0,",
      "$#,##0",
      "000 000 0000",
      "@",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.integer({ min: 1, max: 1e12 }), (format, value) =>
        shown(format, value).replace(/\D/g, "").includes(String(value)),
      ),
    );
  });
});

describe("a date", () => {
  it.each([
    ["m/d/yy", 39149, "2007-03-08"],
    ["dd/mm/yyyy;@", 39149, "2007-03-08"],
    ['[$-C0A]d" de "mmmm" de "yyyy', 39149, "2007-03-08"],
    ["m/d/yy h:mm", 39149.5, "2007-03-08 12:00"],
    ["yyyy-mm-dd hh:mm:ss", 41224.999988426, "2012-11-11 23:59:59"],
    ["m/d/yy", 39149.999999, "2007-03-08"],
    ["m/d/yy h:mm", 39149.9999999, "2007-03-09 00:00"],
    ["m/d/yy", 1, "1900-01-01"],
    ["m/d/yy", 59, "1900-02-28"],
    ["m/d/yy", 60, "1900-02-29"],
    ["m/d/yy", 61, "1900-03-01"],
    ["m/d/yy", 2958465, "9999-12-31"],
  ])("with year, month and day is ISO: %s of %d is %s", (format, value, text) => {
    expect(shown(format, value)).toBe(text);
  });

  it.each([
    ["h:mm", 0.5, "12:00"],
    ["[h]:mm:ss", 1.5, "36:00:00"],
    ["h:mm AM/PM", 0.75, "6:00 PM"],
    ["d-mmm", 39149, "8-Mar"],
    ["mmm-yy", 39149, "Mar-07"],
    ["yyyy", 39149, "2007"],
  ])("without all three is as shown: %s of %d is %s", (format, value, text) => {
    expect(shown(format, value)).toBe(text);
  });

  it.each([3001234567, -5, 2958466])("that no calendar has is the number: %d", (value) => {
    expect(shown("m/d/yy", value)).toBe(String(value));
  });

  it("counts from 1904 where the workbook says so", () => {
    expect(shown("m/d/yy", 37687, true)).toBe("2007-03-08");
    expect(shown("m/d/yy", 0, true)).toBe("1904-01-01");
  });

  it("is the day the calendar says, for every day of the 1900 system after its false leap day", () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2958465 }), (serial) => {
        const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
        return isoDate({ serial, date1904: false, time: "none" }) === day;
      }),
    );
  });
});
