import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { isSupportedCountry } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type CountryCode, parsePhone } from "../../src/lead/phone.ts";

const MOBILE = "+573001234567";

describe("parsePhone with Colombia for default", () => {
  it.each([
    ["3001234567"],
    ["573001234567"],
    ["+57 300 123 4567"],
    ["(+57) 300-1234567"],
    ["+57 (0) 300 1234567"],
    ["+57.300.123.4567"],
    ["57-300-1234567"],
    ["057 300 1234567"],
    ["03 3001234567"],
    ["0303001234567"],
    ["0057 3001234567"],
    ["00573001234567"],
    ["whatsapp 300 123 45 67"],
    ["300 123 45 67 (WhatsApp)"],
    ["3001234567 Juan"],
    ["p:+573001234567"],
    ["tel:+57-300-123-4567"],
    ["callto:+573001234567"],
    ["https://wa.me/573001234567"],
    ["https://api.whatsapp.com/send?phone=573001234567&text=Hola"],
    ["٣٠٠١٢٣٤٥٦٧"],
    ["३००१२३४५६७"],
    ["３００１２３４５６７"],
    ["\u202a+57 300 1234567\u202c"],
    ["'3001234567"],
    ['="3001234567"'],
    ["3.001234567E9"],
    ["3,001234567E+09"],
    ["3001234567.0"],
    ["3,001,234,567"],
    ["3.001.234.567"],
    ["+3001234567"],
  ])("reads %s as the same mobile", (text) => {
    expect(parsePhone({ text, country: "CO" })).toMatchObject({ e164: MOBILE, others: [] });
  });

  it.each([
    ["6012281260", "+576012281260"],
    ["(1) 2281260", "+576012281260"],
    ["+57 1 2281260", "+576012281260"],
    ["51987654321", "+51987654321"],
    ["593987654321", "+593987654321"],
    ["525512345678", "+525512345678"],
    ["+5215512345678", "+525512345678"],
    ["+5491123456789", "+5491123456789"],
    ["+541123456789", "+541123456789"],
  ])("%s is %s", (text, e164) => {
    expect(parsePhone({ text, country: "CO" }).e164).toBe(e164);
  });

  it.each([
    ["3333333333", "phone.invalid"],
    ["1234567890", "phone.invalid"],
    ["12", "phone.invalid"],
    ["12345678901234567890", "phone.invalid"],
    ["call me", "phone.invalid"],
    ["juan3001234567@example.com", "phone.invalid"],
    ["12/05/2024", "phone.invalid"],
    ["2281260", "phone.needsArea"],
    ["0312281260", "phone.needsArea"],
    ["5.73001E+11", "phone.damaged"],
    ["3.00E+09", "phone.damaged"],
  ])("gives no number for %s and says %s", (text, issue) => {
    expect(parsePhone({ text, country: "CO" })).toMatchObject({
      e164: "",
      others: [],
      certain: false,
      issue,
    });
  });

  it.each([[""], ["n/a"], ["-"], ["sin teléfono"], ["0000000000"]])("finds nothing amiss with %j", (text) => {
    expect(parsePhone({ text, country: "CO" })).toEqual({
      e164: "",
      others: [],
      certain: true,
      rule: "phone.none",
    });
  });

  it.each([
    ["3001234567/3109876543"],
    ["3001234567 y 3109876543"],
    ["3001234567; 310 987 6543"],
    ["3001234567 - 3109876543"],
    ["300 123 4567 310 987 6543"],
    ["3001234567\n3109876543"],
    ["Cel 3001234567 Cel2: 3109876543"],
    ["+573001234567+573109876543"],
    ["12345, 3001234567, 3109876543, 3001234567"],
  ])("finds both numbers of %j, each once", (text) => {
    expect(parsePhone({ text, country: "CO" })).toMatchObject({ e164: MOBILE, others: ["+573109876543"] });
  });
});

