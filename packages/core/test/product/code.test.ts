import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isbn10Of, parseProductCode } from "../../src/product/index.ts";

const asin = (code: string) => ({ kind: "asin", code });
const upc = (code: string) => ({ kind: "upc", code });
const ean = (code: string) => ({ kind: "ean", code });
const isbn13 = (code: string) => ({ kind: "isbn13", code });
const issue = (name: string) => ({ issue: `code.${name}` });

describe("a product code", () => {
  it.each([
    ["B0D8W1YVBX", asin("B0D8W1YVBX")],
    [" b0d8w1yvbx ", asin("B0D8W1YVBX")],
    ["ASIN: B001GZ6QEC", asin("B001GZ6QEC")],
    ["https://www.amazon.de/-/en/Some-Name/dp/B001GZ6QEC/ref=sr_1_1?keywords=1234567890", asin("B001GZ6QEC")],
    ["amazon.com/gp/product/0306406152", asin("0306406152")],
    ["https://www.amazon.com/gp/offer-listing/B001GZ6QEC", asin("B001GZ6QEC")],
    ["https://www.amazon.com/product-reviews/B001GZ6QEC/", asin("B001GZ6QEC")],
    ["https://www.amazon.com/s?k=tea&asin=B001GZ6QEC", asin("B001GZ6QEC")],
    ["https://keepa.com/#!product/1-B001GZ6QEC", asin("B001GZ6QEC")],
    ["(B001GZ6QEC),", asin("B001GZ6QEC")],
    ["0306406152", asin("0306406152")],
    ["0-306-40615-2", asin("0306406152")],
    ["080442957X", asin("080442957X")],
    ["080442957x", asin("080442957X")],
    ["ISBN-10: 0-8044-2957-X", asin("080442957X")],
    ["036000291452", upc("036000291452")],
    ["0 36000 29145 2", upc("036000291452")],
    ["UPC 036000291452", upc("036000291452")],
    ["0036000291452", upc("036000291452")],
    ["00036000291452", upc("036000291452")],
    ["4006381333931", ean("4006381333931")],
    ["4 006381 333931", ean("4006381333931")],
    ["EAN-13: 4006381333931", ean("4006381333931")],
    ["96385074", ean("96385074")],
    ["9780306406157", isbn13("9780306406157")],
    ["978-0-306-40615-7", isbn13("9780306406157")],
    ["ISBN 978‑0‑306‑40615‑7", isbn13("9780306406157")],
    ["9791034304141", isbn13("9791034304141")],
    ["9780306406157 (pbk.)", isbn13("9780306406157")],
    ["(01)04006381333931", ean("4006381333931")],
    ["04252614", upc("042100005264")],
    ["01234133", upc("012300000413")],
    ["01234543", upc("012340000053")],
    ["01234565", upc("012345000065")],
    ["４００６３８１３３３９３１", ean("4006381333931")],
  ])("%j is %j", (text, code) => {
    expect(parseProductCode(text)).toEqual(code);
  });

  it.each([
    ["a lost leading zero", "36000291452", upc("036000291452")],
    ["a fraction", "36000291452.0", upc("036000291452")],
    ["a decimal comma", "4006381333931,00", ean("4006381333931")],
    ["thousands", "4,006,381,333,931", ean("4006381333931")],
    ["an exponent with all digits", "4.006381333931E+12", ean("4006381333931")],
    ["an exponent and a decimal comma", "9,780306406157E12", isbn13("9780306406157")],
    ["an apostrophe", "'036000291452", upc("036000291452")],
    ["a formula", '="036000291452"', upc("036000291452")],
    ["an ISBN's lost zero", "306406152", asin("0306406152")],
    ["two lost zeros", "1234567895", upc("001234567895")],
  ])("survives %s", (_, text, code) => {
    expect(parseProductCode(text)).toEqual(code);
  });

  it.each([
    ["", "missing"],
    ["  ", "missing"],
    ["n/a", "missing"],
    ["Does not apply", "missing"],
    ["#N/A", "missing"],
    ["000000000000", "missing"],
    ["9.78E+12", "damaged"],
    ["9,78031E+12", "damaged"],
    ["3.60003E+10", "damaged"],
    ["735000000000", "damaged"],
    ["4006380000000", "damaged"],
    ["9.7803064061E+12", "damaged"],
    ["9.78030640615E+12", "damaged"],
    ["036000291453", "checkDigit"],
    ["4006381333932", "checkDigit"],
    ["9780306406158", "checkDigit"],
    ["0306406153", "checkDigit"],
    ["1234567", "invalid"],
    ["12345", "invalid"],
    ["10036000291459", "invalid"],
    ["BACKORDERS", "invalid"],
    ["A1B2C3D4E5", "invalid"],
    ["SKU-000123", "invalid"],
    ["Vitamin C Serum", "invalid"],
    ["x".repeat(10_000), "invalid"],
  ])("%j is none: code.%s", (text, name) => {
    expect(parseProductCode(text)).toEqual(issue(name));
  });

  it("with one wrong digit is found out", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
        const digits = [..."4006381333931"];
        digits[place] = String((Number(digits[place]) + shift) % 10);
        const read = parseProductCode(digits.join(""));
        expect("issue" in read || read.code.length === 12).toBe(true);
        expect(read).not.toEqual(ean(digits.join("")));
      }),
    );
  });

  it("read again is the same", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[0-9 .-]{6,16}$/), fc.stringMatching(/^B[0-9A-Z]{9}$/)),
        (text) => {
          const read = parseProductCode(text);
          if ("code" in read) expect(parseProductCode(read.code)).toEqual(read);
        },
      ),
    );
  });

  it.each([
    ["9780306406157", "0306406152"],
    ["9780804429573", "080442957X"],
    ["9791034304141", null],
  ])("of a book: %s is %s", (isbn, expected) => {
    expect(isbn10Of(isbn)).toBe(expected);
  });
});
