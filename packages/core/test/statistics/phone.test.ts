import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { isSupportedCountry } from "libphonenumber-js/max";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { CountryCode } from "../../src/lead/index.ts";
import { e164Digits, phoneSpellings, sanitisePhone } from "../../src/statistics/phone.ts";

const inColombia = (text: string) => sanitisePhone({ text, homeCountry: "CO" });

describe("sanitisePhone", () => {
  it.each([
    ["3001234567", "3001234567"],
    ["573001234567", "3001234567"],
    ["+57 300 123 4567", "3001234567"],
    ["0057 3001234567", "3001234567"],
    ["3.001234567E9", "3001234567"],
    ["(601) 228 1260", "6012281260"],
    ["300 123 4567 / 310 987 6543", "3001234567"],
    ["+51 987 654 321", "+51987654321"],
    ["51987654321", "+51987654321"],
    ["+1 (416) 555-0123", "+14165550123"],
  ])("gives %s the name %s in Colombia", (text, phone) => {
    expect(inColombia(text)).toBe(phone);
  });

  it.each([
    [""],
    ["n/a"],
    ["no tiene"],
    ["12345"],
    ["3333333333"],
    ["2281260"],
    ["+57 1"],
    ["ana@example.com"],
  ])("finds no number in %j", (text) => {
    expect(inColombia(text)).toBeNull();
  });

  it.each<[CountryCode, string, string]>([
    ["US", "+1 212 555 0123", "2125550123"],
    ["US", "+57 300 123 4567", "+573001234567"],
    ["MX", "+52 1 55 1234 5678", "5512345678"],
    ["IT", "+39 06 1234 5678", "0612345678"],
    ["EC", "0991234567", "991234567"],
    ["AR", "011 15-2345-6789", "91123456789"],
  ])("takes the country code of %s from %s", (homeCountry, text, phone) => {
    expect(sanitisePhone({ text, homeCountry })).toBe(phone);
  });

  it("keeps E.164 where the national number alone would be another's", () => {
    expect(sanitisePhone({ text: "046-812 34 56", homeCountry: "SE" })).toBe("+46468123456");
    expect(sanitisePhone({ text: "468123456", homeCountry: "SE" })).toBe("8123456");
  });
});

describe("phoneSpellings", () => {
  const digits = (phone: string, homeCountry: CountryCode) =>
    phoneSpellings({ phone, homeCountry }).map((spelling) => spelling.digits);

  it.each<[CountryCode, string, string[]]>([
    ["CO", "3001234567", ["3001234567", "573001234567", "00573001234567", "03001234567"]],
    ["CO", "+51987654321", ["51987654321", "0051987654321"]],
    ["EC", "991234567", ["991234567", "0991234567", "593991234567", "00593991234567", "005930991234567"]],
    ["GB", "2079460958", ["2079460958", "02079460958", "442079460958", "004402079460958"]],
    ["US", "2125550123", ["2125550123", "12125550123", "0012125550123"]],
  ])("in %s of %s are among others %j", (homeCountry, phone, expected) => {
    expect(digits(phone, homeCountry)).toEqual(expect.arrayContaining(expected));
  });

  it("leave out digits that are a number of the home country", () => {
    // Ten digits from 300 on are mobiles in Colombia, whatever country also has them.
    expect(digits("+3225551234", "CO")).not.toContain("3225551234");
    expect(inColombia("3225551234")).toBe("3225551234");
  });
});

const FOLDER = new URL("../../../../../shared/corpora/phones/", import.meta.url);
const Examples = z.array(z.object({ region: z.string(), cc: z.string(), national: z.string() }));
const RoundTrips = z.array(z.object({ input: z.string(), region: z.string(), e164: z.string() }));
const HOMES: readonly CountryCode[] = [
  "CO",
  "MX",
  "AR",
  "BR",
  "EC",
  "PE",
  "US",
  "ES",
  "SE",
  "IT",
  "DE",
  "GB",
];

function read<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")));
}

describe.skipIf(!existsSync(FOLDER))(
  "numbers of the world's plans (skipped where ../shared/corpora is missing)",
  () => {
    const examples = existsSync(FOLDER) ? read("examples.json", Examples) : [];
    const phones = (homeCountry: CountryCode) => [
      ...new Set(
        examples.flatMap(
          ({ cc, national }) => sanitisePhone({ text: `+${cc}${national}`, homeCountry }) ?? [],
        ),
      ),
    ];

    it("have a name that sanitises to itself, in every home country", () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...HOMES),
          fc.constantFrom(...examples),
          (homeCountry, { cc, national }) => {
            const phone = sanitisePhone({ text: `+${cc}${national}`, homeCountry });
            if (phone !== null) expect(sanitisePhone({ text: phone, homeCountry })).toBe(phone);
          },
        ),
        { numRuns: 2_000 },
      );
    });

    it.each(HOMES)("have no spelling in common, and each gives its number's digits: %s", (homeCountry) => {
      const owner = new Map<string, string>();
      for (const phone of phones(homeCountry)) {
        for (const { digits, skip, prefix } of phoneSpellings({ phone, homeCountry })) {
          expect([digits, owner.get(digits) ?? phone]).toEqual([digits, phone]);
          owner.set(digits, phone);
          expect(prefix + digits.slice(skip)).toBe(e164Digits({ phone, homeCountry }));
        }
      }
      expect(owner.size).toBeGreaterThan(examples.length);
    });

    it("are named alike however they are written in 99 of 100", () => {
      const cases = read("roundtrip.json", RoundTrips).filter(({ region }) => isSupportedCountry(region));
      const right = cases.filter(({ input, region, e164 }) => {
        if (!isSupportedCountry(region)) return false;
        const phone = sanitisePhone({ text: input, homeCountry: region });
        return phone !== null && `+${e164Digits({ phone, homeCountry: region })}` === e164;
      });
      expect(right.length / cases.length).toBeGreaterThanOrEqual(0.99);
    });
  },
);
