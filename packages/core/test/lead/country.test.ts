import { describe, expect, it } from "vitest";
import { countryOf } from "../../src/lead/country.ts";

describe("a country", () => {
  it.each([
    ["co", "CO"],
    ["COL", "CO"],
    ["Colombia", "CO"],
    ["Kolumbien", "CO"],
    ["MÉXICO", "MX"],
    ["+57", "CO"],
    ["0049", "DE"],
    ["1", "US"],
    ["+44", "GB"],
    ["UK", "GB"],
    ["U.S.A.", "US"],
    ["Deutschland", "DE"],
    ["日本", "JP"],
    ["Россия", "RU"],
    ["مصر", "EG"],
    ["Atlantis", null],
    ["", null],
    ["x".repeat(1000), null],
  ])("named %j is %j", (text, country) => {
    expect(countryOf(text)).toBe(country);
  });
});
