import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateChoiceRule, matchesPattern } from "../src/choice.ts";
import type { ChoiceRule } from "../src/definition.ts";
import type { Json } from "../src/index.ts";
import { errorOf, scopeOf } from "./scope.ts";

const INPUT: Json = {
  six: 6,
  text: "abc",
  digits: "6",
  yes: true,
  none: null,
  moment: "2016-12-05T21:29:29Z",
  sameMoment: "2016-12-05T22:29:29.000+01:00",
};

function evaluate(rule: ChoiceRule): boolean {
  return evaluateChoiceRule({ rule, ...scopeOf({ input: INPUT }) });
}

it.each<[string, string, unknown, boolean]>([
  ["$.six", "NumericEquals", 6, true],
  ["$.six", "NumericLessThan", 7, true],
  ["$.six", "NumericLessThanEquals", 6, true],
  ["$.six", "NumericGreaterThan", 6, false],
  ["$.six", "NumericGreaterThanEquals", 6, true],
  ["$.digits", "NumericEquals", 6, false],
  ["$.digits", "NumericLessThan", 7, false],
  ["$.six", "StringEquals", "6", false],
  ["$.six", "NumericEqualsPath", "$.six", true],
  ["$.six", "NumericEqualsPath", "$.digits", false],
  ["$.text", "StringEquals", "abc", true],
  ["$.text", "StringLessThan", "abd", true],
  ["$.text", "StringGreaterThanEquals", "ABC", true],
  ["$.text", "StringEqualsPath", "$.text", true],
  ["$.text", "StringMatches", "a*", true],
  ["$.yes", "BooleanEquals", true, true],
  ["$.yes", "BooleanEquals", false, false],
  ["$.yes", "BooleanEqualsPath", "$.yes", true],
  ["$.moment", "TimestampEquals", "2016-12-05T21:29:29Z", true],
  ["$.moment", "TimestampEqualsPath", "$.sameMoment", true],
  ["$.moment", "TimestampLessThan", "2016-12-05T21:29:29.5Z", true],
  ["$.moment", "TimestampGreaterThan", "2015-01-01T00:00:00Z", true],
  ["$.text", "TimestampEquals", "2016-12-05T21:29:29Z", false],
  ["$.none", "IsNull", true, true],
  ["$.six", "IsNull", false, true],
  ["$.six", "IsNumeric", true, true],
  ["$.digits", "IsNumeric", true, false],
  ["$.text", "IsString", true, true],
  ["$.six", "IsString", false, true],
  ["$.yes", "IsBoolean", true, true],
  ["$.moment", "IsTimestamp", true, true],
  ["$.text", "IsTimestamp", false, true],
  ["$.none", "IsPresent", true, true],
  ["$.missing", "IsPresent", true, false],
  ["$.missing", "IsPresent", false, true],
  ["$variable", "IsPresent", false, true],
])("%s %s %j is %j", (Variable, comparator, value, expected) => {
  expect(evaluate({ Variable, [comparator]: value })).toBe(expected);
});

describe("And, Or and Not", () => {
  const [yes, no]: [ChoiceRule, ChoiceRule] = [
    { Variable: "$.six", NumericEquals: 6 },
    { Variable: "$.six", NumericEquals: 7 },
  ];
  const failing: ChoiceRule = { Variable: "$.missing", NumericEquals: 1 };

  it.each<[ChoiceRule, boolean]>([
    [{ And: [yes, yes] }, true],
    [{ And: [yes, no] }, false],
    [{ Or: [no, yes] }, true],
    [{ Or: [no, no] }, false],
    [{ Not: no }, true],
    [{ And: [{ Or: [no, yes] }, { Not: no }] }, true],
    [{ And: [no, failing] }, false],
    [{ Or: [yes, failing] }, true],
  ])("%j is %j", (rule, expected) => {
    expect(evaluate(rule)).toBe(expected);
  });

  it.each<[ChoiceRule]>([
    [failing],
    [{ Variable: "$.missing", IsNull: true }],
    [{ Variable: "$.six", NumericEqualsPath: "$.missing" }],
    [{ Not: failing }],
    [{ Variable: "$.six" }],
  ])("%j fails: its variable is not there", (rule) => {
    expect(errorOf(() => evaluate(rule))).toBe("States.Runtime");
  });
});

describe("StringMatches", () => {
  it.each([
    ["foo.log", "*.log", true],
    ["foo.logs", "*.log", false],
    ["foo", "foo", true],
    ["aXbXc", "a*b*c", true],
    ["ab", "a*b*b", false],
    ["", "*", true],
    ["a*b", "a\\*b", true],
    ["axb", "a\\*b", false],
    ["a\\b", "a\\\\b", true],
    ["a.b", "a?b", false],
  ])("'%s' like '%s' is %j", (text, pattern, expected) => {
    expect(matchesPattern({ text, pattern })).toBe(expected);
  });

  it("agrees with the same pattern as a regular expression", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (text, pattern) => {
        const expected = new RegExp(`^${pattern.replaceAll("*", "[^]*")}$`).test(text);
        expect(matchesPattern({ text, pattern })).toBe(expected);
      }),
    );
  });
});