describe("parsePhone elsewhere", () => {
  it.each<[string, CountryCode, string]>([
    ["044 55 1234 5678", "MX", "+525512345678"],
    ["1 55 1234 5678", "MX", "+525512345678"],
    ["+55 11 8765-4321", "BR", "+5511987654321"],
    ["0XX11 98765-4321", "BR", "+5511987654321"],
    ["011 15-2345-6789", "AR", "+5491123456789"],
    ["0171/1234567", "DE", "+491711234567"],
    ["+33 (0)6 12 34 56 78", "FR", "+33612345678"],
    ["02 1234 5678", "IT", "+390212345678"],
    ["4915123456789", "DE", "+4915123456789"],
    ["468123456", "SE", "+468123456"],
    ["01164 3 331 6005", "US", "+6433316005"],
    ["+0064 3 331 6005", "NZ", "+6433316005"],
    ["tel:331-6005;phone-context=+64-3", "US", "+6433316005"],
    ["tel:033316005;phone-context=abc.nz", "NZ", "+6433316005"],
    ["1-800-FLOWERS", "US", "+18003569377"],
    ["0900 332 600a5", "NZ", "+649003326005"],
  ])("%s in %s is %s", (text, country, e164) => {
    expect(parsePhone({ text, country }).e164).toBe(e164);
  });

  it.each([
    ["03 331 6005 ext 3456", "3456"],
    ["03 331 6005 x3456", "3456"],
    ["tel:+64-3-331-6005;ext=3456", "3456"],
    ["03 3316005 #3456", "3456"],
    ["03 3316005 interno 3456", "3456"],
  ])("keeps the extension of %s beside the number", (text, extension) => {
    expect(parsePhone({ text, country: "NZ" })).toMatchObject({ e164: "+6433316005", extension });
  });

  it("keeps a number of the right length in a range it does not know, and says so", () => {
    expect(parsePhone({ text: "(555) 123-4567", country: "US" })).toMatchObject({
      e164: "+15551234567",
      certain: false,
      issue: "phone.unverified",
    });
  });

  it("asks for the area of a local number", () => {
    expect(parsePhone({ text: "555-1234", country: "US" }).issue).toBe("phone.needsArea");
    expect(parsePhone({ text: "15 2345 6789", country: "AR" }).issue).toBe("phone.needsArea");
  });

  it("resolves only international numbers without a default country", () => {
    expect(parsePhone({ text: "+57 300 123 4567", country: null }).e164).toBe(MOBILE);
    expect(parsePhone({ text: "0057 300 123 4567", country: null }).e164).toBe(MOBILE);
    expect(parsePhone({ text: "3001234567", country: null })).toMatchObject({
      e164: "",
      issue: "phone.invalid",
    });
  });

  it("tries further countries after the default one, and calls it a guess", () => {
    const input = { text: "06 12 34 56 78", country: "CO", extraCountries: ["FR"] } as const;
    expect(parsePhone(input)).toMatchObject({ e164: "+33612345678", certain: false });
  });
});

describe("parsePhone for any text", () => {
  it("answers with E.164 or with an issue", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789+()-./ ,;xE#@aé٣"), maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(digits, fc.string({ unit: "binary" })),
        fc.constantFrom("CO", "US", "DE", null),
        (text, country) => {
          const phone = parsePhone({ text, country });
          for (const number of [phone.e164, ...phone.others]) expect(number).toMatch(/^$|^\+[1-9]\d{4,14}$/);
          if (phone.e164 === "") expect(phone.issue !== undefined || phone.rule === "phone.none").toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("reads its own answer as the same number, whatever the country", () => {
    const number = fc.integer({ min: 3_000_000_000, max: 3_509_999_999 }).map(String);
    fc.assert(
      fc.property(number, fc.constantFrom("CO", "US", "DE", null), (text, country) => {
        const { e164 } = parsePhone({ text, country: "CO" });
        if (e164 !== "") expect(parsePhone({ text: e164, country }).e164).toBe(e164);
      }),
    );
  });
});

const FOLDER = new URL("../../../../../shared/corpora/phones/", import.meta.url);
const Cases = z.array(z.object({ input: z.string(), region: z.string(), e164: z.string() }));

describe.skipIf(!existsSync(FOLDER))(
  "numbers of libphonenumber (skipped where shared/corpora is missing)",
  () => {
    it("have the same E.164 in every way of writing them in 99 of 100", () => {
      const cases = Cases.parse(JSON.parse(readFileSync(new URL("roundtrip.json", FOLDER), "utf8")));
      const right = cases.filter(({ input, region, e164 }) => {
        const country = isSupportedCountry(region) ? region : null;
        return parsePhone({ text: input, country }).e164 === e164;
      });
      expect(right.length / cases.length).toBeGreaterThanOrEqual(0.99);
    });
  },
);
